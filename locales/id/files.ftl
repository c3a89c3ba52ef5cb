# Berkas yang diunggah. Satu kalimat per baris, paling banyak satu isian.
file-empty = Berkas ini kosong.
file-too-large = Berkas ini terlalu besar; paling besar { $limit }.
file-wrong-kind = Jenis berkas ini tidak bisa dipakai di sini; yang bisa: { $kinds }.
file-heic = Foto HEIC belum bisa dibaca; simpan atau ambil ulang sebagai JPEG.
file-too-many-pixels = Foto ini terlalu besar; paling besar { $limit } megapiksel.
file-unreadable = Foto ini rusak atau bukan foto; coba ambil ulang.
file-not-stored = Berkas belum tersimpan karena gangguan di sisi kami; silakan coba lagi.
file-kind-photo = foto (JPEG, PNG, WebP)
file-kind-pdf = PDF
file-kind-spreadsheet = lembar kerja (xlsx, xls, ods, csv)
