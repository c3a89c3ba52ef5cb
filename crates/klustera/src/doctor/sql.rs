//! The promises that the database keeps, each as a statement that counts how often it is broken.

use sqlx::PgConnection;

#[derive(Clone, Copy)]
pub struct Check {
    pub promise: &'static str,
    pub cure: &'static str,
    pub sql: &'static str,
}

pub const CHECKS: &[Check] = &[
    Check {
        promise: "every table of a complex has its row policy, and the policy is forced",
        cure: "a migration forgot make_tenant_table; do not let residents in before it is mended",
        sql: "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'public' and c.relkind = 'r'
                 and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'complex_id'
                                and not a.attisdropped)
                 and not (c.relrowsecurity and c.relforcerowsecurity)",
    },
    Check {
        promise: "the web's roles own nothing and pass no policy",
        cure: "alter role … nosuperuser nobypassrls; give their tables to the owner",
        sql: "select (select count(*) from pg_roles where rolname like 'klustera\\_%' and rolname <> current_user
                         and (rolsuper or rolbypassrls))
                   + (select count(*) from pg_class c join pg_roles r on r.oid = c.relowner
                       where r.rolname in ('klustera_app', 'klustera_group', 'klustera_operator'))",
    },
    Check {
        promise: "every key and reference of a complex's table begins with the complex",
        cure: "a migration wrote a reference without complex_id; another complex's row could be named",
        sql: "select count(*) from pg_constraint k join pg_class c on c.oid = k.conrelid
                join pg_class f on f.oid = k.confrelid
               where k.contype = 'f' and c.relnamespace = 'public'::regnamespace
                 and exists (select from pg_attribute a where a.attrelid = f.oid and a.attname = 'complex_id'
                                and not a.attisdropped)
                 and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any (k.conkey)
                                    and a.attname = 'complex_id')",
    },
    Check {
        promise: "no account holds a role in a complex after it was closed",
        cure: "end these memberships on the page Anggota",
        sql: "select count(*) from membership m join account a using (account_id)
               where m.ended_at is null and a.closed_at < scope_now() - interval '1 day'",
    },
    Check {
        promise: "every complex has somebody who manages it",
        cure: "invite a manager from the organisation's page",
        sql: "select count(*) from complex c
               where not exists (select from membership m where m.complex_id = c.complex_id and m.role = 'manager'
                                    and m.ended_at is null)
                 and not exists (select from organization_member o where o.organization_id = c.organization_id)",
    },
];

pub async fn count(connection: &mut PgConnection, check: &Check) -> sqlx::Result<i64> {
    sqlx::query_scalar(check.sql).fetch_one(connection).await
}

pub async fn version(connection: &mut PgConnection) -> sqlx::Result<(i32, String)> {
    sqlx::query_as("select current_setting('server_version_num')::int, current_setting('server_version')")
        .fetch_one(connection)
        .await
}

pub async fn migrations(connection: &mut PgConnection) -> sqlx::Result<i64> {
    let there: bool = sqlx::query_scalar("select to_regclass('public._sqlx_migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        return Ok(0);
    }
    sqlx::query_scalar("select count(*) from public._sqlx_migrations where success")
        .fetch_one(connection)
        .await
}

pub async fn complexes(connection: &mut PgConnection) -> sqlx::Result<Vec<kernel::ComplexId>> {
    sqlx::query_scalar("select complex_id from complex order by slug").fetch_all(connection).await
}
