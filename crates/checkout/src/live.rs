//! News between processes: somebody's bill link changed. The payload of a notification is the link's id and nothing else.
//!
//! One listening connection for each process, opened with the first page that waits; pages of the process share it.

use std::{sync::Arc, time::Duration};

use tenancy::{Store, TenantTx};
use tokio::sync::{Mutex, broadcast};
use uuid::Uuid;

const CHANNEL: &str = "checkout";
/// News that a page may be behind before it reads its state anew.
const BACKLOG: usize = 256;

/// Where pages wait for news.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    news: broadcast::Sender<Uuid>,
    /// Is somebody listening to the database for us?
    listens: Mutex<bool>,
}

impl Live {
    /// News from now on.
    pub async fn watch(&self, store: &Store) -> broadcast::Receiver<Uuid> {
        let waiting = self.0.news.subscribe();
        let mut listens = self.0.listens.lock().await;
        if !*listens {
            match store.listen(CHANNEL).await {
                Ok(listener) => {
                    *listens = true;
                    tokio::spawn(pass_on(self.0.clone(), listener));
                }
                Err(error) => tracing::warn!(%error, "no live news; pages ask by themselves"),
            }
        }
        waiting
    }
}

impl Default for Inner {
    fn default() -> Self {
        Self { news: broadcast::Sender::new(BACKLOG), listens: Mutex::new(false) }
    }
}

/// Passes news on until nobody waits any more. A connection that breaks is taken up again by the listener itself.
async fn pass_on(inner: Arc<Inner>, mut listener: sqlx::postgres::PgListener) {
    loop {
        match tokio::time::timeout(Duration::from_secs(30), listener.recv()).await {
            Ok(Ok(news)) => {
                if let Ok(link) = news.payload().parse() {
                    let _ = inner.news.send(link);
                }
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "live news broke off");
                *inner.listens.lock().await = false;
                return;
            }
            Err(_) => {
                let mut listens = inner.listens.lock().await;
                if inner.news.receiver_count() == 0 {
                    *listens = false;
                    return;
                }
            }
        }
    }
}

/// Tells every process, once this transaction is committed, that something about this link changed.
pub async fn tell(tx: &mut TenantTx, link: Uuid) -> tenancy::Result<()> {
    crate::attempt::sql::notify(tx, CHANNEL, &link.to_string()).await
}
