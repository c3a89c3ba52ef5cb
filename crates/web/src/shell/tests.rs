use super::*;

fn manager(path: &str) -> Shell {
    let mut shell = Shell::new(Locale::Id, ShellKind::Manager, "Unit");
    shell.path = path.to_owned();
    shell.at(Place { slug: "melati".into(), name: "Griya Melati".into(), sub: "Depok".into() })
}

#[test]
fn ratna_sees_where_she_is_also_three_pages_deep() {
    let current = |path: &str| {
        manager(path).nav.into_iter().filter(|item| item.current).map(|i| i.href).collect::<Vec<_>>()
    };
    assert_eq!(current("/k/melati/unit"), ["/k/melati/unit"]);
    assert_eq!(current("/k/melati/unit/A-12/ubah?x=1"), ["/k/melati/unit"]);
    assert_eq!(current("/k/melati/unit?status=kosong"), ["/k/melati/unit"]);
    assert_eq!(
        current("/k/melati/kas/masuk"),
        ["/k/melati/buku"],
        "the cash box is the first tab of the books"
    );
    assert_eq!(current("/k/melati/surat"), ["/k/melati/tunggakan"]);
    assert!(current("/k/melati/kasir").is_empty());
    assert!(current("/k/melati/cari").is_empty());
}

#[test]
fn a_phone_has_four_pages_and_a_menu_with_the_rest() {
    let shell = manager("/k/melati/unit");
    assert_eq!((shell.dock().len(), shell.dock_rest().len()), (4, 16));
    let treasurer = Shell::new(Locale::Id, ShellKind::Treasurer, "Unit").at(shell.place.unwrap());
    assert_eq!((treasurer.dock().len(), treasurer.dock_rest().len()), (4, 9));
}

#[test]
fn budi_finds_the_way_back_from_his_account_to_his_only_complex() {
    let mut shell = Shell::new(Locale::Id, ShellKind::Account, "Akun");
    assert!(shell.only_other_hat().is_none());
    let hat = |current| Hat {
        complex: "Griya Melati".into(),
        role: "Warga".into(),
        href: "/k/melati/beranda".into(),
        current,
    };
    shell.hats = vec![hat(false)];
    assert_eq!(shell.only_other_hat().unwrap().href, "/k/melati/beranda");
    shell.hats = vec![hat(true)];
    assert!(shell.only_other_hat().is_none());
}

#[test]
fn the_title_says_the_mistake_first() {
    assert_eq!(manager("/").full_title(), "Unit · Griya Melati — Klustera");
    assert_eq!(manager("/").with_mistakes().full_title(), "Galat: Unit · Griya Melati — Klustera");
}

#[test]
fn the_gate_is_dark_at_night_and_as_chosen_by_day() {
    assert_eq!(Theme::Light.at_gate(19), Theme::Dark);
    assert_eq!(Theme::Light.at_gate(5), Theme::Dark);
    assert_eq!(Theme::Device.at_gate(6), Theme::Device);
}

#[test]
fn every_page_of_the_navigation_has_an_icon_that_exists_and_a_label_in_both_languages() {
    use ShellKind::*;
    for kind in [Resident, AreaHead, Manager, Treasurer, Guard, Group, Operator, Account] {
        for locale in Locale::ALL {
            let place = Place { slug: "melati".into(), name: "Griya Melati".into(), sub: String::new() };
            for item in Shell::new(locale, kind, "x").at(place).nav {
                assert!(!item.label.starts_with("nav-"), "{}", item.label);
                assert!(icons::NAMES.contains(&item.icon), "{}", item.icon);
            }
        }
    }
}

#[test]
fn names_of_one_word_and_of_four_have_initials() {
    assert_eq!(parts::initials("Suharto"), "S");
    assert_eq!(parts::initials("budi santoso wijaya"), "BS");
    assert_eq!(parts::initials(""), "");
}
