# Surat yang keluar dari rumah ini.

mail-greeting = Yth. Bapak/Ibu { $name },
mail-closing = Surat ini dikirim otomatis oleh Klustera. Balasan tidak dibaca.
