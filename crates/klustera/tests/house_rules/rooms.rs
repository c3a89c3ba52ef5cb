//! A room knows only the rooms to its left. Cargo refuses the rest once `Cargo.toml` does not name it; this test
//! looks at what `Cargo.toml` names.

use std::process::Command;

use super::{expect_none, sources};

/// Who may know whom. A new room takes its place here, and that place is a decision.
const KNOWS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("spreadsheet", &[]),
    ("paper", &["kernel"]),
    ("embedded_postgres", &[]),
    ("qris", &[]),
    ("midtrans", &[]),
    ("tenancy", &["kernel"]),
    ("web", &["kernel", "tenancy"]),
    ("jobs", &["kernel", "tenancy"]),
    ("files", &["kernel", "tenancy"]),
    ("ledger", &["kernel", "tenancy", "web", "spreadsheet"]),
    ("homes", &["kernel", "tenancy", "web", "jobs", "files", "spreadsheet"]),
    ("notices", &["kernel", "tenancy", "web", "jobs", "ledger", "homes", "dues"]),
    ("announcements", &["kernel", "tenancy", "web", "jobs", "files", "spreadsheet", "homes", "notices"]),
    (
        "facilities",
        &["kernel", "tenancy", "web", "jobs", "spreadsheet", "ledger", "homes", "dues", "notices"],
    ),
    (
        "care",
        &["kernel", "tenancy", "web", "jobs", "files", "spreadsheet", "ledger", "homes", "dues", "notices"],
    ),
    ("meters", &["kernel", "tenancy", "web", "files", "spreadsheet", "homes"]),
    ("accounts", &["kernel", "tenancy", "web", "jobs", "files", "homes", "notices"]),
    ("dues", &["kernel", "tenancy", "web", "jobs", "files", "spreadsheet", "paper", "ledger", "homes"]),
    (
        "arrears",
        &["kernel", "tenancy", "web", "jobs", "files", "spreadsheet", "paper", "ledger", "homes", "dues"],
    ),
    (
        "payments",
        &[
            "kernel",
            "tenancy",
            "web",
            "jobs",
            "files",
            "spreadsheet",
            "paper",
            "ledger",
            "homes",
            "dues",
            "arrears",
            "notices",
        ],
    ),
    (
        "checkout",
        &["kernel", "tenancy", "web", "jobs", "files", "ledger", "dues", "payments", "qris", "midtrans"],
    ),
    ("testkit", &["kernel", "tenancy", "web", "jobs", "embedded_postgres"]),
    ("platform", &["kernel", "tenancy", "web", "jobs", "spreadsheet", "homes", "notices", "accounts"]),
    // Measures from outside, by address and by door; no room knows it.
    ("bench", &["kernel", "tenancy", "embedded_postgres", "checkout", "midtrans"]),
    (
        "klustera",
        &[
            "kernel",
            "tenancy",
            "web",
            "jobs",
            "files",
            "homes",
            "ledger",
            "meters",
            "notices",
            "announcements",
            "care",
            "facilities",
            "accounts",
            "platform",
            "embedded_postgres",
            "spreadsheet",
            "paper",
            "testkit",
            "dues",
            "arrears",
            "payments",
            "checkout",
            "midtrans",
        ],
    ),
];

#[test]
fn a_room_knows_only_the_rooms_to_its_left() {
    let mut complaints = Vec::new();
    for (room, dependencies) in rooms() {
        let Some((_, known)) = KNOWS.iter().find(|(name, _)| *name == room) else {
            complaints.push(format!("{room}: has no place in the order of rooms"));
            continue;
        };
        for dependency in dependencies {
            if !known.contains(&dependency.as_str()) {
                complaints.push(format!("{room}: knows {dependency}, which is not to its left"));
            }
        }
    }
    expect_none(
        &complaints,
        "Leftwards is called, rightwards is told: announce it, and let the other room listen.",
    );
}

/// The order itself must not turn in a circle, whoever edits the table above.
#[test]
fn the_order_of_rooms_has_no_circle() {
    let mut placed: Vec<&str> = Vec::new();
    while placed.len() < KNOWS.len() {
        let next = KNOWS
            .iter()
            .find(|(room, known)| !placed.contains(room) && known.iter().all(|other| placed.contains(other)));
        placed.push(next.expect("some room that knows only placed rooms").0);
    }
}

/// Each room with the rooms that it builds on. Tests may use the testkit, and nothing else that is not to the left.
fn rooms() -> Vec<(String, Vec<String>)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(sources::root())
        .output()
        .expect("cargo can be asked");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo answers in JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let names: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    packages
        .iter()
        .map(|package| {
            let ours = package["dependencies"].as_array().expect("a list of dependencies").iter();
            let ours = ours
                .filter(|it| !(it["kind"] == "dev" && it["name"] == "testkit"))
                .filter_map(|it| it["name"].as_str())
                .filter(|name| names.contains(name));
            (package["name"].as_str().unwrap_or_default().to_owned(), ours.map(str::to_owned).collect())
        })
        .collect()
}
