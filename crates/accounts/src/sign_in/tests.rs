//! What can be said without a database.

use tenancy::{Hat, Role};

use super::model::{home_of, local_path, with_lanjut};

fn hat(role: Role, complex: &str) -> Hat {
    Hat { role, complex: complex.to_owned(), complex_name: complex.to_owned(), area_id: None }
}

#[test]
fn a_link_leads_back_only_to_our_own_pages() {
    assert_eq!(local_path("/k/melati/unit?q=A-12"), Some("/k/melati/unit?q=A-12"));
    for elsewhere in [
        "",
        "/",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "k/melati",
        "/\tevil",
        "/keluar",
        "/masuk?lanjut=/x",
        "/masuk/kode",
    ] {
        assert_eq!(local_path(elsewhere), None, "{elsewhere}");
    }
    assert_eq!(
        with_lanjut("/masuk/kode", "/k/melati/unit?q=a b"),
        "/masuk/kode?lanjut=/k/melati/unit%3Fq%3Da%20b"
    );
    assert_eq!(with_lanjut("/masuk/kode", "//evil.example"), "/masuk/kode");
}

#[test]
fn one_role_goes_home_and_several_are_asked() {
    assert_eq!(home_of(&[]), "/akun");
    assert_eq!(home_of(&[hat(Role::Guard, "melati")]), "/k/melati/gerbang");
    assert_eq!(home_of(&[hat(Role::Manager, "melati"), hat(Role::Resident, "mawar")]), "/pilih");
}
