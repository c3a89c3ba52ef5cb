//! One migrated database for all tests of a build, named by the hash of its migrations.

use std::{path::Path, process::Command, str::FromStr as _};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};
use tenancy::{MIGRATIONS, Pools};

/// Any number that nobody else locks.
const LOCK: i64 = 7_020_261_122;

/// The owner's way into the test database; made on first use, by whichever test comes first.
pub async fn prepared() -> PgConnectOptions {
    let server = server();
    let name = name();
    let mut admin = PgConnection::connect_with(&server.clone().database("postgres")).await.unwrap();
    sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut admin).await.unwrap();
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    let owner = server.database(&name);
    if !there {
        admin.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
        tenancy::migrate(&owner).await.unwrap();
        jobs::migrate(&owner).await.unwrap();
    }
    admin.close().await.unwrap(); // which gives the lock back
    owner
}

/// The three roles of the web, by the same login.
pub fn pools(owner: &PgConnectOptions) -> Pools {
    let role = |name: &str| owner.clone().options([("role", name)]);
    Pools {
        app: role("klustera_app"),
        group: role("klustera_group"),
        operator: role("klustera_operator"),
        max_connections: 4,
    }
}

fn name() -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in MIGRATIONS.iter().flat_map(|migration| migration.checksum.iter()) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("klustera_test_{hash:016x}")
}

/// `bin/test` names the server; without it `bin/dev-db` starts one and tells where it is.
fn server() -> PgConnectOptions {
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| started());
    let url = url.split("&options=").next().unwrap_or(&url).to_owned();
    PgConnectOptions::from_str(&url).unwrap()
}

fn started() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bin/dev-db");
    let output = Command::new(script).output().expect("bin/dev-db can be run");
    assert!(output.status.success(), "bin/dev-db: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let (_, url) = said.split_once("DATABASE_URL=").expect("bin/dev-db prints the address");
    url.trim().trim_matches('\'').to_owned()
}
