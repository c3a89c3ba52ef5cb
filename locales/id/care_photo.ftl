# Photos on the phone, and what waits for a signal.
care-photos-camera = Ambil foto
care-photos-gallery = Pilih dari galeri
care-photos-remove = Hapus foto
care-photos-ready = Foto siap kirim:
care-queue-title = Menunggu dikirim
care-queue-kept = Tersimpan di HP, dikirim saat ada sinyal.
care-queue-sent = Keluhan yang menunggu sudah terkirim.
care-queue-failed = HP ini tidak bisa menyimpan. Jangan tutup halaman, lalu coba kirim lagi.
care-queue-sign-in = Sesi berakhir. Masuk lagi agar keluhan ini terkirim.
care-queue-sign-in-do = Masuk
care-queue-change = Ubah
care-queue-drop = Buang
