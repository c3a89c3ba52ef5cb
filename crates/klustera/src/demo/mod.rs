//! The sample: Griya Melati and Puri Mawar with named people in every role, so that a visitor can try everything within
//! a minute. The units come in as a spreadsheet through the same import that a manager uses.
//!
//! Loaded into an empty database only, and never a second time.

mod gateway;
mod news;
mod people;
mod places;
mod repairs;
mod sql;
mod units;
mod year;

use std::net::SocketAddr;

use anyhow::{Context as _, ensure};
use chrono::Datelike as _;
pub use gateway::{beside, play as play_gateway};
use homes::import::command::{self, File, Mode};
use jobs::Plan;
use kernel::{AccountId, ComplexId, OrganizationId, Zone};
pub use news::TellNews;
use people::{PASSWORD, PEOPLE, SamplePerson};
pub use repairs::FileComplaints;
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};
use tenancy::Store;
use units::SAMPLES;
pub use year::LiveMonth;

/// What a start tells the person at the terminal.
#[derive(Debug, Default)]
pub struct Greeting {
    /// The sample complexes are here, and with them their sign-ins.
    demo: bool,
    fresh: bool,
}

impl Greeting {
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// The last line is for programs as well: it says that requests are answered.
    pub fn print(&self, address: SocketAddr, setup: Option<&str>) {
        if self.demo {
            println!(
                "\nSample complexes Griya Melati and Puri Mawar. Sign in with a phone number; password: {PASSWORD}"
            );
            for person in PEOPLE.iter().filter(|person| person.is_printed) {
                println!(
                    "  {:<20}{:<18}{:<16}{}",
                    person.title,
                    person.name,
                    person.phone,
                    person.complex_name()
                );
            }
        }
        if self.demo {
            println!("\nBills are paid through a simulator (MODE COBA): no contract, no money.");
        }
        if let Some(link) = setup {
            println!(
                "\nNobody is here yet. Set up the first organisation with this link, which works once:\n  {link}"
            );
        }
        println!("\nKlustera is ready: http://{address}");
    }
}

/// Loads the sample when nobody was here before, or goes on with a loading that was interrupted.
pub async fn greet(store: &Store, owner: &PgConnectOptions) -> anyhow::Result<Greeting> {
    let mut connection = PgConnection::connect_with(owner).await?;
    let state = sql::state(&mut connection).await?;
    let greeting = match state {
        sql::State::Foreign => Greeting::default(),
        sql::State::Loaded => Greeting { demo: true, fresh: false },
        sql::State::Empty | sql::State::Interrupted => {
            load(store, &mut connection).await.context("the sample complexes could not be loaded")?;
            Greeting { demo: true, fresh: true }
        }
    };
    connection.close().await?;
    Ok(greeting)
}

/// The complexes that say on every page that they are a sample. They are loaded before anybody is served, and never
/// after, so a process asks once.
pub async fn samples(owner: &PgConnectOptions) -> anyhow::Result<web::Samples> {
    let mut connection = PgConnection::connect_with(owner).await?;
    let samples = sql::samples(&mut connection).await?;
    connection.close().await?;
    Ok(web::Samples::new(samples))
}

async fn load(store: &Store, owner: &mut PgConnection) -> anyhow::Result<()> {
    sql::begin(owner).await?;
    let now = store.now();
    let organization = sql::found_organization(owner, OrganizationId::new(now)).await?;
    let password = accounts::hash_password(PASSWORD).await;
    let today = Zone::Wib.date(now);
    for sample in SAMPLES {
        let complex = sql::found_complex(owner, ComplexId::new(now), organization, sample).await?;
        let scope = store.job_scope(complex);
        let content = units::spreadsheet(sample, today.year()).into_bytes();
        let file = File { name: sample.file_name.to_owned(), content, complex, zone: Zone::Wib };
        let (report, _) = command::import(store, file, Mode::Write).await?;
        ensure!(report.counts.faulty == 0, "rows of the sample were left out: {:?}", report.faults);
        for person in PEOPLE.iter().filter(|person| person.slug == sample.slug) {
            admit(owner, &scope, complex, organization, person, &password, AccountId::new(now)).await?;
        }
        let mut tx = scope.begin().await?;
        jobs::later_as(&mut tx, &LiveMonth { back: sample.months_back }, Plan::now().only_one("past"))
            .await?;
        jobs::later_as(&mut tx, &TellNews {}, Plan::now().only_one("news")).await?;
        jobs::later_as(&mut tx, &FileComplaints {}, Plan::now().only_one("complaints")).await?;
        places::furnish(&mut tx).await?;
        tx.commit().await?;
    }
    sql::finish(owner).await?;
    Ok(())
}

async fn admit(
    owner: &mut PgConnection,
    scope: &tenancy::JobScope,
    complex: ComplexId,
    organization: OrganizationId,
    person: &SamplePerson,
    password: &str,
    fresh: AccountId,
) -> anyhow::Result<()> {
    let phone = person.phone.parse()?;
    let account = sql::account(owner, fresh, person.name, &phone, password).await?;
    let mut tx = scope.begin().await?;
    if let Some(code) = person.unit {
        let unit = homes::unit_by_code(&mut tx, code).await?;
        homes::link_account(&mut tx, &phone, person.name, account, unit).await?;
    }
    let area = match person.area {
        Some(code) => homes::area_by_code(&mut tx, "rt", code).await?,
        None => None,
    };
    tx.commit().await?;
    sql::employ(owner, complex, organization, account, person.role, area).await?;
    Ok(())
}
