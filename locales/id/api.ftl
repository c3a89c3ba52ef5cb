# Kata-kata API: masalah yang hanya ditemui program, dan halaman dokumentasinya.

error-wrong-method-title = Cara tidak cocok
error-wrong-method = Alamat ini ada, tetapi bukan untuk cara permintaan ini. Lihat tajuk Allow untuk cara yang berlaku.
error-wrong-type-title = Jenis isi tidak cocok
error-wrong-type = Kirim isi sebagai JSON dengan tajuk Content-Type: application/json.
error-wrong-cursor-title = Penanda halaman tidak berlaku
error-wrong-cursor = Penanda halaman ini bukan dari daftar ini, atau sudah berubah di jalan. Mulai lagi dari halaman pertama, tanpa cursor.
error-key-reused-title = Kunci sudah dipakai
error-key-reused = Idempotency-Key ini sudah dipakai untuk permintaan yang berbeda. Pakai kunci baru untuk permintaan baru.
error-key-busy-title = Masih dikerjakan
error-key-busy = Permintaan pertama dengan Idempotency-Key ini masih dikerjakan. Tunggu sebentar, lalu kirim ulang yang sama.
error-key-missing-title = Perlu Idempotency-Key
error-key-missing = Permintaan ini perlu tajuk Idempotency-Key berisi 1 sampai 255 huruf, angka, atau tanda, supaya aman dikirim ulang.
api-limit-range = Isi limit dengan bilangan dari 1 sampai 200.
