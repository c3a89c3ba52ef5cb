# Surat yang keluar dari rumah ini.

mail-greeting = Yth. Bapak/Ibu { $name },
mail-closing = Surat ini dikirim otomatis oleh Klustera. Balasan tidak dibaca.

# Kabar: apa yang diberitahukan, dan kata-katanya.

notice-kind-invoice = Tagihan baru
notice-kind-reminder = Pengingat iuran
notice-kind-claim = Permintaan bergabung
notice-channel-app = Di pusat kabar
notice-channel-email = Lewat email
notice-channel-whatsapp = Lewat WhatsApp
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
notice-kind-payment = Pembayaran dan kuitansi
notice-payment-title = { $step ->
    [asked] Pembayaran { $amount } perlu keterangan: { $unit }
    [rejected] Pembayaran { $amount } ditolak: { $unit }
    [reversed] Pembayaran { $amount } dibatalkan: { $unit }
   *[other] Pembayaran { $amount } diterima: { $unit }
}
notice-payment-text = { $step ->
    [asked] Bendahara bertanya: { $excerpt }
    [rejected] Uangnya belum dicatat. Alasan: { $excerpt }
    [reversed] Kuitansi { $subject } tidak berlaku lagi. Alasan: { $excerpt }
   *[other] Terima kasih, { $name }. Kuitansi { $subject } sudah terbit.
}
notice-payment-go = Lihat pembayaran
notice-kind-booking-asked = Permintaan fasilitas
notice-booking-asked-title = { $unit } minta { $subject }
notice-booking-asked-text = Untuk { $due }, { $until }. Setujui atau tolak.
notice-booking-asked-go = Lihat permintaan
notice-kind-booking = Pesanan fasilitas
notice-booking-title = { $subject } { $step ->
    [unpaid] disetujui, tinggal dibayar
    [rejected] ditolak
    [cancelled] dibatalkan pengelola
    [expired] lewat batas bayar
    [no_show] dicatat tidak datang
    [deposit] selesai, jaminan kembali
   *[other] sudah pasti
}
notice-booking-text = { $step ->
    [unpaid] Bayar { $amount } paling lambat { $due }, { $until }, agar jamnya tetap milik Anda.
    [rejected] Alasan: { $excerpt }
    [cancelled] Alasan: { $excerpt } Yang sudah dibayar menjadi titipan rumah Anda.
    [expired] Tagihannya dibatalkan dan jamnya bebas lagi. Yang sudah dibayar menjadi titipan rumah Anda.
    [no_show] Untuk { $due }, { $until }. Keliru? Hubungi pengelola.
    [deposit] { $amount } kembali sebagai titipan rumah Anda. { $excerpt }
   *[other] Untuk { $due }, { $until }. Tunjukkan kodenya kepada satpam.
}
notice-booking-go = Lihat pesanan
notice-kind-announcement = Pengumuman
notice-kind-emergency = Keadaan darurat
notice-news-title = { $subject }
notice-news-text = { $excerpt }
notice-news-go = Baca pengumuman
notice-urgent-title = DARURAT: { $subject }
notice-kind-complaint-filed = Keluhan masuk
notice-kind-complaint-moved = Perkembangan keluhan
notice-filed-title = { $step ->
    [reopened] Keluhan { $subject } dibuka lagi: { $unit }
    [cost-agreed] Biaya keluhan { $subject } disetujui: { $unit }
    [cost-declined] Biaya keluhan { $subject } tidak disetujui: { $unit }
   *[other] Keluhan baru { $subject }: { $unit }
}
notice-filed-text = { $step ->
    [cost-agreed] { $amount } disetujui. Pekerjaan bisa dimulai. { $excerpt }
    [cost-declined] { $amount } tidak disetujui. { $excerpt }
   *[other] Periksa, lalu tugaskan. { $excerpt }
}
notice-moved-title = Keluhan { $subject } { $step ->
    [assigned] ditugaskan
    [waiting] menunggu
    [rejected] ditolak
    [shared-assigned] ditugaskan
    [called] dicatat pengelola
    [closing] ditutup { $due }
    [lapsed] ditutup sendiri
    [merged] digabung dengan { $excerpt }
    [cost-asked] berbiaya { $amount }
    [cost-free] tanpa biaya
    [cost-billed] ditagihkan { $amount }
   *[other] dinyatakan selesai
}
notice-moved-text = { $step ->
    [assigned] Petugas: { $excerpt }
    [waiting] Menunggu: { $excerpt }
    [rejected] Alasan: { $excerpt }
    [shared-assigned] Keluhan yang Anda dukung sudah ada petugasnya.
    [shared-solved] Keluhan yang Anda dukung dinyatakan selesai. Masih bermasalah? Ajukan keluhan baru.
    [called] Dicatat dari telepon Anda. Ikuti perkembangannya di sini. { $excerpt }
    [closing] Belum beres? Pilih Belum beres atau tulis ke pengelola sebelum { $due }. Bila tidak ada kabar, keluhan ini ditutup sendiri.
    [lapsed] Tidak ada kabar selama 7 hari sejak dinyatakan selesai. Masih bermasalah? Pilih Belum beres, keluhan dibuka lagi.
    [cost-asked] Setujui biayanya agar pekerjaan bisa dimulai. { $excerpt }
    [cost-free] Pekerjaan ini tidak dikenai biaya. { $excerpt }
    [cost-billed] Tagihan { $excerpt } terbit sesuai biaya yang disetujui.
    [merged] Hal yang sama sudah ditangani sebagai { $excerpt }. Anda mendengar perkembangannya di sana.
   *[other] Periksa, lalu pilih Beres atau Belum beres. { $excerpt }
}
notice-complaint-go = Lihat keluhan
notice-mail-stop = Tidak ingin email seperti ini lagi? Buka { $link }
notice-chat-stop = Tidak ingin pesan seperti ini lagi? Buka { $link }

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
notices-settings-hours = Email dan WhatsApp dikirim pukul 09.00–19.00, paling banyak satu pesan tentang uang sehari untuk tiap rumah.
notices-settings-saved = Pilihan kabar disimpan.
notices-none = Tidak ada kabar baru.
notices-none-text = Tagihan dan pengingat akan muncul di sini.
notices-none-new = Semua sudah dibaca.
notices-none-new-text = Kabar lama tetap tersimpan.
notices-older = Lebih lama
nav-messages = Pesan
notices-bell = Kabar

