//! One document of each kind, about the people of Griya Melati. The gallery in `examples/` prints them.

use kernel::{Date, Period, Rupiah};

use super::paper::{
    Block, Cell, Clearance, Column, ColumnKind, Entry, Invoice, InvoiceState, Letterhead, Line, Logo,
    OpenInvoice, PaymentWay, Recap, Receipt, Row, RowStyle, Signatory, Statement, Step, Table, Turn, Warning,
};

pub fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount).expect("an amount")
}

pub fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).expect("a day")
}

pub fn line(label: &str, detail: &str, amount: i64) -> Line {
    Line { label: label.to_owned(), detail: detail.to_owned(), amount: rp(amount) }
}

pub fn letterhead() -> Letterhead {
    Letterhead {
        name: "Griya Melati".to_owned(),
        address: "Jl. Melati Raya No. 1, Bekasi Timur 17113".to_owned(),
        contact: "WhatsApp 0812-7000-0001 · pengelola@griyamelati.example".to_owned(),
        city: "Bekasi".to_owned(),
        logo: Some(Logo::parse(include_bytes!("../../../../assets/icons/app/app-512.png")).expect("a logo")),
    }
}

pub fn receipt() -> Receipt {
    Receipt {
        number: "KW-2026-11-0042".to_owned(),
        unit: "A-12".to_owned(),
        payer: "Budi Santoso".to_owned(),
        amount: rp(500_000),
        lines: vec![
            line("Iuran pengelolaan (IPL)", "November 2026 · INV-2026-11-0012", 350_000),
            line("Air bersih", "November 2026 · 18 m³, meter 1.204 → 1.222", 75_000),
        ],
        kept_as_credit: rp(75_000),
        method: "Tunai".to_owned(),
        value_on: day(2026, 11, 22),
        recorded_on: day(2026, 11, 22),
        recorded_by: "Siti Rahayu (bendahara)".to_owned(),
        credit_left: rp(75_000),
        owed_left: Some(Rupiah::ZERO),
        link: Some("https://klustera.example/t/k7Hq2mZx9vRt4LpW8sNd".to_owned()),
        reversed: None,
    }
}

/// Above five million: due stamp duty.
pub fn large_receipt() -> Receipt {
    Receipt {
        number: "KW-2026-11-0043".to_owned(),
        amount: rp(5_100_000),
        lines: vec![line("Iuran pengelolaan (IPL)", "Januari 2027 – Desember 2027", 5_100_000)],
        kept_as_credit: Rupiah::ZERO,
        credit_left: Rupiah::ZERO,
        method: "Transfer BCA".to_owned(),
        ..receipt()
    }
}

pub fn ways() -> Vec<PaymentWay> {
    vec![
        PaymentWay::Transfer {
            bank: "BCA".to_owned(),
            account: "123 456 7890".to_owned(),
            holder: "Paguyuban Griya Melati".to_owned(),
            exact: Some(rp(775_112)),
            unique_code: Some("112".to_owned()),
        },
        PaymentWay::Other {
            title: "Tunai".to_owned(),
            text: "Di kantor pengelola, Senin sampai Jumat pukul 08.00–16.00 WIB.".to_owned(),
        },
    ]
}

pub fn open(month: u32, label: &str, amount: i64) -> OpenInvoice {
    OpenInvoice {
        number: format!("INV-2026-{month:02}-0012"),
        label: label.to_owned(),
        due_on: day(2026, month, 10),
        amount: rp(amount),
    }
}

pub fn invoice() -> Invoice {
    Invoice {
        number: "INV-2026-11-0012".to_owned(),
        issued_on: day(2026, 11, 1),
        due_on: day(2026, 11, 10),
        period: Some(Period::of(day(2026, 11, 1))),
        unit: "A-12".to_owned(),
        payer: "Budi Santoso".to_owned(),
        lines: vec![
            line("Iuran pengelolaan (IPL)", "90 m² × Rp 3.500 + keamanan", 350_000),
            line("Air bersih", "18 m³, meter 1.204 → 1.222", 75_000),
        ],
        arrears: vec![open(10, "IPL dan air Oktober 2026", 400_000)],
        credit_used: rp(50_000),
        paid: Rupiah::ZERO,
        state: InvoiceState::Open,
        how_to_pay: ways(),
        link: Some("https://klustera.example/t/b3Xw8nQe5uYc1KfJ6hTg".to_owned()),
        note: "Denda keterlambatan berlaku mulai tanggal 21, sesuai keputusan rapat warga 5 Januari 2026."
            .to_owned(),
    }
}

