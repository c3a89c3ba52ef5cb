# Keluhan yang melewati janji, untuk pengelola.
notice-kind-complaint-late = Keluhan yang melewati janji
notice-overdue-title = { $step ->
    [respond] { $subject } belum ditanggapi: { $unit }
    [again] { $subject } masih belum ditanggapi: { $unit }
    [silent] { $subject } tanpa kabar dua hari kerja: { $unit }
   *[other] { $subject } melewati janji selesai: { $unit }
}
notice-overdue-text = { $step ->
    [respond] Waktu tanggapan yang dijanjikan sudah lewat. Jawab atau tugaskan. { $excerpt }
    [again] Petugas piket sudah diberi tahu satu jam kerja lalu. Jawab atau tugaskan. { $excerpt }
    [silent] Kabari pelapornya sampai di mana. { $excerpt }
   *[other] Waktu selesai yang dijanjikan sudah lewat. { $excerpt }
}
