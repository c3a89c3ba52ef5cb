# Kas & buku

ledger-month-closed = Bulan itu sudah ditutup. Pilih tanggal di bulan yang masih terbuka.
ledger-already-reversed = Catatan ini sudah dibatalkan.
