//! What must be true of a complex after every test. Rooms give their promises (a statement each, that counts how often
//! it is broken); the kit asks them of both complexes when it is dropped, as the app's role, and fails the test.

use std::{mem, thread};

use kernel::ComplexId;
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

/// What is promised, and the statement that counts how often it is broken.
pub type Promise = (&'static str, &'static str);

/// The promises that a kit asks when it goes.
#[derive(Debug)]
pub struct Watch {
    owner: PgConnectOptions,
    complexes: Vec<ComplexId>,
    promises: Vec<Promise>,
}

impl Watch {
    pub fn over(owner: &PgConnectOptions, complexes: Vec<ComplexId>) -> Self {
        Self { owner: owner.clone(), complexes, promises: Vec::new() }
    }

    pub fn also(&mut self, promises: impl IntoIterator<Item = Promise>) {
        self.promises.extend(promises);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A test that failed already says what is wrong.
        if self.promises.is_empty() || thread::panicking() {
            return;
        }
        let app = self.owner.clone().options([("role", "klustera_app")]);
        let asked = asked(app, mem::take(&mut self.complexes), mem::take(&mut self.promises));
        let broken = thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(asked)
        });
        let broken = broken.join().unwrap();
        assert!(broken.is_empty(), "after this test: {}", broken.join("; "));
    }
}

async fn asked(app: PgConnectOptions, complexes: Vec<ComplexId>, promises: Vec<Promise>) -> Vec<String> {
    let mut connection = PgConnection::connect_with(&app).await.unwrap();
    let mut broken = Vec::new();
    for complex in complexes {
        sqlx::query("select set_config('app.complex_id', $1, false)")
            .bind(complex.to_string())
            .execute(&mut connection)
            .await
            .unwrap();
        for (promise, sql) in &promises {
            let times: i64 = sqlx::query_scalar(*sql).fetch_one(&mut connection).await.unwrap();
            if times > 0 {
                broken.push(format!("{times} times broken: {promise}"));
            }
        }
    }
    connection.close().await.unwrap();
    broken
}
