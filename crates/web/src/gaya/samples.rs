//! What the style page shows: the people of Griya Melati, as everywhere in tests and pictures.

use kernel::Rupiah;

use super::Gaya;
use crate::shell::{
    Shell, Tone,
    parts::{Change, Chip, Choice, Event, Hit, Hits, Pager, Step, StepState, Task},
};

/// Colour tokens shown as swatches; each has a class `w-…` in `pages.css`.
const COLOURS: &[&str] = &[
    "bg",
    "surface",
    "sunken",
    "ink",
    "ink-2",
    "line",
    "line-strong",
    "brand",
    "brand-soft",
    "nila",
    "ok",
    "ok-solid",
    "warn",
    "warn-solid",
    "bad",
    "bad-solid",
    "info",
    "mute",
    "c2",
    "c3",
    "c4",
];

pub struct Row {
    pub code: &'static str,
    pub name: &'static str,
    pub status: &'static str,
    pub area: &'static str,
    pub amount: Rupiah,
}

impl Gaya {
    pub fn new(mut s: Shell) -> Self {
        s.crumbs.clear();
        let s = s.crumb("Klustera", "/");
        let title = s.t("gaya-title").to_owned();
        let s = s.crumb(title, "");
        Self {
            sections: sections(&s),
            chips: chips(),
            tabs: tabs(),
            choices: choices(),
            months: ["Oktober 2026", "November 2026"].map(|month| Choice::new(month, month)).into(),
            mistakes: vec![("gaya-phone", s.t("gaya-phone-error").to_owned())],
            rows: rows(),
            pager: Pager {
                from: 51,
                to: 100,
                total: Some(240),
                previous: Some("#tabel".into()),
                next: Some("#tabel".into()),
            },
            events: events(),
            changes: changes(),
            steps: steps(),
            tasks: tasks(),
            hits: hits(),
            colours: COLOURS,
            qr: crate::qr::svg("https://klustera.example/undangan/contoh"),
            s,
        }
    }
}

fn sections(s: &Shell) -> Vec<Chip> {
    vec![
        Chip::new(s.t("gaya-colours"), "#warna"),
        Chip::new(s.t("gaya-themes"), "#tema"),
        Chip::new(s.t("gaya-type"), "#huruf"),
        Chip::new(s.t("gaya-buttons"), "#tombol"),
        Chip::new(s.t("gaya-status"), "#status"),
        Chip::new(s.t("gaya-fields"), "#isian"),
        Chip::new(s.t("gaya-choices"), "#pilihan"),
        Chip::new(s.t("gaya-table"), "#tabel"),
        Chip::new(s.t("gaya-figures"), "#angka"),
        Chip::new(s.t("gaya-flow"), "#alur"),
        Chip::new(s.t("gaya-notes"), "#kabar-kosong"),
        Chip::new(s.t("gaya-layers"), "#lapisan"),
    ]
}

fn chips() -> Vec<Chip> {
    vec![
        Chip::new("Semua", "#tabel").counted(240).current_if(true),
        Chip::new("Dihuni", "#tabel").counted(198),
        Chip::new("Disewa", "#tabel").counted(21),
        Chip::new("Kosong", "#tabel").counted(17),
        Chip::new("Kavling", "#tabel").counted(4),
    ]
}

fn tabs() -> Vec<Chip> {
    vec![
        Chip::new("Perlu diperbaiki", "#tabel").counted(5).toned(Tone::Bad).current_if(true),
        Chip::new("Peringatan", "#tabel").counted(2).toned(Tone::Warn),
        Chip::new("Siap", "#tabel").counted(238).toned(Tone::Ok),
        Chip::new("Dilewati", "#tabel").counted(3),
    ]
}

fn choices() -> Vec<Choice> {
    vec![
        Choice::new("occupied", "Dihuni").with_icon("house").with_hint("pemilik atau keluarga"),
        Choice::new("rented", "Disewa").with_icon("key").with_hint("ada penyewa"),
        Choice::new("vacant", "Kosong").with_icon("door-closed").with_hint("rumah berdiri"),
        Choice::new("plot", "Kavling").with_icon("land-plot").with_hint("belum dibangun"),
    ]
}

fn rows() -> Vec<Row> {
    let row = |code, name, status, area, amount| Row {
        code,
        name,
        status,
        area,
        amount: Rupiah::new(amount).unwrap_or_default(),
    };
    vec![
        row("A-12", "Budi Santoso", "occupied", "RT 03", 425_000),
        row("A-13", "Siti Aminah", "rented", "RT 03", 398_000),
        row("B-08", "Agus Wijaya", "vacant", "RT 04", 1_250_000),
        row("C-21", "Ani Rahmawati", "plot", "RT 05", 0),
    ]
}

fn events() -> Vec<Event> {
    let event = |icon, tone, title: &str, detail: &str, when: &str| Event {
        icon,
        tone,
        title: title.into(),
        detail: detail.into(),
        when: when.into(),
    };
    vec![
        event(
            "user-plus",
            Tone::Brand,
            "Lestari Wulandari ditambah sebagai penghuni",
            "Istri, 0813-2211-0099",
            "22 Nov 2026, 09.12 WIB · Ratna Kusuma",
        ),
        event(
            "check",
            Tone::Ok,
            "Undangan diterima",
            "Budi Santoso masuk untuk pertama kali",
            "20 Nov 2026, 19.32 WIB · Budi Santoso",
        ),
        event(
            "pencil",
            Tone::Plain,
            "Status diubah menjadi dihuni",
            "",
            "2 Nov 2026, 14.20 WIB · Ratna Kusuma",
        ),
    ]
}

fn changes() -> Vec<Change> {
    let change = |label: &str, before: Option<&str>, after: Option<&str>| Change {
        label: label.into(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    vec![
        change("Status", Some("Kosong"), Some("Dihuni")),
        change("Nomor WhatsApp", None, Some("0812-3456-7890")),
        change("Luas bangunan", Some("45 m²"), Some("72 m²")),
        change("Catatan", Some("Kunci di pos satpam"), None),
    ]
}

fn steps() -> Vec<Step> {
    vec![
        Step { label: "Pilih berkas".into(), href: "#alur".into(), state: StepState::Done },
        Step { label: "Cocokkan kolom".into(), href: String::new(), state: StepState::Now },
        Step { label: "Periksa & impor".into(), href: String::new(), state: StepState::Later },
    ]
}

fn tasks() -> Vec<Task> {
    let task = |title: &str, detail: &str, action: &str, done| Task {
        title: title.into(),
        detail: detail.into(),
        href: "#alur".into(),
        action: action.into(),
        done,
    };
    vec![
        task("Lengkapi profil kompleks", "Nama, kota, dan zona waktu", "Lengkapi profil", true),
        task("Impor unit dan warga", "Unggah Excel yang sudah Anda punya, 10 menit", "Impor Excel", false),
        task("Undang pengurus", "Bendahara, ketua RT, dan satpam, 2 menit", "Undang anggota", false),
    ]
}

fn hits() -> Vec<Hits> {
    let hit = |icon, title: &str, detail: &str| Hit {
        href: "#lapisan".into(),
        icon,
        title: title.into(),
        detail: detail.into(),
    };
    vec![
        Hits { title: "Unit".into(), hits: vec![hit("house", "A-12", "Budi Santoso · RT 03")] },
        Hits { title: "Warga".into(), hits: vec![hit("user", "Budi Santoso", "0812-3456-7890 · A-12")] },
    ]
}
