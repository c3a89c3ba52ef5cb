//! `klustera reset-password`: a link to a new password for somebody who has no other way in. Whoever may run this reads
//! the database anyway; the link is written down with its reason, and the account's owner reads of it under "Perangkat".

mod sql;

use std::process::ExitCode;

use anyhow::Context as _;
use kernel::EventId;
use sqlx::{Connection as _, PgConnection};

use crate::{
    cli::{Place, ResetPassword},
    serve::House,
};

/// Exit code 0: the link is printed. 2: nobody signs in like that.
pub async fn reset(place: &Place, options: ResetPassword) -> anyhow::Result<ExitCode> {
    let login =
        accounts::Login::parse(&options.login).context("neither a phone number nor an email address")?;
    let house = House::open(place, None).await?;
    let made = make(&house, &login, &options).await;
    house.close().await;
    let Some((name, link)) = made? else {
        eprintln!("klustera: nobody signs in as {}", options.login);
        return Ok(ExitCode::from(2));
    };
    println!("A new password for {name}, by this link, for one hour and once:\n  {link}");
    Ok(ExitCode::SUCCESS)
}

async fn make(
    house: &House,
    login: &accounts::Login,
    options: &ResetPassword,
) -> anyhow::Result<Option<(String, String)>> {
    let now = house.store.now();
    let wish = sql::Wish {
        id: EventId::new(now).uuid(),
        login,
        reason: options.reason.chars().take(200).collect(),
        without_code: options.without_code,
        until: now + accounts::RESET_LIFE,
    };
    let mut owner = PgConnection::connect_with(&house.database.owner).await?;
    let name = sql::make(&mut owner, &wish).await?;
    owner.close().await?;
    Ok(name.map(|name| (name, accounts::reset_link(&house.store, wish.id))))
}
