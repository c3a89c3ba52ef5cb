# Pembayaran: tunai, transfer, kuitansi, pengembalian

# Kata bersama
payment-cash = Tunai
payment-transfer = Transfer
payment-other = Lainnya
payment-gateway = Gateway pembayaran
payment-waiting = Menunggu
payment-needs-info = Perlu keterangan
payment-verified = Terverifikasi
payment-rejected = Ditolak
payment-reversed = Dibatalkan
payment-amount = Jumlah
payment-payer = Pembayar
payment-unit = Unit
payment-units = Unit
payment-value-on = Tanggal uang diterima
payment-method = Cara bayar
payment-account = Disimpan di
payment-reference = Nomor referensi
payment-note = Catatan
payment-recorded = Dicatat
payment-proof = Bukti transfer
payment-facts = Rincian
payment-history = Riwayat
payment-reason = Alasan
payment-reason-hint = Tampil di kuitansi dan di buku kas.
payment-booked-elsewhere = Bulan { $value } sudah ditutup, jadi dibukukan pada { $booked }.

# Kesalahan isian
payment-fault-amount = Tulis jumlah di atas nol, misalnya 150.000.
payment-fault-date = Tulis tanggal hari ini atau sebelumnya.
payment-fault-long = Paling panjang { $most } huruf.
payment-fault-reason = Tulis alasannya, paling sedikit 3 huruf.
payment-fault-account = Pilih kas atau rekening yang masih dipakai.
payment-fault-form = Formulir ini tidak utuh. Muat ulang halaman, lalu coba lagi.

# Penolakan
payment-refused-last-word = Pembayaran ini sudah diputuskan orang lain. Muat ulang halaman untuk melihatnya.
payment-refused-other-eyes = Transfer dicocokkan oleh orang lain, bukan oleh yang mencatatnya.
payment-refused-not-verified = Hanya pembayaran terverifikasi yang dapat dibatalkan.
payment-refused-paid-back = Sebagian uang ini sudah dikembalikan, jadi pembayarannya tidak dapat dibatalkan lagi.
payment-refused-too-much = Titipan yang tersisa tidak sebanyak itu. Muat ulang halaman untuk melihat sisanya.
payment-refused-too-late = Sudah lewat waktunya untuk diurungkan. Batalkan pembayarannya dengan alasan.

# Daftar
payments-title = Pembayaran
payments-sub = Uang yang masuk dari warga
payments-more = Tindakan lain
payments-xlsx = Unduh Excel
payments-csv = Unduh CSV
payments-search = Cari pembayaran
payments-search-hint = Nama, unit, nomor kuitansi, atau jumlah
payments-month = Bulan
payments-every-month = Semua bulan
payments-every-method = Semua cara
payments-filter = Saring
payments-state = Status
payments-all = Semua
payments-arrived = Terverifikasi · { $count } pembayaran
payments-waiting = Menunggu · { $count } pembayaran
payments-none-title = Tidak ada yang cocok.
payments-none-text = Ubah kata pencarian, atau hapus saringannya.
payments-clear = Hapus saringan
payments-empty-title = Belum ada pembayaran.
payments-empty-text = Catat uang tunai di depan pintu, atau transfer dari mutasi rekening.

# Tunai
cash-title = Catat tunai
cash-sub = Ketik nomor rumah, pilih barisnya, simpan.
cash-house = Nomor rumah atau nama
cash-find = Cari
cash-begin-title = Rumah siapa?
cash-begin-text = Ketik nomor rumah, misalnya a12.
cash-none-title = Tidak ada rumah yang cocok.
cash-none-text = Periksa nomornya, atau ketik nama penghuninya.
cash-open = Belum dibayar
cash-nothing-open = Tidak ada tagihan terbuka
cash-nothing-open-text = Tidak ada tagihan terbuka. Uang yang masuk menjadi titipan dan membayar tagihan berikutnya.
cash-settled = Lunas
cash-form-title = Catat tunai { $code }
cash-amount = Uang yang diterima
cash-amount-hint = Tagihan terlama dibayar dulu; lebihnya menjadi titipan.
cash-more = Isian lain
cash-save = Simpan
cash-due = Jatuh tempo { $date }
cash-late = terlambat
cash-credit = Titipan unit ini { $amount }.
cash-saved = Dicatat.
cash-before = Pembayaran ini sudah tercatat.
cash-next = Rumah berikutnya

