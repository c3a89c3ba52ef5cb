# Iuran: nama mutasi di buku.

dues-kind-issued = Tagihan diterbitkan
dues-kind-voided = Tagihan dibatalkan
dues-kind-reduced = Keringanan atau koreksi
dues-kind-unreduced = Keringanan dicabut
dues-kind-received = Pembayaran diterima
dues-kind-reversed = Pembayaran dibatalkan
dues-kind-applied = Titipan dipakai
dues-kind-released = Pembayaran kembali menjadi titipan
dues-kind-refunded = Titipan dikembalikan
