# Halaman gaya: judul bagian dan aturannya. Contoh di dalamnya memakai orang-orang Griya Melati.

gaya-title = Gaya
gaya-sub = Semua token dan komponen Klustera, dipakai apa adanya
gaya-parts = Bagian
gaya-colours = Warna
gaya-colours-rule = Komponen hanya memakai nama token. Hijau hanya untuk lunas dan selesai, merek memakai nila.
gaya-themes = Terang dan gelap
gaya-themes-rule = Kedua tema selalu ada; QR dan kertas tetap hitam di atas putih.
gaya-type = Huruf
gaya-buttons = Tombol
gaya-buttons-rule = Satu tombol utama per halaman. Kata kerja dan benda.
gaya-status = Status
gaya-status-rule = Selalu warna, ikon, dan kata yang sama.
gaya-fields = Isian
gaya-fields-rule = Label di atas, petunjuk di bawahnya, kesalahan di antara petunjuk dan isian, dengan kata yang sama seperti di ringkasan.
gaya-phone-error = Nomor WhatsApp harus 10–13 angka, contoh 0812 3456 7890
gaya-choices = Pilihan
gaya-table = Tabel
gaya-table-rule = Di tempat sempit setiap baris menjadi kartu. Bilah massal muncul hanya kalau ada yang dipilih.
gaya-figures = Angka dan kartu
gaya-flow = Alur
gaya-notes = Kabar dan kosong
gaya-layers = Lapisan
gaya-layers-rule = Laci dan kotak adalah halaman sendiri bila tanpa skrip.
