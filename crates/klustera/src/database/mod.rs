//! The database of this process: a private cluster that lives and dies with us, or one that is already there.

mod sql;

use std::{str::FromStr as _, time::Duration};

use anyhow::Context as _;
use embedded_postgres::{Attached, Cluster, Durability, Settings};
use sqlx::postgres::PgConnectOptions;
use tenancy::{Keys, Pools};
use tokio::{sync::watch, task::JoinHandle};

use crate::cli::Place;

/// The owner of the schema, the web's three logins, and the cluster if it is ours.
pub struct Database {
    pub owner: PgConnectOptions,
    pub pools: Pools,
    cluster: Option<Keeper>,
    /// A cluster of this installation's own, whoever keeps it running.
    is_private: bool,
}

/// How we came to a private cluster.
enum Way {
    Ours(Box<Cluster>),
    Theirs(Attached),
}

impl Way {
    fn url(&self, user: &str, password: &str, database: &str) -> String {
        match self {
            Self::Ours(cluster) => cluster.url(user, password, database),
            Self::Theirs(attached) => attached.url(user, password, database),
        }
    }

    fn superuser_url(&self, database: &str) -> String {
        match self {
            Self::Ours(cluster) => cluster.superuser_url(database),
            Self::Theirs(attached) => attached.superuser_url(database),
        }
    }
}

/// The task that looks after a private cluster, and the way to tell it to stop.
struct Keeper {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// The web's logins: one for members, one across an organisation, one for platform staff.
const ROLES: [&str; 3] = ["klustera_app", "klustera_group", "klustera_operator"];
const DATABASE: &str = "klustera";
const SUPERUSER: &str = "klustera";
/// Enough for a complex on a small machine; `DATABASE_URL` installations choose with KLUSTERA_CONNECTIONS.
const CONNECTIONS: u32 = 16;

impl Database {
    /// Starts or finds the database. It is not migrated yet.
    pub async fn open(place: &Place, keys: &Keys) -> anyhow::Result<Self> {
        match &place.database_url {
            Some(url) => Self::existing(url),
            None => Self::private(place, keys).await,
        }
    }

    /// Migrates, and lets the web's roles sign in.
    pub async fn migrate(&self, keys: &Keys) -> anyhow::Result<()> {
        tenancy::migrate(&self.owner).await.context("the database could not be brought to this version")?;
        jobs::migrate(&self.owner).await.context("the job queue could not be brought to this version")?;
        if self.is_private {
            self.open_roles(keys).await?;
        }
        Ok(())
    }

    /// Does the database live as long as this process needs it? Not when another process keeps the private cluster.
    pub fn is_dependable(&self) -> bool {
        self.cluster.is_some() || !self.is_private
    }

    pub async fn stop(self) {
        let Some(keeper) = self.cluster else { return };
        let _ = keeper.stop.send(true);
        if let Err(error) = keeper.task.await {
            tracing::warn!(%error, "the database's keeper did not end well");
        }
    }