# Transfer
transfer-title = Catat transfer
transfer-sub = Dari mutasi rekening. Orang lain yang mencocokkannya.
transfer-amount = Jumlah di rekening
transfer-amount-hint = Dengan kode unik: 500.012 berarti unit berkode 012.
transfer-for = Untuk unit
transfer-suggestion = Kode unik cocok dengan { $code } · { $payer }.
transfer-unit-hint = Nomor rumah, misalnya a12.
transfer-several = Satu transfer untuk beberapa unit
transfer-part = Bagian unit
transfer-part-hint = Kosongkan bila seluruh sisanya.
transfer-unit-id = unit-{ $n }
transfer-part-id = bagian-{ $n }
transfer-date-hint = Hari uang masuk rekening, bukan hari dicatat.
transfer-payer = Nama pengirim
transfer-reference-hint = Dari bank, untuk mengenali transfer yang sama.
transfer-save = Simpan transfer
transfer-saved = Tercatat. Menunggu dicocokkan orang lain.
transfer-fault-payer = Tulis nama pengirim seperti di mutasi.
transfer-fault-unit = Tulis unit yang dibayar.
transfer-fault-unknown = Tidak ada unit { $code }.
transfer-fault-twice = Unit { $code } tertulis dua kali.
transfer-fault-part = Tulis bagian untuk { $code }, di atas nol.
transfer-fault-sum = Jumlah bagian semua unit harus sama dengan jumlah transfer.

# Mencocokkan
desk-title = Tagihan terbuka
desk-exact = Jumlahnya pas dengan tagihan.
desk-over = Lebih { $amount }; lebihnya menjadi titipan.
desk-under = Kurang { $amount }; tagihan terlama dibayar dulu.
desk-own = Transfer ini Anda catat sendiri, jadi orang lain yang mencocokkannya.
desk-verify = Cocokkan
desk-reason = Pertanyaan atau alasan
desk-reason-hint = Pembayar membacanya.
desk-ask = Minta keterangan
desk-reject = Tolak
payment-verified-said = Dicocokkan. Kuitansi { $number } terbit.
payment-rejected-said = Ditolak. Pembayar melihat alasannya.
payment-asked-said = Pertanyaan terkirim kepada pembayar.
twin-title = Mungkin transfer yang sama
twin-picture = foto yang sama
twin-reference = nomor referensi yang sama
twin-amount = jumlah sama, hari berdekatan
event-sent = Bukti dikirim warga
event-recorded = Dicatat

# Batal
payment-reverse = Batalkan pembayaran
payment-reverse-text = Kuitansi { $number } sebesar { $amount } menjadi batal, dan tagihan yang dibayarnya terbuka lagi. Nomor kuitansi tetap terpakai.
payment-keep = Jangan batalkan
payment-reversed-said = Pembayaran dibatalkan.
payment-undone = Diurungkan. Nomor kuitansi tetap terpakai dan bertanda batal.

