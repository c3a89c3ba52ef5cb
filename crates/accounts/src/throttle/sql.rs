//! Both statements are functions of 0006_accounts.sql.

use tenancy::{Result, Tx};

use super::Window;

pub async fn take<S: 'static>(tx: &mut Tx<S>, windows: &[Window]) -> Result<i32> {
    let limits: Vec<i32> = windows.iter().map(|window| window.limit).collect();
    let seconds: Vec<i32> = windows.iter().map(|window| window.seconds).collect();
    let wait = sqlx::query_scalar!(
        r#"select throttle_take($1, $2, $3) as "wait!""#,
        &keys(windows),
        &limits,
        &seconds
    );
    Ok(wait.fetch_one(tx).await?)
}

pub async fn forgive<S: 'static>(tx: &mut Tx<S>, honest: &[Window], forgotten: &[Window]) -> Result<()> {
    sqlx::query!("select throttle_forgive($1, $2)", &keys(honest), &keys(forgotten)).execute(tx).await?;
    Ok(())
}

fn keys(windows: &[Window]) -> Vec<Vec<u8>> {
    windows.iter().map(|window| window.key.to_vec()).collect()
}
