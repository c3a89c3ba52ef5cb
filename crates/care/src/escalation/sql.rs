//! Statements about what is open and how long ago something was heard of it.

use kernel::Zone;
use tenancy::{Result, TenantTx};

use super::model::Open;

pub async fn zone(tx: &mut TenantTx) -> Result<Zone> {
    let code = sqlx::query_scalar!("select zone from complex").fetch_one(tx).await?;
    Ok(Zone::from_code(&code).unwrap_or_default())
}

pub async fn open(tx: &mut TenantTx) -> Result<Vec<Open>> {
    let rows = sqlx::query_as!(
        Open,
        r#"select c.complaint_id as id, c.number, coalesce(u.code, c.place) as "place!", c.words,
                  c.responded_at is not null as "is_answered!", c.respond_due, c.resolve_due,
                  c.running_since is not null and c.incident_id is null as "must_speak!",
                  (select max(e.at) from complaint_event e where e.complaint_id = c.complaint_id) as "last_at!", c.reopened
             from complaint c left join unit_mark u using (complex_id, unit_id)
            where c.state in ('received', 'assigned', 'working', 'waiting') order by c.number"#
    );
    Ok(rows.fetch_all(tx).await?)
}