pub fn statement(months: u32) -> Statement {
    let mut entries = Vec::new();
    let mut closing = 150_000;
    for month in 0..months {
        let (year, month) = (2026 + (month / 12) as i32, month % 12 + 1);
        let entry = |on, number: String, label: &str, debit, credit| Entry {
            on,
            number,
            label: label.to_owned(),
            debit: rp(debit),
            credit: rp(credit),
        };
        let number = format!("INV-{year}-{month:02}-0012");
        entries.push(entry(day(year, month, 1), number, "Iuran pengelolaan dan air", 425_000, 0));
        closing += 425_000;
        if month % 5 != 0 {
            let number = format!("KW-{year}-{month:02}-0031");
            entries.push(entry(day(year, month, 9), number, "Transfer BCA", 0, 425_000));
            closing -= 425_000;
        }
    }
    Statement {
        unit: "A-12".to_owned(),
        payer: "Budi Santoso".to_owned(),
        from: day(2026, 1, 1),
        to: day(2026, 11, 22),
        opening: rp(150_000),
        entries,
        closing: rp(closing),
        link: Some("https://klustera.example/t/m2Rk9pVd7xSa3QzB5wHn".to_owned()),
    }
}

pub fn warning(step: Step) -> Warning {
    let earlier = [
        ("012/SP1/GM/IX/2026".to_owned(), day(2026, 9, 21)),
        ("019/SP2/GM/X/2026".to_owned(), day(2026, 10, 21)),
    ];
    let (number, sent) = match step {
        Step::First => ("012/SP1/GM/IX/2026", 0),
        Step::Second => ("019/SP2/GM/X/2026", 1),
        Step::Third => ("027/SP3/GM/XI/2026", 2),
    };
    Warning {
        step,
        number: number.to_owned(),
        issued_on: day(2026, 11, 22),
        unit: "B-03".to_owned(),
        payer: "Hendra Wijaya".to_owned(),
        open: vec![
            open(8, "IPL dan air Agustus 2026", 425_000),
            open(9, "IPL dan air September 2026", 431_500),
            open(10, "IPL dan air Oktober 2026, sisa", 225_000),
        ],
        answer_by: day(2026, 12, 6),
        earlier: earlier[..sent].to_vec(),
        how_to_pay: ways()[..1].to_vec(),
        contact: "Ibu Siti (bendahara), WhatsApp 0812-7000-0002".to_owned(),
        signed_by: signatory(),
        link: Some("https://klustera.example/t/g5Tf2yLm8cPj6VxD1kRs".to_owned()),
    }
}

fn signatory() -> Signatory {
    Signatory { name: "Ratna Dewi".to_owned(), role: "Pengelola".to_owned() }
}

pub fn clearance() -> Clearance {
    Clearance {
        number: "003/SKBI/GM/XI/2026".to_owned(),
        issued_on: day(2026, 11, 22),
        unit: "A-12".to_owned(),
        person: "Budi Santoso".to_owned(),
        paid_until: day(2026, 11, 30),
        purpose: "pindah rumah".to_owned(),
        signed_by: signatory(),
        link: Some("https://klustera.example/t/w8Jn4qGz2bXh7MvC9tYk".to_owned()),
    }
}

pub fn recap() -> Recap {
    let block = |name: &str, units, paid_units, owed| Block {
        name: name.to_owned(),
        units,
        paid_units,
        owed: rp(owed),
    };
    Recap {
        period: Period::of(day(2026, 11, 1)),
        as_of: day(2026, 11, 22),
        blocks: vec![
            block("Blok A", 48, 44, 1_925_000),
            block("Blok B", 52, 41, 6_350_500),
            block("Blok C", 60, 60, 0),
            block("Blok D", 44, 30, 7_812_000),
            block("Blok E", 36, 35, 425_000),
        ],
        note: "Terima kasih kepada semua warga yang sudah membayar.".to_owned(),
        link: Some("https://klustera.example/k/melati".to_owned()),
    }
}

pub fn table(rows: usize) -> Table {
    let column = |title: &str, kind| Column { title: title.to_owned(), kind };
    let row = |style, cells| Row { style, cells };
    let mut all = vec![row(
        RowStyle::Heading,
        vec![Cell::Text("Blok A".to_owned()), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty],
    )];
    for number in 1..=rows {
        all.push(row(
            RowStyle::Plain,
            vec![
                Cell::Text(format!("A-{number:02}")),
                Cell::Text(["Budi Santoso", "Maria Magdalena Sitorus", "Agus"][number % 3].to_owned()),
                Cell::Day(day(2026, 10, 10)),
                Cell::Count(number as i64 % 4 + 1),
                Cell::Amount(rp(425_000 * (number as i64 % 4 + 1))),
            ],
        ));
    }
    all.push(row(
        RowStyle::Total,
        vec![
            Cell::Text("Jumlah".to_owned()),
            Cell::Empty,
            Cell::Empty,
            Cell::Count(rows as i64),
            Cell::Amount(rp(123_456_789)),
        ],
    ));
    Table {
        title: "Tunggakan per unit".to_owned(),
        subtitle: "RT 03, November 2026".to_owned(),
        as_of: day(2026, 11, 22),
        turn: Turn::Portrait,
        columns: vec![
            column("Unit", ColumnKind::Short),
            column("Nama", ColumnKind::Text),
            column("Sejak", ColumnKind::Short),
            column("Bulan", ColumnKind::Figure),
            column("Belum dibayar (Rp)", ColumnKind::Figure),
        ],
        rows: all,
        note: "Hanya untuk pengurus.".to_owned(),
    }
}
