# What somebody has to do.
nav-tasks = Tugas saya
care-task-title = Tugas hari ini
care-task-sub = Keluhan yang ditugaskan ke Anda, yang paling mendesak di atas.
care-task-today = Hari ini
care-task-later = Nanti
care-task-none = Tidak ada tugas
care-task-none-text = Keluhan yang ditugaskan ke Anda tampil di sini.
care-task-photo = Foto hasilnya
care-task-solve = Selesai
notice-kind-complaint-task = Tugas dari keluhan
notice-task-title = { $step ->
    [reopened] { $subject } dibuka lagi: { $unit }
   *[other] Tugas baru { $subject }: { $unit }
}
notice-task-text = Buka Tugas hari ini. { $excerpt }