# Berhenti berlangganan, dari email atau WhatsApp.

notice-stop-title = Berhenti menerima kabar
notice-stop-mail = email
notice-stop-chat = pesan WhatsApp
notice-stop-ask = Berhenti menerima { $way } "{ $kind }" dari { $place }?
notice-stop-do = Berhenti
notice-stop-done = Anda tidak lagi menerima { $way } "{ $kind }" dari { $place }.
notice-stop-undo = Terima lagi
notice-stop-resumed = Anda menerima { $way } "{ $kind }" dari { $place } lagi.
notice-stop-more = Tagihan Anda tetap dapat dilihat di aplikasi.

# Pesan keluar, untuk pengelola.

messages-title = Pesan keluar
messages-sub = Email dan pesan WhatsApp yang dikirim dari kompleks ini, dan nasibnya.
messages-states = Status pesan
messages-queued = Menunggu
messages-sent = Terkirim
messages-delivered = Sampai
messages-read = Dibaca
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
messages-why-muted = Penerima tidak ingin pesan seperti ini
messages-why-no-mail = Server email belum diatur
messages-why-no-address = Penerima belum punya alamat email
messages-why-no-carrier = Saluran WhatsApp belum diatur
messages-why-no-phone = Penerima belum punya nomor HP
messages-why-no-key = Token belum diisi, atau tidak dapat dibuka di server ini
messages-why-too-late = Menunggu lebih dari tiga hari, isinya sudah lewat
messages-why-lost = Terputus saat dikirim, mungkin sudah sampai

# WhatsApp: kontrak siapa yang membawa pesan.

