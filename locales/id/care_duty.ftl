# Who is on duty.
care-duty-title = Jadwal piket
care-duty-sub = Keluhan yang belum ditanggapi dikabarkan dulu ke yang piket.
care-duty-nobody = Tidak ada piket: semua pengelola dikabari.
care-duty-new = Tambah piket
care-duty-who = Siapa
care-duty-days = Hari
care-duty-from = Dari jam
care-duty-until = Sampai jam
care-duty-until-hint = Lebih awal dari jam mulai berarti lewat tengah malam.
care-duty-remove = Hapus { $day } { $hours } { $name }
care-duty-said = Jadwal piket disimpan.
care-duty-refuse-nobody = Pilih pengelola yang piket.
care-duty-refuse-hours = Centang harinya dan isi jam yang benar.
care-duty-refuse-many = Jadwal piket sudah terlalu banyak. Hapus yang tidak dipakai.