    fn existing(url: &str) -> anyhow::Result<Self> {
        let owner =
            PgConnectOptions::from_str(url).context("DATABASE_URL is not an address of PostgreSQL")?;
        let max_connections =
            std::env::var("KLUSTERA_CONNECTIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(CONNECTIONS);
        // One login for all: each pool steps down to its role as it connects.
        let role = |name: &str| owner.clone().options([("role", name)]);
        let pools = Pools {
            app: role("klustera_app"),
            group: role("klustera_group"),
            operator: role("klustera_operator"),
            max_connections,
        };
        Ok(Self { owner, pools, cluster: None, is_private: false })
    }

    async fn private(place: &Place, keys: &Keys) -> anyhow::Result<Self> {
        let mut settings =
            Settings { superuser: SUPERUSER.into(), ..Settings::new(place.data_folder().join("postgres")) };
        settings.parameters = [
            ("max_connections", "64"),
            ("shared_buffers", "64MB"),
            ("jit", "off"),
            ("max_wal_size", "512MB"),
            // A month just billed, a sheet just imported: until the planner knows of it, pages take ten times as long.
            ("autovacuum_naptime", "10s"),
            ("timezone", "UTC"),
            ("log_min_duration_statement", "2s"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        // For test runs that start hundreds of servers; never for anybody's data.
        if std::env::var_os("KLUSTERA_TEST_NO_FSYNC").is_some() {
            settings.durability = Durability::TestsOnly;
        }
        let way = match embedded_postgres::start(settings.clone()).await {
            Ok(cluster) => Way::Ours(Box::new(cluster)),
            // A command beside a running server: the server keeps the cluster, we only use it.
            Err(embedded_postgres::Error::AlreadySupervised { .. }) => {
                Way::Theirs(embedded_postgres::attach(&settings)?)
            }
            Err(error) => return Err(error.into()),
        };
        sql::create_database(&way.superuser_url("postgres"), DATABASE).await?;
        let owner = PgConnectOptions::from_str(&way.superuser_url(DATABASE))?;
        let login = |role: &str| {
            PgConnectOptions::from_str(&way.url(role, &role_password(keys, role), DATABASE))
                .map(|options| options.options([("max_parallel_workers_per_gather", "0")]))
        };
        let pools = Pools {
            app: login("klustera_app")?,
            group: login("klustera_group")?,
            operator: login("klustera_operator")?,
            max_connections: CONNECTIONS,
        };
        let cluster = match way {
            Way::Ours(cluster) => Some(Keeper::over(*cluster, settings)),
            Way::Theirs(_) => None,
        };
        Ok(Self { owner, pools, cluster, is_private: true })
    }

    /// In a private cluster the web has logins of its own: not even `reset role` leads back to the owner.
    async fn open_roles(&self, keys: &Keys) -> anyhow::Result<()> {
        let roles = ROLES.map(|role| (role, role_password(keys, role)));
        sql::let_sign_in(&self.owner, &roles).await?;
        Ok(())
    }
}

impl Keeper {
    fn over(cluster: Cluster, settings: Settings) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { stop, task: tokio::spawn(keep(cluster, settings, stopped)) }
    }
}

/// Starts the cluster again when it dies, and when the distribution exchanged its binaries under it (new connections
/// would then fail to load a library).
async fn keep(mut cluster: Cluster, settings: Settings, mut stopped: watch::Receiver<bool>) {
    let mut look = tokio::time::interval(Duration::from_secs(60));
    loop {
        let restart = tokio::select! {
            _ = stopped.changed() => {
                if let Err(error) = cluster.stop().await {
                    tracing::warn!(%error, "the database did not stop cleanly; it recovers at the next start");
                }
                return;
            }
            exit = cluster.wait() => {
                tracing::error!(status = ?exit.status, log = exit.log_tail, "the database ended; starting it again");
                true
            }
            _ = look.tick() => cluster.binaries_changed(),
        };
        if restart {
            match again(cluster, &settings, &mut stopped).await {
                Some(running) => cluster = running,
                None => return,
            }
        }
    }
}

/// Tries until the cluster runs: an upgrade of the distribution may be half-way through. `None` when told to stop.
async fn again(dead: Cluster, settings: &Settings, stopped: &mut watch::Receiver<bool>) -> Option<Cluster> {
    let mut tried = dead.restart().await;
    loop {
        match tried {
            Ok(cluster) => return Some(cluster),
            Err(error) => {
                tracing::error!(%error, "the database does not start; trying again in five seconds")
            }
        }
        tokio::select! {
            _ = stopped.changed() => return None,
            () = tokio::time::sleep(Duration::from_secs(5)) => {}
        }
        tried = embedded_postgres::start(settings.clone()).await;
    }
}

fn role_password(keys: &Keys, role: &str) -> String {
    hex::encode(keys.derive(&format!("postgres role {role}")))
}
