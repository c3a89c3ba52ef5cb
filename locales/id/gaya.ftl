gaya-title = Gaya
gaya-sub = Semua token dan komponen Klustera, dipakai apa adanya
gaya-docs = Lihat lapisan
gaya-phone-error = Nomor WhatsApp harus 10–13 angka, contoh 0812 3456 7890
