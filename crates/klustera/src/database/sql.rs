//! What a private cluster needs before it is migrated, and before the web may sign in.

use std::str::FromStr as _;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};

/// Makes the database where it is missing. `name` is a word of our own.
pub async fn create_database(superuser_url: &str, name: &str) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect_with(&PgConnectOptions::from_str(superuser_url)?).await?;
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(&mut connection)
        .await?;
    if !there {
        connection.execute(AssertSqlSafe(format!("create database {name}"))).await?;
    }
    connection.close().await
}

/// Gives each role its password. Roles are words of our own, passwords hexadecimal digits: nothing needs quoting.
pub async fn let_sign_in(owner: &PgConnectOptions, roles: &[(&str, String)]) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect_with(owner).await?;
    for (role, password) in roles {
        connection.execute(AssertSqlSafe(format!("alter role {role} login password '{password}'"))).await?;
    }
    connection.close().await
}
