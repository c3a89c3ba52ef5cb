//! Migrations: forward only, run by the owner of the schema and by nobody else.

use sqlx::{Connection as _, PgConnection, migrate::Migrator, postgres::PgConnectOptions};

/// Every migration of this build, in order.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Brings the schema up to this build. Safe to run from several processes at once.
///
/// # Errors
/// When the database is newer than this build, or a migration that ran was changed since.
pub async fn migrate(owner: &PgConnectOptions) -> Result<(), sqlx::migrate::MigrateError> {
    let mut connection = PgConnection::connect_with(owner).await?;
    MIGRATIONS.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
