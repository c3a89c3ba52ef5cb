//! `klustera doctor`: looks at the whole installation and says, line by line, what is well and what to do.
//!
//! It changes nothing. What it finds in the books are broken promises: each has a name, a number, and the statement
//! that shows the rows.

mod promises;
mod sql;

use std::{os::unix::fs::PermissionsExt as _, path::Path, process::ExitCode};

use futures_util::TryStreamExt as _;
use kernel::Clock;
use sqlx::{Connection as _, PgConnection};
use tenancy::{Keys, Store};

use crate::{
    cli::Place,
    database::Database,
    secrets,
    serve::{open_files, open_mailer, site_of},
};

/// One line of the report.
struct Finding {
    what: String,
    /// What to do; nothing when all is well.
    cure: Option<String>,
}

impl Finding {
    fn well(what: impl Into<String>) -> Self {
        Self { what: what.into(), cure: None }
    }

    fn ill(what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { what: what.into(), cure: Some(cure.into()) }
    }
}

/// # Errors
/// Never for a finding: those are printed, and the exit code says whether there were any.
pub async fn doctor(place: &Place) -> anyhow::Result<ExitCode> {
    let mut findings = vec![folder(place)];
    match secrets::keys(place) {
        Ok(keys) => {
            findings.push(Finding::well("the secret is there and readable by its owner only"));
            match Database::open(place, &keys).await {
                Ok(database) => {
                    findings.extend(look_inside(&database).await);
                    findings.extend(rooms(place, &database, keys.clone()).await);
                    findings.push(mail(place, &database, keys).await);
                    database.stop().await;
                }
                Err(error) => {
                    findings.push(Finding::ill(format!("the database: {error:#}"), "see the cause above"))
                }
            }
        }
        Err(error) => findings.push(Finding::ill("the secret", format!("{error:#}"))),
    }
    findings.push(storage(place).await);
    Ok(report(&findings))
}

fn report(findings: &[Finding]) -> ExitCode {
    for finding in findings {
        match &finding.cure {
            None => println!("ok    {}", finding.what),
            Some(cure) => println!("FIX   {}\n      -> {cure}", finding.what),
        }
    }
    let ill = findings.iter().filter(|finding| finding.cure.is_some()).count();
    println!("{} checks, {ill} to fix", findings.len());
    if ill == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn folder(place: &Place) -> Finding {
    let folder = place.data_folder();
    let secret = folder.join("secrets");
    let open = |path: &Path| path.metadata().is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0);
    if secret.exists() && open(&secret) {
        return Finding::ill(
            format!("{} can be read by others", secret.display()),
            format!("chmod -R go-rwx {}", secret.display()),
        );
    }
    Finding::well(format!("data folder {}", folder.display()))
}

async fn storage(place: &Place) -> Finding {
    let stored = async { anyhow::Ok(open_files(place)?.everything().try_collect::<Vec<_>>().await?.len()) };
    match stored.await {
        Ok(count) => Finding::well(format!("file storage answers, {count} objects")),
        Err(error) => Finding::ill(
            format!("file storage: {error:#}"),
            "check the folder's owner and free space, or KLUSTERA_BUCKET and its key",
        ),
    }
}

/// Connects, greets, encrypts and signs in to the mail server, and sends nothing.
async fn mail(place: &Place, database: &Database, keys: Keys) -> Finding {
    let store = Store::open(database.pools.clone(), Clock::system(), keys, site_of(place, None));
    let checked = match open_mailer(place, &store) {
        Ok(mailer) => mailer.check().await,
        Err(error) => Err(format!("{error:#}")),
    };
    store.close().await;
    match checked {
        Ok(true) => Finding::well("mail can be sent: who carries it answers and lets us in"),
        Ok(false) => Finding::well(
            "no mail is set up; new passwords come by the manager's link (KLUSTERA_SMTP_URL, KLUSTERA_SENDGRID_KEY)",
        ),
        Err(why) => Finding::ill(
            format!("mail: {why}"),
            "check KLUSTERA_SMTP_URL or KLUSTERA_SENDGRID_KEY, KLUSTERA_MAIL_FROM and who carries it",
        ),
    }
}

async fn look_inside(database: &Database) -> Vec<Finding> {
    let asked = async {
        let mut connection = PgConnection::connect_with(&database.owner).await?;
        let mut findings = vec![version(&mut connection).await?, migrations(&mut connection).await?];
        for check in sql::CHECKS.iter().copied().chain(books()) {
            let count = sql::count(&mut connection, &check).await?;
            findings.push(match count {
                0 => Finding::well(check.promise),
                n => Finding::ill(format!("{n} times broken: {}", check.promise), check.cure),
            });
        }
        connection.close().await?;
        Ok::<_, sqlx::Error>(findings)
    };
    asked
        .await
        .unwrap_or_else(|error| vec![Finding::ill(format!("the database: {error}"), "is it migrated?")])
}

async fn rooms(place: &Place, database: &Database, keys: Keys) -> Vec<Finding> {
    let complexes = async {
        let mut connection = PgConnection::connect_with(&database.owner).await?;
        let complexes = sql::complexes(&mut connection).await;
        connection.close().await?;
        complexes
    };
    match complexes.await {
        Ok(complexes) => promises::of_rooms(place, database, keys, &complexes).await,
        Err(error) => vec![Finding::ill(format!("the complexes: {error}"), "is it migrated?")],
    }
}

/// What the rooms that keep books promise.
fn books() -> impl Iterator<Item = sql::Check> {
    let checks = ledger::PROMISES.iter();
    checks.map(|p| sql::Check { promise: p.promise, cure: p.cure, sql: p.sql })
}

async fn version(connection: &mut PgConnection) -> sqlx::Result<Finding> {
    let (number, text) = sql::version(connection).await?;
    Ok(if number >= 150_000 {
        Finding::well(format!("PostgreSQL {text}"))
    } else {
        Finding::ill(format!("PostgreSQL {text}"), "move to PostgreSQL 15 or newer")
    })
}

async fn migrations(connection: &mut PgConnection) -> sqlx::Result<Finding> {
    let ran = sql::migrations(connection).await?;
    let wanted = i64::try_from(tenancy::MIGRATIONS.iter().count()).unwrap_or(i64::MAX);
    Ok(if ran == wanted {
        Finding::well(format!("all {wanted} migrations ran"))
    } else {
        Finding::ill(format!("{ran} of {wanted} migrations ran"), "klustera migrate")
    })
}
