# Gangguan: satu kejadian yang menimpa banyak rumah.
care-inc-title = Gangguan
care-inc-sub = Air mati, listrik padam: satu kabar untuk semua yang terdampak.
care-inc-going-on = Berlangsung
care-inc-none = Tidak ada gangguan
care-inc-none-text = Buka gangguan bila satu masalah menimpa banyak rumah.
care-inc-sizes = { $complaints } keluhan, { $supporters } warga bilang saya juga
care-inc-open = Buka gangguan
care-inc-open-sub = Warga yang terdampak langsung diberi tahu.
care-inc-open-do = Buka dan beri tahu warga
care-inc-name = Judul
care-inc-name-hint = Misalnya: Air mati di Blok A
care-inc-words = Keterangan
care-inc-words-hint = Apa yang terjadi dan apa yang sedang dikerjakan.
care-inc-expected = Perkiraan selesai (boleh kosong)
care-inc-expected-hint = Jam setempat. Kosongkan bila belum tahu.
care-inc-reach = Siapa yang terdampak
care-inc-everywhere = Seluruh kompleks
care-inc-some-areas = Blok atau RT tertentu
care-inc-areas = Blok dan RT
care-inc-fault-title = Isi judul, 3 sampai 120 huruf.
care-inc-fault-words = Isi keterangan, paling banyak 1.000 huruf; kabar penutup paling banyak 300.
care-inc-fault-past = Perkiraan selesai harus setelah sekarang.
care-inc-fault-area = Salah satu wilayah sudah tidak ada. Muat ulang halaman lalu pilih lagi.
care-inc-fault-areas = Pilih paling sedikit satu blok atau RT.
care-inc-fault-reach = Pilih siapa yang terdampak.
care-inc-fault-moment = Isi tanggal dan jamnya.
care-inc-refuse-ended = Gangguan ini sudah selesai. Buka yang baru bila terjadi lagi.
care-inc-refuse-complaint = Keluhan itu sudah tidak terbuka atau sudah masuk gangguan lain. Muat ulang halaman.
care-inc-opened = Gangguan dibuka
care-inc-news = Kabar
care-inc-ended = Selesai
care-inc-told = { $count } orang diberi tahu
care-inc-lasted = { $began } sampai { $ended }
care-inc-since = Sejak { $when }
care-inc-until = Perkiraan selesai { $when }
care-inc-story = Perjalanan gangguan
care-inc-houses = { $count } rumah terdampak
care-inc-tell = Kabari warga
care-inc-tell-words = Sampai di mana
care-inc-tell-do = Kirim kabar
care-inc-end = Nyatakan selesai
care-inc-end-hint = Semua keluhan di dalamnya ikut selesai. Setiap warga mendapat satu kabar.
care-inc-end-words = Apa yang sudah dibereskan
care-inc-end-do = Selesaikan gangguan
care-inc-members = Keluhan di dalamnya
care-inc-no-members = Belum ada keluhan
care-inc-no-members-text = Keluhan yang sama bisa digabungkan ke sini.
care-inc-release = Keluarkan { $title }
care-inc-candidates = Keluhan yang mungkin sama
care-inc-candidates-hint = Kategori sama, masih terbuka, di wilayah ini.
care-inc-join = Gabungkan yang dipilih
care-inc-note = Digabung ke gangguan { $number }.
care-inc-own = Keluhan Anda di dalamnya
care-inc-known = Kami sudah tahu: { $title }
care-inc-see = Lihat perkembangan
care-inc-part-of = Bagian dari gangguan { $title }
care-inc-said-opened = Gangguan { $number } dibuka. { $count } orang diberi tahu.
care-inc-said-news = { $count } orang diberi tahu.
care-inc-said-ended = Gangguan selesai. { $solved } keluhan ikut selesai, { $count } orang diberi tahu.
care-inc-said-joined = { $count } keluhan digabungkan.
care-inc-said-released = Keluhan dikeluarkan dari gangguan.
care-inc-said-too = Tercatat. Anda akan dikabari sampai selesai.
care-inc-said-not = Dukungan Anda ditarik.
notice-kind-incident = Gangguan di wilayah Anda
notice-incident-go = Lihat gangguan
notice-incident-title = { $step ->
    [ended] Gangguan selesai: { $subject }
    [news] Kabar gangguan: { $subject }
    [news-until] Kabar gangguan: { $subject }
   *[other] Gangguan: { $subject }
}
notice-incident-text = { $step ->
    [opened-until] { $excerpt } Perkiraan selesai { $until }.
    [news-until] { $excerpt } Perkiraan selesai { $until }.
   *[other] { $excerpt }
}
