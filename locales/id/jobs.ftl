# Pekerjaan latar: cara sebuah percobaan berakhir.
job-outcome-running = Berjalan
job-outcome-finished = Selesai
job-outcome-failed = Gagal, akan dicoba lagi
job-outcome-given-up = Menyerah
job-outcome-interrupted = Terputus, akan dicoba lagi
