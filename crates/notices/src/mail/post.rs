//! From a change to a letter that arrives: queued with the change, written and sent by the worker.

use jobs::{JobFault, Plan, PlatformJob, PlatformScope, Registry, Tools, later_for_platform};
use kernel::{AccountId, EventId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tenancy::{HallTx, Store, Tx};
use uuid::Uuid;

use super::{
    Letter, Mailer,
    mailer::Undelivered,
    sql::{self, Outcome},
};

/// A letter that is to be written: ids only, since it lies in the queue for everybody who reads the database.
pub trait Draft: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Room and verb: `accounts.mail_reset_link`. It stands in the database, as a job's name does.
    const NAME: &'static str;

    /// Writes the letter, in the worker. None when nobody wants it any more: a link that was used, an account that was
    /// closed, a person without an address.
    fn write(
        &self,
        tx: &mut HallTx,
        store: &Store,
    ) -> impl Future<Output = Result<Option<Letter>, JobFault>> + Send;
}

/// Queues the letter in this transaction: rolled back, it was never there. `whose` account it is about is written down
/// for the operator.
pub async fn post<S: 'static, D: Draft>(
    tx: &mut Tx<S>,
    draft: D,
    whose: Option<AccountId>,
) -> tenancy::Result<()> {
    let mail = EventId::new(tx.now()).uuid();
    sql::queue(tx, mail, whose, D::NAME).await?;
    later_for_platform(tx, &Post { mail, draft }, Plan::now()).await?;
    Ok(())
}

/// What a room that posts this draft adds to its jobs.
pub fn deliver<D: Draft>() -> Registry {
    Registry::new().platform_job::<Post<D>>()
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: DeserializeOwned"))]
struct Post<D> {
    mail: Uuid,
    draft: D,
}

impl<D: Draft> PlatformJob for Post<D> {
    const NAME: &'static str = D::NAME;

    async fn run(self, scope: PlatformScope, tools: &Tools) -> Result<(), JobFault> {
        let mailer = tools.need::<Mailer>()?;
        let mut tx = scope.begin().await?;
        if !sql::is_due(&mut tx, self.mail).await? {
            return Ok(());
        }
        let letter = match mailer.desk() {
            Some(store) => self.draft.write(&mut tx, store).await?,
            None => {
                return note(&scope, self.mail, Outcome::Failed, "the worker has no KLUSTERA_SMTP_URL").await;
            }
        };
        drop(tx); // no connection waits while a mail server thinks
        let Some(letter) = letter else { return note(&scope, self.mail, Outcome::Dropped, "").await };
        match mailer.send(self.mail, &letter, scope.now()).await {
            Ok(()) => note(&scope, self.mail, Outcome::Sent, "").await,
            Err(Undelivered::Never(why)) => note(&scope, self.mail, Outcome::Refused, &why).await,
            Err(Undelivered::Later(why)) => note(&scope, self.mail, Outcome::Failed, &why).await,
        }
    }
}

/// Writes down how the attempt ended. A failure is also the job's, which is then tried again.
async fn note(scope: &PlatformScope, mail: Uuid, outcome: Outcome, why: &str) -> Result<(), JobFault> {
    let mut tx = scope.begin().await?;
    sql::note(&mut tx, mail, outcome, why).await?;
    tx.commit().await?;
    if outcome == Outcome::Failed { Err(JobFault::because(why)) } else { Ok(()) }
}
