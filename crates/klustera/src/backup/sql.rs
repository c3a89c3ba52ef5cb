//! What a backup asks the catalogue, and how tables are opened for a restore and closed again.

use sqlx::{AssertSqlSafe, Executor as _, PgConnection};

/// A table with the columns that carry data (generated ones are computed again).
#[derive(Clone, Debug)]
pub struct Table {
    /// Quoted and with its schema.
    pub name: String,
    /// Quoted and separated by commas.
    pub columns: String,
    pub forced: bool,
}

/// Version and checksum of each migration that ran.
pub async fn migrations(tx: &mut PgConnection) -> sqlx::Result<Vec<(i64, String)>> {
    let there: bool = sqlx::query_scalar("select to_regclass('public._sqlx_migrations') is not null")
        .fetch_one(&mut *tx)
        .await?;
    if !there {
        return Ok(Vec::new());
    }
    sqlx::query_as(
        "select version, encode(checksum, 'hex') from public._sqlx_migrations where success order by version",
    )
    .fetch_all(tx)
    .await
}

/// Every table of ours, those that others refer to before those that refer to them.
pub async fn tables(tx: &mut PgConnection) -> sqlx::Result<Vec<Table>> {
    let rows: Vec<(String, String, bool, Vec<String>)> = sqlx::query_as(
        "select format('%I.%I', n.nspname, c.relname),
                (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''),
                c.relforcerowsecurity,
                array(select format('%I.%I', fn.nspname, f.relname) from pg_constraint k
                        join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
                       where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid)
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'r' and n.nspname in ('public', 'graphile_worker')
            and c.relname not in ('_sqlx_migrations', 'migrations')
          order by 1",
    )
    .fetch_all(tx)
    .await?;
    Ok(parents_first(rows))
}

fn parents_first(mut waiting: Vec<(String, String, bool, Vec<String>)>) -> Vec<Table> {
    let mut sorted: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |parents: &[String]| {
            parents.iter().all(|parent| sorted.iter().any(|table| table.name == *parent))
        };
        // A circle of references would never be ready: take the first, the restore then says what is wrong.
        let next = waiting.iter().position(|(_, _, _, parents)| ready(parents)).unwrap_or(0);
        let (name, columns, forced, _) = waiting.remove(next);
        sorted.push(Table { name, columns, forced });
    }
    sorted
}

/// Has anybody been here?
pub async fn is_in_use(tx: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select from account)").fetch_one(tx).await
}

/// Empties the tables, silences their own triggers and lifts the owner's row policies (COPY knows none).
pub async fn open_for_restore(tx: &mut PgConnection, tables: &[Table]) -> sqlx::Result<()> {
    let all = tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>().join(", ");
    tx.execute(AssertSqlSafe(format!("truncate {all}"))).await?;
    for table in tables {
        let name = &table.name;
        tx.execute(AssertSqlSafe(format!("alter table {name} disable trigger user"))).await?;
        if table.forced {
            tx.execute(AssertSqlSafe(format!("alter table {name} no force row level security"))).await?;
        }
    }
    Ok(())
}

/// The reverse, and counters continue behind the highest number that was restored.
pub async fn close_after_restore(tx: &mut PgConnection, tables: &[Table]) -> sqlx::Result<()> {
    for table in tables {
        let name = &table.name;
        tx.execute(AssertSqlSafe(format!("alter table {name} enable trigger user"))).await?;
        if table.forced {
            tx.execute(AssertSqlSafe(format!("alter table {name} force row level security"))).await?;
        }
    }
    let counters: Vec<(String, String, String)> = sqlx::query_as(
        "select format('%I.%I', n.nspname, c.relname), quote_ident(a.attname),
                pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname)
           from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'r' and n.nspname in ('public', 'graphile_worker') and a.attnum > 0 and not a.attisdropped
            and pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) is not null",
    )
    .fetch_all(&mut *tx)
    .await?;
    for (table, column, sequence) in counters {
        let sql = format!(
            "select setval('{sequence}', coalesce((select max({column}) from {table}), 0) + 1, false)"
        );
        tx.execute(AssertSqlSafe(sql)).await?;
    }
    Ok(())
}
