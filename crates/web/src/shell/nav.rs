//! Which pages each role finds in its navigation. Only pages that exist; a new page is one more line here.

use super::{NavItem, ShellKind};
use crate::texts::Texts;

/// Path behind the place, key of the label, icon.
type Entry = (&'static str, &'static str, &'static str);

const MANAGER: &[Entry] = &[
    ("ringkasan", "nav-overview", "layout-dashboard"),
    ("tagihan", "nav-invoices", "receipt-text"),
    ("pembayaran", "nav-payments", "banknote"),
    ("unit", "nav-units", "house"),
    ("tunggakan", "nav-arrears", "hourglass"),
    ("warga", "nav-people", "users"),
    ("upaya-bayar", "nav-online", "wallet"),
    ("meter", "nav-meters", "droplets"),
    ("tarif", "nav-tariffs", "tags"),
    ("pengumuman", "nav-announcements", "megaphone"),
    ("keluhan", "nav-complaints", "wrench"),
    ("tugas", "nav-tasks", "list-checks"),
    ("fasilitas", "nav-facilities", "calendar-check"),
    ("pesan", "nav-messages", "send"),
    ("buku", "nav-books", "book-open"),
    ("area", "nav-areas", "map"),
    ("impor", "nav-import", "file-up"),
    ("anggota", "nav-members", "user-cog"),
    ("riwayat", "nav-history", "history"),
    ("pengaturan", "nav-settings", "settings"),
];
const TREASURER: &[Entry] = &[
    ("bendahara", "nav-overview", "layout-dashboard"),
    ("pembayaran", "nav-payments", "banknote"),
    ("tagihan", "nav-invoices", "receipt-text"),
    ("tunggakan", "nav-arrears", "hourglass"),
    ("buku", "nav-books", "book-open"),
    ("upaya-bayar", "nav-online", "wallet"),
    ("meter", "nav-meters", "droplets"),
    ("tarif", "nav-tariffs", "tags"),
    ("pengumuman", "nav-announcements", "megaphone"),
    ("tugas", "nav-tasks", "list-checks"),
    ("pesan", "nav-messages", "send"),
    ("unit", "nav-units", "house"),
    ("warga", "nav-people", "users"),
];
const AREA_HEAD: &[Entry] = &[
    ("rt", "nav-home", "house"),
    ("tunggakan", "nav-arrears", "hourglass"),
    ("pembayaran", "nav-payments", "banknote"),
    ("meter", "nav-meters", "droplets"),
    ("tugas", "nav-tasks", "list-checks"),
    ("pengumuman-saya", "nav-announcements", "megaphone"),
];
const RESIDENT: &[Entry] = &[
    ("beranda", "nav-home", "house"),
    ("tagihan-saya", "nav-own-invoices", "receipt-text"),
    ("pengumuman-saya", "nav-announcements", "megaphone"),
    ("keluhan-saya", "nav-complaints", "wrench"),
    ("fasilitas-saya", "nav-facilities", "calendar-check"),
    ("kuitansi-saya", "nav-own-receipts", "badge-check"),
    ("meter-saya", "nav-own-meter", "droplets"),
    ("laporan-kas", "nav-cash-report", "landmark"),
];
const GUARD: &[Entry] = &[
    ("gerbang", "nav-gate", "shield"),
    ("tugas", "nav-tasks", "list-checks"),
    ("jadwal-fasilitas", "nav-facilities", "calendar-check"),
    ("pengumuman-saya", "nav-announcements", "megaphone"),
];
const GROUP: &[Entry] = &[("", "nav-complexes", "building-2")];
const OPERATOR: &[Entry] = &[
    ("", "nav-overview", "layout-dashboard"),
    ("tugas", "nav-jobs", "list-checks"),
    ("bantuan", "nav-rescue", "key-round"),
    ("audit", "nav-audit", "history"),
];
/// Pages that stand under another entry than their address says: the entry, and the beginning of their address.
const ALSO: &[(&str, &str)] = &[
    ("buku", "kas"),
    ("tunggakan", "surat"),
    ("tunggakan", "keringanan"),
    ("pembayaran", "titipan"),
    ("upaya-bayar", "bayar-online"),
    ("tagihan", "tautan-bayar"),
    ("pesan", "pengingat"),
    ("pesan", "saluran"),
    ("pesan", "kata-pesan"),
    ("fasilitas", "jadwal-fasilitas"),
    ("keluhan", "gangguan"),
    ("keluhan-saya", "gangguan-saya"),
    ("fasilitas-saya", "pesanan-saya"),
];
const ACCOUNT: &[Entry] = &[("", "nav-account", "user")];

pub fn items(kind: ShellKind, slug: &str, path: &str, texts: &'static Texts) -> Vec<NavItem> {
    let base = base(kind, slug);
    let here = path.split('?').next().unwrap_or(path);
    let entries = entries(kind).iter().map(|(end, key, icon)| {
        let href = if end.is_empty() { base.clone() } else { format!("{base}/{end}") };
        let inside = !end.is_empty() && is_in(here, &href);
        let also = ALSO.iter().any(|(entry, other)| entry == end && is_in(here, &format!("{base}/{other}")));
        let current = here == href || inside || also;
        NavItem { current, label: texts.get(key).to_owned(), icon, count: None, href }
    });
    entries.collect()
}

/// Is this page that one, or below it?
fn is_in(here: &str, page: &str) -> bool {
    here.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Who may search, and where the answers are.
pub fn search(kind: ShellKind, slug: &str) -> Option<String> {
    let searches = matches!(kind, ShellKind::Manager | ShellKind::Treasurer);
    searches.then(|| format!("/k/{slug}/cari"))
}

const fn entries(kind: ShellKind) -> &'static [Entry] {
    match kind {
        ShellKind::Public => &[],
        ShellKind::Resident => RESIDENT,
        ShellKind::AreaHead => AREA_HEAD,
        ShellKind::Manager => MANAGER,
        ShellKind::Treasurer => TREASURER,
        ShellKind::Guard => GUARD,
        ShellKind::Group => GROUP,
        ShellKind::Operator => OPERATOR,
        ShellKind::Account => ACCOUNT,
    }
}

fn base(kind: ShellKind, slug: &str) -> String {
    match kind {
        ShellKind::Group => format!("/grup/{slug}"),
        ShellKind::Operator => "/admin".to_owned(),
        ShellKind::Account => "/akun".to_owned(),
        _ => format!("/k/{slug}"),
    }
}