# Pengembalian titipan
refund-title = Titipan
refund-of = Kembalikan titipan { $code }
refund-left = Titipan { $amount }
refund-now = Kembalikan titipan
refund-none = Tidak ada titipan.
refund-none-text = Semua uang unit ini sudah membayar tagihan.
refund-which = Titipan dari
refund-credit = { $number } · sisa { $left }
refund-from = Dikeluarkan dari
refund-do = Kembalikan titipan
refund-said = { $amount } dikembalikan.
refund-fault-credit = Pilih titipan yang dikembalikan.
refund-fault-amount = Paling banyak { $left }.
refunds-title = Titipan yang dikembalikan
refunds-sub = Uang warga yang keluar lagi dari kas atau bank, beserta alasannya
refunds-sum = Dikembalikan · { $count } kali
refunds-on = Tanggal
refunds-by = Oleh
refunds-from = Dari tanggal
refunds-to = Sampai tanggal
refunds-search = Cari rumah atau alasan
refunds-empty-title = Belum ada titipan yang dikembalikan
refunds-empty-text = Titipan dikembalikan dari halaman pembayarannya.

# Kuitansi
receipt-title = Kuitansi
receipt-number = Nomor kuitansi
receipt-line-dues = Iuran { $month }
receipt-line-penalty = Denda { $month }
receipt-line-opening = Tunggakan awal
receipt-line-other = Tagihan lain { $month }
receipt-kept = Titipan
receipt-kept-text = Membayar tagihan berikutnya
receipt-share = Bagikan
receipt-png = Gambar
receipt-pdf = PDF
receipt-check = Halaman pemeriksaan
receipt-stamp = Di atas Rp 5.000.000: bubuhkan e-meterai Rp 10.000 pada kuitansi (UU 10/2020).
receipt-message = Kuitansi { $number } untuk { $unit } sebesar { $amount }. Periksa di { $link }
receipt-share-text = Kuitansi { $number }. Periksa di { $link }
check-title = Pemeriksaan kuitansi
check-stands = Kuitansi ini sah.
check-stands-text = Tercatat di buku { $place }.
check-void = Kuitansi ini batal.
check-void-text = Alasannya: { $reason }
check-qr = Pindai untuk membuka halaman ini.

# Warga
own-receipts-title = Kuitansi saya
own-receipts-none = Belum ada kuitansi.
own-receipts-none-text = Kuitansi tampil di sini begitu pembayaran Anda dicocokkan.
own-receipt-waiting = Transfer
own-pay = Bayar iuran
pay-title = Bayar iuran
pay-no-home = Belum ada rumah atas nama Anda.
pay-no-home-text = Minta pengelola mencatat Anda sebagai penghuni.
pay-settled = Tidak ada tagihan terbuka. Anda boleh membayar di muka.
pay-exact = Transfer tepat sebesar
pay-copy-amount = Salin jumlah
pay-copy-number = Salin nomor rekening
pay-code = Termasuk kode unik { $code }, tanda bahwa uang itu dari rumah Anda. Kode menjadi titipan.
pay-to = Rekening tujuan
pay-no-bank = Pengelola belum mengisi rekening. Tanyakan kepada bendahara.
pay-bank = Bank
pay-number = Nomor rekening
pay-holder = Atas nama
pay-proof = Kirim bukti transfer
pay-proof-text = Sesudah transfer, kirim foto atau tangkapan layarnya.
pay-photo = Pilih foto
pay-photo-hint = JPEG, PNG, atau WebP
pay-amount = Jumlah yang ditransfer
pay-date = Tanggal transfer
pay-send = Kirim bukti
pay-sent = Bukti terkirim. Kuitansi terbit setelah dicocokkan.
pay-answered = Foto terkirim.
pay-fault-unit = Pilih rumah yang dibayar.
sent-title = Pembayaran saya
sent-waiting = Bendahara akan mencocokkannya dengan rekening. Uang Anda aman.
sent-needs-info = Bendahara bertanya. Kirim foto yang lebih jelas di bawah.
sent-verified = Sudah diterima. Ini kuitansi Anda.
sent-rejected = Uang ini tidak ditemukan di rekening.
sent-reversed = Pembayaran ini dibatalkan. Hubungi bendahara bila Anda tidak setuju.
sent-answer = Jawab bendahara
sent-send = Kirim foto
pay-online = Bayar sekarang