carrier-title = Saluran WhatsApp
carrier-sub = Lewat kontrak siapa pesan WhatsApp dikirim, dan berapa biayanya. Tanpa kontrak, pengingat tetap dapat dikirim dari WhatsApp Anda sendiri.
carrier-rests = WhatsApp berhenti sementara: { $why }. Dicoba lagi { $until }, atau segera setelah Anda menyimpan pengaturan atau mengirim pesan uji.
carrier-who = Pembawa pesan
carrier-name = Kirim lewat
carrier-name-hint = Pesan tentang uang dikirim lewat satu jalan: WhatsApp, atau email bila tidak sampai.
carrier-off = Tidak dipakai
carrier-fonnte = Fonnte
carrier-cloud = WhatsApp Cloud API (Meta)
carrier-price = Harga satu pesan
carrier-price-hint = Menurut kontrak Anda. Dipakai untuk perkiraan biaya sebelum mengirim banyak pesan.
carrier-key-known = Tersimpan, berakhiran …{ $tail }. Kosongkan agar tidak berubah.
carrier-fonnte-about = Mengirim dari nomor WhatsApp biasa yang Anda tautkan di Fonnte. WhatsApp tidak menjamin cara ini dan dapat memblokir nomornya, jadi paling banyak 12 pesan semenit.
carrier-fonnte-token = Token perangkat
carrier-fonnte-token-hint = Di fonnte.com, menu Device, tombol Token.
carrier-cloud-about = Jalan resmi Meta, dengan templat yang disetujui. Buat templat kategori UTILITY dalam bahasa id dan en, dengan tiga isian: judul, isi, dan tautan. Contoh: Kabar dari pengelola: {"{{"}1{"}}"}. {"{{"}2{"}}"} Selengkapnya di {"{{"}3{"}}"} (pesan otomatis).
carrier-number-id = ID nomor telepon
carrier-number-id-hint = Angka dari WhatsApp Manager, bukan nomor teleponnya.
carrier-template = Nama templat
carrier-template-hint = Contoh: kabar_warga
carrier-cloud-token = Token akses
carrier-cloud-secret = App secret
carrier-cloud-secret-hint = Dengan ini kami memeriksa bahwa kabar benar dari Meta.
carrier-save = Simpan saluran
carrier-saved = Saluran WhatsApp disimpan.
carrier-hook = Kabar balik
carrier-hook-about = Agar Anda melihat pesan mana yang sampai dan dibaca, tempel alamat ini di pembawa pesan (Fonnte: webhook status pesan; Meta: Callback URL, dengan verify token). Rahasiakan alamatnya.
carrier-hook-copy = Salin alamat webhook
carrier-word-copy = Salin verify token
carrier-test = Coba kirim
carrier-test-about = Satu pesan dikirim sekarang juga, tanpa menunggu antrean. Biayanya seperti pesan biasa.
carrier-test-number = Nomor penerima
carrier-test-send = Kirim pesan uji
carrier-test-sent = Pesan uji dikirim ke { $number }.
carrier-test-title = Pesan uji
carrier-test-text = Saluran WhatsApp { $place } bekerja. Dikirim { $at }.
carrier-test-off = Pilih dan simpan pembawa pesan lebih dulu.
carrier-test-later = Belum terkirim, coba lagi sebentar lagi: { $why }
carrier-test-never = Nomor ini tidak dapat menerima pesan: { $why }
carrier-test-setting = Pengaturan ditolak: { $why }
carrier-test-unknown = Tidak ada jawaban, jadi pesan mungkin terkirim: { $why }
carrier-fault-carrier = Pilih pembawa pesan dari daftar.
carrier-fault-phone = Tulis nomor HP, contoh 0812 3456 7890.
carrier-fault-price = Tulis harga antara Rp 0 dan Rp 100.000.
carrier-fault-number-id = Tulis ID nomor telepon, hanya angka.
carrier-fault-template = Tulis nama templat: huruf kecil, angka, dan garis bawah.
carrier-fault-key = Tempel kunci secara utuh, tanpa spasi.
carrier-fault-no-key = Kunci ini diperlukan untuk pembawa yang dipilih.
carrier-cost = { $count } pesan WhatsApp, sekitar { $amount }
carrier-cost-unknown = { $count } pesan WhatsApp. Harga satu pesan belum diisi di Saluran WhatsApp.
carrier-cost-none = Email dan pusat kabar tidak berbayar per pesan.

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
remind-by-chat = WhatsApp
remind-by-mail = Email
remind-in-app = Pusat kabar saja
remind-unreachable = Belum punya akun dan email
remind-told = Sudah diingatkan hari ini
remind-check = Periksa pesan
remind-check-title = Periksa sebelum dikirim
remind-cost = Perkiraan biaya
remind-example = Contoh pesan
remind-others = { $count } rumah tidak dikirimi
remind-whatsapp = Ingatkan lewat WhatsApp Anda
remind-back = Kembali
remind-send = Kirim { $count } pengingat
remind-nobody = Tidak ada rumah yang dapat diingatkan. Pilih rumah yang punya akun atau email dan belum diingatkan hari ini.
remind-done = { $count } rumah diingatkan. Pesan menunggu giliran.

# Kata-kata pesan.

template-title = Kata-kata pesan
template-sub = Judul dan isi pesan di pusat kabar, email, dan WhatsApp. Yang tidak diubah memakai kata bawaan.
template-language = Bahasa
template-in-id = Bahasa Indonesia
template-in-en = Bahasa Inggris
template-own = Kata Anda
template-house = Bawaan
template-before = Pengingat sebelum jatuh tempo
template-today = Pengingat pada hari jatuh tempo
template-late = Pengingat setelah jatuh tempo
template-heading = Judul
template-text = Isi
template-text-hint = Tulis isian di antara kurung kurawal ganda. Nama penerima dan tautan ditambahkan sendiri.
template-look = Lihat pratinjau
template-preview = Pratinjau
template-preview-about = Dengan contoh: rumah A-12, Budi Santoso.
template-blanks = Isian yang tersedia
template-save = Simpan kata-kata
template-saved = Kata-kata pesan disimpan.
template-restore = Kembali ke kata bawaan
template-restored = Kata bawaan dipakai lagi.
template-blank-name = nama orang yang dibicarakan
template-blank-unit = nomor rumah
template-blank-place = nama kompleks
template-blank-subject = judul pengumuman
template-blank-excerpt = awal isi pengumuman
template-blank-number = nomor tagihan
template-blank-amount = yang belum dibayar
template-blank-due = tanggal jatuh tempo
template-blank-month = bulan tagihan
template-blank-days = banyaknya hari
template-fault-empty = Tulis kata-katanya.
template-fault-long = Terlalu panjang, paling banyak { $most } huruf.
template-fault-unknown = Isian ini tidak dikenal: { $names }. Yang dapat dipakai: { $known }.
template-fault-unreadable = Susunan isian tidak terbaca. Tulis kata biasa dan isian ini: { $known }.
template-fault-much = Terlalu rumit. Tulis lebih sederhana.
