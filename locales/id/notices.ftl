# Surat yang keluar dari rumah ini.

mail-greeting = Yth. Bapak/Ibu { $name },
mail-closing = Surat ini dikirim otomatis oleh Klustera. Balasan tidak dibaca.

# Kabar: apa yang diberitahukan, dan kata-katanya.

notice-kind-invoice = Tagihan baru
notice-kind-reminder = Pengingat iuran
notice-kind-claim = Permintaan bergabung
notice-channel-app = Di pusat kabar
notice-channel-email = Lewat email
notice-invoice-title = Tagihan { $month } { $unit }: { $amount }
notice-invoice-text = Jatuh tempo { $due }. Nomor { $number }. Abaikan bila sudah dibayar.
notice-invoice-go = Lihat dan bayar
notice-before-title = Iuran { $unit } jatuh tempo { $days } hari lagi
notice-today-title = Iuran { $unit } jatuh tempo hari ini
notice-before-text = Yang belum dibayar { $amount }, jatuh tempo { $due }. Abaikan bila sudah dibayar.
notice-late-title = Iuran { $unit } terlambat { $days } hari
notice-late-text = Yang belum dibayar { $amount }, jatuh tempo sejak { $due }. Ada kesulitan? Hubungi pengelola { $place }. Abaikan bila sudah dibayar.
notice-claim-title = { $name } ingin bergabung
notice-claim-text = { $name } mengaku tinggal di { $unit }. Periksa, lalu setujui atau tolak.
notice-claim-go = Periksa permintaan
notice-kind-announcement = Pengumuman
notice-kind-emergency = Keadaan darurat
notice-news-title = { $subject }
notice-news-text = { $excerpt }
notice-news-go = Baca pengumuman
notice-urgent-title = DARURAT: { $subject }
notice-mail-stop = Tidak ingin email seperti ini lagi? Buka { $link }

# Pusat kabar.

notices-title = Kabar
notices-all = Semua
notices-new = Belum dibaca
notices-is-new = Baru
notices-unread = { $count ->
    [0] Semua sudah dibaca
   *[other] { $count } kabar belum dibaca
}
notices-read = { $count } kabar ditandai sudah dibaca.
notices-read-all = Tandai semua dibaca
notices-settings = Atur kabar
notices-settings-own = Kabar apa, lewat mana
notices-settings-sub = Berlaku di semua kompleks Anda. Surat tentang masuk dan kata sandi selalu dikirim.
notices-settings-hours = Email dikirim pukul 09.00–19.00, paling banyak satu pesan tentang uang sehari untuk tiap rumah.
notices-settings-saved = Pilihan kabar disimpan.
notices-none = Tidak ada kabar baru.
notices-none-text = Tagihan dan pengingat akan muncul di sini.
notices-none-new = Semua sudah dibaca.
notices-none-new-text = Kabar lama tetap tersimpan.
notices-older = Lebih lama
nav-messages = Pesan
notices-bell = Kabar

# Berhenti berlangganan, dari email.

notice-stop-title = Berhenti menerima email
notice-stop-ask = Berhenti menerima email "{ $kind }" dari { $place }?
notice-stop-do = Berhenti
notice-stop-done = Anda tidak lagi menerima email "{ $kind }" dari { $place }.
notice-stop-undo = Terima lagi
notice-stop-resumed = Anda menerima email "{ $kind }" dari { $place } lagi.
notice-stop-more = Tagihan Anda tetap dapat dilihat di aplikasi.

# Pesan keluar, untuk pengelola.

messages-title = Pesan keluar
messages-sub = Email yang dikirim dari kompleks ini dan nasibnya.
messages-states = Status pesan
messages-queued = Menunggu
messages-sent = Terkirim
messages-failed = Gagal
messages-dropped = Tidak dikirim
messages-to = Penerima
messages-what = Isi
messages-when = Waktu
messages-state = Status
messages-again = Kirim ulang
messages-again-done = Pesan menunggu dikirim lagi.
messages-on-its-way = Pesan ini tidak perlu diulang. Hanya yang gagal atau tidak dikirim yang dapat dikirim ulang.
messages-none = Belum ada pesan keluar.
messages-none-text = Tagihan baru dan pengingat muncul di sini setelah dikirim.
messages-none-such = Tidak ada yang cocok.
messages-none-such-text = Tidak ada pesan dengan status ini.
messages-why-paid = Sudah lunas sebelum dikirim
messages-why-muted = Penerima tidak ingin email seperti ini
messages-why-no-mail = Server email belum diatur
messages-why-no-address = Penerima belum punya alamat email

# Tangga pengingat.

ladder-title = Pengingat iuran
ladder-sub = Kapan rumah yang belum membayar diingatkan.
ladder-when = Tangga pengingat
ladder-automatic = Kirim otomatis
ladder-automatic-hint = Setiap pukul 09.00. Tanpa ini, pengingat dikirim lewat tombol Ingatkan sekarang.
ladder-rungs = Hari pengingat
ladder-rungs-hint = H adalah tanggal jatuh tempo. Contoh: H-3, H, H+3, H+7, H+14
ladder-before = { $days } hari sebelum jatuh tempo
ladder-on-day = Pada tanggal jatuh tempo
ladder-after = { $days } hari setelah jatuh tempo
ladder-rules = Tiap rumah paling banyak sekali sehari, pukul 09.00–19.00. Berhenti begitu lunas, juga bila pesan sudah antre.
ladder-saved = Tangga pengingat disimpan.
ladder-fault-days = Tulis angka hari, contoh H-3, H, H+7.
ladder-fault-far = Hari pengingat harus antara H-30 dan H+120.
ladder-fault-many = Tulis satu sampai dua belas hari.
remind-now = Ingatkan sekarang
remind-title = Ingatkan yang belum bayar
remind-houses = { $count } rumah
remind-which = Rumah yang ditampilkan
remind-late = Sudah terlambat
remind-open = Semua yang belum lunas
remind-none = Tidak ada yang perlu diingatkan.
remind-none-text = Semua rumah di daftar ini sudah membayar.
remind-way = Lewat
remind-amount = Belum dibayar
remind-by-mail = Email
remind-in-app = Pusat kabar saja
remind-unreachable = Belum punya akun dan email
remind-told = Sudah diingatkan hari ini
remind-check = Periksa pesan
remind-check-title = Periksa sebelum dikirim
remind-cost = Perkiraan biaya
remind-cost-why = Email dan pusat kabar tidak berbayar per pesan.
remind-example = Contoh pesan
remind-others = { $count } rumah tidak dikirimi
remind-whatsapp = Ingatkan lewat WhatsApp Anda
remind-back = Kembali
remind-send = Kirim { $count } pengingat
remind-nobody = Tidak ada rumah yang dapat diingatkan. Pilih rumah yang punya akun atau email dan belum diingatkan hari ini.
remind-done = { $count } rumah diingatkan. Email menunggu giliran.
