//! A transaction that sees one scope: the only thing that runs a statement.

use std::{fmt, marker::PhantomData, pin::Pin};

use futures_core::Stream;
use kernel::Instant;
use sqlx::{
    Describe, Either, Execute, Executor, PgConnection, SqlStr,
    pool::PoolConnection,
    postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo, Postgres},
};

use crate::Result;

/// The marker types say what is in scope; they are never built.
#[derive(Debug)]
pub enum InComplex {}
#[derive(Debug)]
pub enum OfAccount {}
#[derive(Debug)]
pub enum InHall {}
#[derive(Debug)]
pub enum OfGroup {}
#[derive(Debug)]
pub enum OfPlatform {}

/// One complex.
pub type TenantTx = Tx<InComplex>;
/// One account's own affairs, across complexes.
pub type AccountTx = Tx<OfAccount>;
/// Nothing but functions that answer a stranger's question.
pub type HallTx = Tx<InHall>;
/// Reading the complexes of one organisation.
pub type GroupTx = Tx<OfGroup>;
/// The whole platform, for its staff.
pub type PlatformTx = Tx<OfPlatform>;

/// An open transaction. Dropped without [`Tx::commit`] it is rolled back, beside the request.
pub struct Tx<S> {
    /// `None` only while being dropped or committed.
    conn: Option<PoolConnection<Postgres>>,
    now: Instant,
    _scope: PhantomData<fn() -> S>,
}

impl<S> Tx<S> {
    pub(crate) fn new(conn: PoolConnection<Postgres>, now: Instant) -> Self {
        Self { conn: Some(conn), now, _scope: PhantomData }
    }

    /// The instant at which this transaction began, by the application's clock. Rules take it from here.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Makes everything durable. An earlier failure inside the transaction is an error here, not a silent rollback:
    /// in an aborted transaction PostgreSQL answers COMMIT with ROLLBACK and no error, but refuses the `select`.
    pub async fn commit(mut self) -> Result<()> {
        let mut conn = self.conn.take().expect("a transaction is committed once");
        let committed = tokio::spawn(async move {
            let done = Executor::execute(&mut *conn, sqlx::raw_sql("select; commit")).await;
            if done.is_err() {
                conn.close_on_drop();
            }
            done
        });
        committed.await.expect("a commit does not panic")?;
        Ok(())
    }

    fn conn(&mut self) -> &mut PgConnection {
        self.conn.as_deref_mut().expect("an open transaction has its connection")
    }
}

impl<S> Drop for Tx<S> {
    fn drop(&mut self) {
        let Some(mut conn) = self.conn.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            conn.close_on_drop();
            return;
        };
        runtime.spawn(async move {
            if Executor::execute(&mut *conn, sqlx::raw_sql("rollback")).await.is_err() {
                conn.close_on_drop();
            }
        });
    }
}

impl<S> fmt::Debug for Tx<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tx({}, {})", std::any::type_name::<S>(), self.now)
    }
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;

impl<'c, S: 'static> Executor<'c> for &'c mut Tx<S> {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, sqlx::Result<Either<PgQueryResult, PgRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.conn().fetch_many(query)
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, sqlx::Result<Option<PgRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.conn().fetch_optional(query)
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, sqlx::Result<PgStatement>>
    where
        'c: 'e,
    {
        self.conn().prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, sqlx::Result<Describe<Postgres>>>
    where
        'c: 'e,
    {
        self.conn().describe(sql)
    }
}
