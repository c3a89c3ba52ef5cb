//! A transaction that sees one scope: the only thing that runs a statement.

use std::{
    any::Any,
    fmt,
    marker::PhantomData,
    ops::{Deref, DerefMut},
    pin::Pin,
};

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
    /// Facts asked for once, each of another type.
    known: Vec<Box<dyn Any + Send>>,
    _scope: PhantomData<fn() -> S>,
}

impl<S> Tx<S> {
    pub(crate) fn new(conn: PoolConnection<Postgres>, now: Instant) -> Self {
        Self { conn: Some(conn), now, known: Vec::new(), _scope: PhantomData }
    }

    /// The instant at which this transaction began, by the application's clock. Rules take it from here.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What [`Tx::remember`] was told last of this type.
    pub fn known<T: Any>(&self) -> Option<&T> {
        self.known.iter().find_map(|fact| fact.downcast_ref())
    }

    /// Keeps a fact that stays true until this transaction ends, so that the next verb need not ask again. Whoever changes
    /// what it says has it forgotten.
    pub fn remember<T: Any + Send>(&mut self, fact: T) {
        self.forget::<T>();
        self.known.push(Box::new(fact));
    }

    pub fn forget<T: Any>(&mut self) {
        self.known.retain(|fact| !fact.is::<T>());
    }

    /// Makes everything durable. An earlier failure inside the transaction is an error here, not a silent rollback:
    /// in an aborted transaction PostgreSQL answers COMMIT with ROLLBACK and no error, but refuses the `select`.
    pub async fn commit(mut self) -> Result<()> {
        let mut conn = Answering::of(self.conn.take().expect("a transaction is committed once"));
        let done = Executor::execute(&mut **conn, sqlx::raw_sql("select; commit")).await;
        let mut conn = conn.answered();
        if done.is_err() {
            conn.close_on_drop();
        }
        done?;
        Ok(())
    }

    fn conn(&mut self) -> &mut PgConnection {
        self.conn.as_deref_mut().expect("an open transaction has its connection")
    }
}

impl<S> Drop for Tx<S> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            roll_back(conn);
        }
    }
}

/// A connection that was asked to begin or to end a transaction and has not answered yet. Whoever gives up waiting (a
/// client that went away, a time limit) leaves it to [`roll_back`], which hears the answer out first: sqlx 0.9 would
/// return it to the pool inside an open transaction, with the scope of a tenant in it.
pub(crate) struct Answering(Option<PoolConnection<Postgres>>);

impl Answering {
    pub(crate) fn of(conn: PoolConnection<Postgres>) -> Self {
        Self(Some(conn))
    }

    pub(crate) fn answered(mut self) -> PoolConnection<Postgres> {
        self.0.take().expect("a connection answers once")
    }
}

impl Deref for Answering {
    type Target = PoolConnection<Postgres>;
    fn deref(&self) -> &Self::Target {
        self.0.as_ref().expect("a connection is here until it answered")
    }
}

impl DerefMut for Answering {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.as_mut().expect("a connection is here until it answered")
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        if let Some(conn) = self.0.take() {
            roll_back(conn);
        }
    }
}

/// Ends whatever is open on the connection, beside the request, and gives it back.
fn roll_back(mut conn: PoolConnection<Postgres>) {
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
