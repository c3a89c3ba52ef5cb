//! Serving: the database, the migrations, the sample complexes, the worker and the listener, in this order; and the
//! same in reverse when told to stop.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context as _, ensure};
use axum::Router;
use kernel::Clock;
use tenancy::{Keys, Site, Store};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    cli::{self, Place, Serve},
    database::Database,
    demo, rooms, secrets,
};

/// How long requests that run may take to finish after the word to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// Everything a process of ours needs, opened in order.
pub(crate) struct House {
    pub store: Store,
    pub files: files::Files,
    pub mailer: notices::Mailer,
    pub carriers: notices::Carriers,
    pub gateways: checkout::Gateways,
    pub press: paper::Press,
    pub database: Database,
}

impl House {
    /// Starts the database, migrates it and opens the store.
    pub async fn open(place: &Place, listen: Option<SocketAddr>) -> anyhow::Result<Self> {
        let keys = secrets::keys(place)?;
        let database = Database::open(place, &keys).await?;
        match Self::furnish(place, &keys, &database, listen).await {
            Ok((store, files, mailer)) => {
                let gateways = checkout::Gateways::new(&keys).context("the way to the payment gateway")?;
                let gateways = match listen {
                    Some(address) => gateways.beside(demo::beside(address)),
                    None => gateways,
                };
                let carriers = notices::Carriers::new().map_err(anyhow::Error::msg)?;
                let carriers = carriers.writing_with(store.clone());
                let press = paper::Press::start(paper::PressSettings::default())?;
                Ok(Self { store, files, mailer, carriers, gateways, press, database })
            }
            Err(error) => {
                database.stop().await;
                Err(error)
            }
        }
    }

    async fn furnish(
        place: &Place,
        keys: &Keys,
        database: &Database,
        listen: Option<SocketAddr>,
    ) -> anyhow::Result<(Store, files::Files, notices::Mailer)> {
        database.migrate(keys).await?;
        let site = site_of(place, listen);
        let store = Store::open(database.pools.clone(), Clock::system(), keys.clone(), site);
        let mailer = open_mailer(place, &store)?;
        Ok((store, open_files(place)?, mailer))
    }

    pub async fn close(self) {
        self.store.close().await;
        self.database.stop().await;
    }
}

/// Where uploads live: a folder beside the database, or a bucket.
pub(crate) fn open_files(place: &Place) -> anyhow::Result<files::Files> {
    if let Some(address) = set(&place.bucket) {
        let bucket = files::Bucket {
            address: address.to_owned(),
            key: set(&place.bucket_key)
                .context("a bucket needs a key: set KLUSTERA_BUCKET_KEY beside it")?
                .to_owned(),
            region: place.bucket_region.clone(),
            reach: if place.bucket_private { files::Reach::Server } else { files::Reach::Browsers },
        };
        return files::Files::open_bucket(&bucket).context("files (KLUSTERA_BUCKET, KLUSTERA_BUCKET_KEY)");
    }
    let folder = place.data_folder().join("files");
    files::Files::open(&folder).with_context(|| format!("cannot keep files in {}", folder.display()))
}

/// The way by which mail leaves; none without settings.
pub(crate) fn open_mailer(place: &Place, store: &Store) -> anyhow::Result<notices::Mailer> {
    let (server, key) = (set(&place.smtp_url), set(&place.sendgrid_key));
    if server.is_none() && key.is_none() {
        return Ok(notices::Mailer::none());
    }
    let sender = set(&place.mail_from).context("mail needs a sender: set KLUSTERA_MAIL_FROM beside it")?;
    match (server, key) {
        (Some(_), Some(_)) => anyhow::bail!("set KLUSTERA_SMTP_URL or KLUSTERA_SENDGRID_KEY, not both"),
        (None, Some(key)) => {
            let (news, home) = (set(&place.sendgrid_news_key), set(&place.sendgrid_url));
            ensure!(
                home.is_none_or(|home| home.starts_with("https://")),
                "KLUSTERA_SENDGRID_URL begins with https://"
            );
            let keys = notices::SendGridKeys { key, news, home };
            notices::Mailer::by_sendgrid(&keys, sender, store.clone())
                .context("mail (KLUSTERA_SENDGRID_KEY, KLUSTERA_SENDGRID_NEWS_KEY, KLUSTERA_MAIL_FROM)")
        }
        (server, _) => notices::Mailer::open(server.unwrap_or_default(), sender, store.clone())
            .context("mail (KLUSTERA_SMTP_URL, KLUSTERA_MAIL_FROM)"),
    }
}

/// What somebody set; an empty variable is none.
fn set(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty())
}

