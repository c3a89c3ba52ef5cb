# Vendors, checklists and views of the list.
care-vendor-title = Vendor
care-vendor-sub = Tugaskan keluhan dengan menulis namanya.
care-vendor-new = Vendor baru
care-vendor-name = Nama
care-vendor-phone = Nomor WhatsApp (boleh kosong)
care-vendor-trade = Untuk apa (boleh kosong)
care-vendor-trade-hint = Misalnya: pompa dan pipa air.
care-vendor-none = Belum ada vendor
care-vendor-none-text = Catat tukang dan perusahaan yang biasa dipanggil.
care-vendor-retire = Tidak dipanggil lagi. Keluhan lama tetap menyebut namanya.
care-vendor-said = Vendor disimpan.
care-vendor-fault-name = Nama vendor 2 sampai 80 huruf.
care-vendor-fault-phone = Nomor ini tidak bisa dihubungi. Tulis seperti 0812 3456 7890.
care-vendor-fault-trade = Paling banyak 80 huruf.
care-vendor-fault-twice = Sudah ada vendor dengan nama ini.
care-vendor-write = Pesan untuk { $name }
care-vendor-write-sub = Dikirim dari WhatsApp Anda sendiri.
care-vendor-text = Isi pesan
care-vendor-open = Buka di WhatsApp
care-vendor-no-phone = Nomor vendor ini belum dicatat.
care-vendor-add-phone = Catat nomornya
care-vendor-with-phone = Sertakan nama dan nomor pelapor
care-vendor-refresh = Perbarui pesan
care-vendor-message =
    Halo { $name }, ada pekerjaan dari { $complex }.
    { $number } · { $about }
    Tempat: { $place }
    { $words }
care-vendor-message-reporter = Pelapor: { $name }, { $phone }
care-wait-resident = Warga
care-wait-parts = Suku cadang
care-wait-vendor = Vendor { $name }

care-list-title = Langkah kerja
care-list-of = { $done } dari { $all } selesai
care-list-lines = Satu langkah per baris
care-list-hint = Disalin ke setiap keluhan baru di kategori ini. Keluhan yang sudah berjalan tetap memakai langkahnya.
care-list-said-kept = Langkah kerja disimpan.
care-list-do = Centang
care-list-undo = Batal
care-list-by = { $name }, { $when }
care-list-sure = Selesaikan walau { $count } langkah belum dicentang
care-list-refuse-open = Masih ada langkah yang belum dicentang. Centang dulu, atau nyatakan bahwa memang dilewati.
care-list-refuse-steps = Paling banyak 30 langkah, masing-masing sampai 120 huruf.

care-view-title = Tampilan tersimpan
care-view-sub = Saringan daftar yang sering dipakai.
care-view-save = Simpan tampilan ini
care-view-name = Nama tampilan
care-view-share = Untuk semua pengelola
care-view-shared = Untuk semua pengelola
care-view-none = Belum ada tampilan tersimpan
care-view-none-text = Saring daftar keluhan, lalu simpan dengan nama.
care-view-remove = Hapus { $name }
care-view-said-kept = Tampilan disimpan.
care-view-said-gone = Tampilan dihapus.
care-view-refuse-name = Nama tampilan 1 sampai 40 huruf.
care-view-refuse-everything = Saring daftarnya dulu, baru simpan.
care-view-refuse-many = Sudah ada 20 tampilan. Hapus satu dulu.
