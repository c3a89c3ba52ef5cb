//! `who-may.txt`: who holds which capability, and which door stands before which route. A change of rights is a diff
//! of that file; `KLUSTERA_ACCEPT=1 cargo nextest run who_may` writes it anew.

use std::{fmt::Write as _, fs, path::Path};

use tenancy::{DoorKind, Role, policy::CAPABILITIES};

fn matrix() -> String {
    let mut out = String::from("# Role x capability\n\n");
    let roles: Vec<Role> = Role::ALL.into_iter().filter(|role| *role != Role::Operator).collect();
    let _ = writeln!(
        out,
        "{:<18}{}",
        "",
        roles.iter().map(|r| format!("{:<20}", r.code())).collect::<String>().trim_end()
    );
    for (capability, holders) in CAPABILITIES {
        let marks: String = roles
            .iter()
            .map(|role| format!("{:<20}", if holders.contains(role) { "✔" } else { "-" }))
            .collect();
        let _ = writeln!(out, "{capability:<18}{}", marks.trim_end());
    }
    out.push_str(
        "\nAn operator is no member of any complex: the platform's pages stand behind a door of their own.\n",
    );
    out.push_str("\n# Route x door\n\n");
    let routes = klustera::rooms::routes();
    let mut lines: Vec<String> = routes
        .table()
        .iter()
        .map(|route| {
            let door = match route.door {
                DoorKind::Anyone => "anyone".to_owned(),
                DoorKind::SignedIn => "signed in".to_owned(),
                DoorKind::Member(capability) => capability.to_owned(),
                DoorKind::Ticket(kind) => format!("signed link: {kind}"),
                DoorKind::Group => "organisation admin".to_owned(),
                DoorKind::Operator => "operator".to_owned(),
            };
            format!("{:<15}{:<7}{:<70} {door}", route.room, route.method.name(), route.path)
        })
        .collect();
    lines.sort();
    out.push_str(&lines.join("\n"));
    out.push('\n');
    out
}

#[test]
fn the_committed_matrix_says_who_may_do_what() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/who-may.txt");
    let now = matrix();
    if std::env::var_os("KLUSTERA_ACCEPT").is_some() {
        fs::write(&file, &now).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(now == committed, "rights or routes changed; read the difference, then accept it:\n{now}");
}

#[test]
fn every_capability_is_asked_for_by_some_route() {
    let routes = klustera::rooms::routes();
    for (capability, _) in CAPABILITIES {
        let used = routes.table().iter().any(|route| route.door == DoorKind::Member(capability));
        assert!(used, "no route asks for {capability}");
    }
}
