//! The only holder of the pools. Nothing here is an executor; a [`Tx`] is, and only a door makes one.

use std::{fmt, sync::Arc, time::Duration};

use kernel::{Clock, ComplexId, Instant, RequestId};
use sqlx::{
    AssertSqlSafe, Executor as _, PgPool,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions, PgRow, Postgres},
};

use crate::{Credential, Error, Keys, Result, Tx, tx::Answering};

/// Where the site is reached, and what follows from it.
#[derive(Clone, Debug)]
pub struct Site {
    /// Without a trailing slash, such as `https://melati.example`.
    pub public_url: String,
}

impl Site {
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The `__Host-` prefix binds the cookie to this host; browsers take it over https only.
    pub fn session_cookie(&self) -> &'static str {
        if self.is_https() { "__Host-klustera" } else { "klustera" }
    }
}

/// How to reach the database as each of its three roles.
#[derive(Clone, Debug)]
pub struct Pools {
    pub app: PgConnectOptions,
    pub group: PgConnectOptions,
    pub operator: PgConnectOptions,
    /// Connections for members; the other two roles get two each.
    pub max_connections: u32,
}

#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    app: PgPool,
    group: PgPool,
    operator: PgPool,
    clock: Clock,
    keys: Keys,
    site: Site,
}

impl Store {
    /// Opens the pools lazily: the first request makes the first connection.
    pub fn open(pools: Pools, clock: Clock, keys: Keys, site: Site) -> Self {
        // No ping on acquire: every door's first statement refuses a connection that is inside a transaction.
        // A scan computes the scope of the row policy for each row, an index once: what fits into memory is read by
        // index, which the planner's price for a turning disk would forbid.
        let pool = |options: PgConnectOptions, most: u32| {
            let options = options.options([("random_page_cost", "1.1")]);
            PgPoolOptions::new()
                .max_connections(most)
                .acquire_timeout(Duration::from_secs(5))
                .idle_timeout(Duration::from_secs(120))
                .test_before_acquire(false)
                .connect_lazy_with(options.statement_cache_capacity(512))
        };
        Self(Arc::new(Inner {
            app: pool(pools.app, pools.max_connections),
            group: pool(pools.group, 2),
            operator: pool(pools.operator, 2),
            clock,
            keys,
            site,
        }))
    }

    /// The same house under another clock: a sample's past is lived through month by month.
    #[must_use]
    pub fn with_clock(&self, clock: Clock) -> Self {
        let Inner { app, group, operator, clock: _, keys, site } = &*self.0;
        Self(Arc::new(Inner {
            app: app.clone(),
            group: group.clone(),
            operator: operator.clone(),
            clock,
            keys: keys.clone(),
            site: site.clone(),
        }))
    }

    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub fn site(&self) -> &Site {
        &self.0.site
    }

    /// Does the database answer? For `/readyz` and `klustera doctor`.
    pub async fn ping(&self) -> Result<()> {
        self.0.app.execute("select").await?;
        Ok(())
    }

    /// Connections in use and open, for the metrics page.
    pub fn connections(&self) -> (u32, usize) {
        (self.0.app.size(), self.0.app.num_idle())
    }

    /// Live news between processes. Payloads are ids, never data: NOTIFY knows no row policies.
    pub async fn listen(&self, channel: &str) -> Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.0.app).await?;
        listener.listen(channel).await?;
        Ok(listener)
    }

    pub async fn close(&self) {
        self.0.app.close().await;
        self.0.group.close().await;
        self.0.operator.close().await;
    }

    pub(crate) async fn enter<S: 'static>(&self, pool: Pool, call: String) -> Result<(Tx<S>, Option<PgRow>)> {
        let pool = match pool {
            Pool::App => self.0.app.clone(),
            Pool::Group => self.0.group.clone(),
            Pool::Operator => self.0.operator.clone(),
        };
        let now = self.now();
        let (conn, row) = open(&pool, format!("begin; {call}")).await?;
        Ok((Tx::new(conn, now), row))
    }

    /// Notes that a credential was used, beside the request and never in its way.
    pub(crate) fn mark_seen(&self, credential: &Credential) {
        let (kind, hash) = match credential {
            Credential::Session(hash) => ("session", *hash),
            Credential::Token(hash) => ("token", *hash),
            Credential::Access { .. } => return,
        };
        let (pool, now) = (self.0.app.clone(), self.now());
        tokio::spawn(async move {
            let sql = "select mark_seen($1, $2, $3)";
            if let Err(error) = sqlx::query(sql).bind(kind).bind(&hash[..]).bind(now).execute(&pool).await {
                tracing::warn!(%error, "could not note when a credential was last seen");
            }
        });
    }

    /// The call by which a signed link enters a complex.
    pub(crate) fn complex_call(&self, complex: ComplexId, request: Option<RequestId>) -> String {
        format!("select * from enter_complex('{complex}', {}, {})", self.at(), quoted(request))
    }

    /// The current instant as an SQL literal.
    pub(crate) fn at(&self) -> String {
        format!("'{}'", self.now().to_rfc3339())
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Pool {
    App,
    Group,
    Operator,
}

pub(crate) fn quoted(request: Option<RequestId>) -> String {
    request.map_or_else(|| "null".to_owned(), |id| format!("'{id}'"))
}

/// Takes connections until one is fresh. Each statement string is made of our own literals only.
async fn open(pool: &PgPool, sql: String) -> Result<(PoolConnection<Postgres>, Option<PgRow>)> {
    loop {
        let mut conn = Answering::of(pool.acquire().await?);
        match conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql.clone()))).await {
            Ok(rows) => return Ok((conn.answered(), rows.into_iter().next())),
            Err(error) => {
                conn.answered().close_on_drop();
                if !is_dirty_or_dead(&error) {
                    return Err(Error::from(error));
                }
                tracing::debug!(%error, "threw away a connection that was inside a transaction or broken");
            }
        }
    }
}

/// KL001 is `refuse_old_transaction` in 0001_tenancy.sql; 57P01-57P03 and broken pipes follow a database restart.
fn is_dirty_or_dead(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(refused) => {
            matches!(refused.code().as_deref(), Some("KL001" | "25P02" | "57P01" | "57P02"))
        }
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => true,
        _ => false,
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.0.site.public_url)
    }
}
