//! The gateway's own client libraries have to work against the simulator, unchanged. `bin/test` installs them beside
//! tests/official (pinned there) and says so in MIDTRANS_OFFICIAL; a plain cargo run tries those that are installed.

use std::{path::Path, process::Command};

use crate::support::{KEY, World};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/official");

async fn works(name: &str, installed: &str, program: &str, script: &'static str) {
    if !Path::new(FOLDER).join(installed).exists() {
        let promised = std::env::var("MIDTRANS_OFFICIAL").unwrap_or_default();
        assert!(!promised.split(' ').any(|it| it == name), "bin/test did not install {FOLDER}/{installed}");
        return;
    }
    let world = World::new().await;
    let (address, program) = (world.address.clone(), program.to_owned());
    let run = move || Command::new(program).arg(script).args([&address, KEY]).current_dir(FOLDER).output();
    let output = tokio::task::spawn_blocking(run).await.unwrap().expect("the interpreter can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "official: ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_official_node_client_works_unchanged() {
    works("node", "node_modules/midtrans-client", "node", "run.mjs").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_official_python_client_works_unchanged() {
    let python = format!("{FOLDER}/.venv/bin/python");
    works("python", ".venv/.installed", &python, "run.py").await;
}