pub async fn serve(place: &Place, options: Serve) -> anyhow::Result<()> {
    let traffic = traffic_of(&options.traffic)?;
    // Bound first: a port that is taken is said before a database starts.
    let listener = TcpListener::bind(options.listen).await.with_context(|| {
        format!("cannot listen on {}; is another Klustera running there? Try --listen", options.listen)
    })?;
    let address = listener.local_addr()?;
    let house = House::open(place, Some(address)).await?;
    ensure!(
        house.database.is_dependable(),
        "another Klustera serves {} already; stop it, or choose another folder with --data",
        place.data_folder().display()
    );
    let (stop, stopped) = watch::channel(false);
    let done = async {
        let said = if options.no_demo {
            demo::Greeting::default()
        } else {
            demo::greet(&house.store, &house.database.owner).await?
        };
        let worker = (!options.no_worker).then(|| start_worker(&house, stopped.clone()));
        let setup = setup_link(&house.store).await?;
        let samples = demo::samples(&house.database.owner).await?;
        let parts = rooms::Parts {
            files: house.files.clone(),
            mailer: house.mailer.clone(),
            carriers: house.carriers.clone(),
            gateways: house.gateways.clone(),
            samples,
            press: house.press.clone(),
        };
        let site = rooms::site(house.store.clone(), parts, traffic);
        let site = if said.is_demo() {
            let (keys, owner) = (secrets::keys(place)?, &house.database.owner);
            site.merge(demo::play_gateway(&house.store, &house.gateways, owner, &keys).await?)
        } else {
            site
        };
        let web = tokio::spawn(answer(listener, site, stopped));
        said.print(address, setup.as_deref());
        told_to_stop().await;
        let _ = stop.send(true);
        finish(web, worker).await
    }
    .await;
    house.close().await;
    done
}

/// Background jobs only.
pub async fn work(place: &Place) -> anyhow::Result<()> {
    let house = House::open(place, None).await?;
    let (stop, stopped) = watch::channel(false);
    let worker = start_worker(&house, stopped);
    println!("Klustera works through the queue.");
    told_to_stop().await;
    let _ = stop.send(true);
    let done = worker.await.context("the worker ended badly");
    house.close().await;
    done
}

pub async fn migrate(place: &Place) -> anyhow::Result<()> {
    let house = House::open(place, None).await?;
    println!("The database is at this version ({} migrations).", tenancy::MIGRATIONS.iter().count());
    house.close().await;
    Ok(())
}

pub async fn seed(place: &Place) -> anyhow::Result<()> {
    let house = House::open(place, None).await?;
    let seeded = demo::greet(&house.store, &house.database.owner).await;
    house.close().await;
    println!(
        "{}",
        if seeded?.is_fresh() {
            "Sample complexes loaded."
        } else {
            "There is data already; nothing loaded."
        }
    );
    Ok(())
}

fn traffic_of(asked: &cli::Traffic) -> anyhow::Result<web::Traffic> {
    let proxies = asked.trusted_proxies.parse().context("--trusted-proxies")?;
    Ok(web::Traffic { proxies, api_per_minute: asked.api_limit, pages_per_minute: asked.page_limit })
}

/// The address that opens an empty house, if it is empty.
async fn setup_link(store: &Store) -> anyhow::Result<Option<String>> {
    let mut hall = store.hall(None).await?;
    let path = accounts::setup_link(&mut hall).await?;
    hall.commit().await?;
    Ok(path.map(|path| format!("{}{path}", store.site().public_url)))
}

pub(crate) fn site_of(place: &Place, listen: Option<SocketAddr>) -> Site {
    let local =
        listen.map_or_else(|| "http://127.0.0.1:8080".to_owned(), |address| format!("http://{address}"));
    let public_url = place.public_url.as_deref().unwrap_or(&local).trim_end_matches('/').to_owned();
    Site { public_url }
}

fn start_worker(house: &House, stopped: watch::Receiver<bool>) -> JoinHandle<()> {
    let (store, files, owner) = (house.store.clone(), house.files.clone(), house.database.owner.clone());
    let (posts, gateways) = ((house.mailer.clone(), house.carriers.clone()), house.gateways.clone());
    let press = house.press.clone();
    tokio::spawn(async move {
        let (registry, tools) = (rooms::registry(), rooms::tools(files, posts, gateways, press));
        jobs::work(&registry, owner, store, tools, Default::default(), stopped_signal(stopped)).await;
    })
}

async fn answer(listener: TcpListener, site: Router, stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
    let service = site.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stopped_signal(stopped))
        .await
        .context("the listener")
}

async fn stopped_signal(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn finish(web: JoinHandle<anyhow::Result<()>>, worker: Option<JoinHandle<()>>) -> anyhow::Result<()> {
    let all = async {
        web.await.context("the listener ended badly")??;
        if let Some(worker) = worker {
            worker.await.context("the worker ended badly")?;
        }
        Ok(())
    };
    match tokio::time::timeout(DRAIN, all).await {
        Ok(done) => done,
        Err(_) => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    }
}

/// Ctrl-C or SIGTERM.
async fn told_to_stop() {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("signals can be listened to");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
