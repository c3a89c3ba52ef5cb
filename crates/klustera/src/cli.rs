//! What can be asked on the command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// Runs a housing complex: units, residents, dues, announcements, complaints, bookings and the gate.
///
/// Without DATABASE_URL it starts a private PostgreSQL and keeps everything in one folder (--data).
#[derive(Debug, Parser)]
#[command(name = "klustera", version, max_term_width = 100)]
pub struct Klustera {
    #[command(flatten)]
    pub place: Place,

    /// What to write to standard error, such as `info` or `warn,klustera=debug`
    #[arg(long, env = "KLUSTERA_LOG", global = true)]
    pub log: Option<String>,

    #[command(subcommand)]
    pub command: Command,
}

/// Where the installation lives.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// Folder of an embedded installation: database, files and secrets live there and nowhere else
    #[arg(long, value_name = "DIR", env = "KLUSTERA_DATA", global = true)]
    pub data: Option<PathBuf>,

    /// An existing PostgreSQL 15 or newer instead of the private one; the login must own the database
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,

    /// Address under which people reach this site, such as https://melati.example
    #[arg(long, value_name = "URL", env = "KLUSTERA_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,

    /// The installation's secret, 64 hexadecimal digits; without it one is made in the data folder
    #[arg(long, value_name = "HEX", env = "KLUSTERA_SECRET", hide_env_values = true, global = true)]
    pub secret: Option<String>,

    /// Mail server, such as smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST; without it no mail is sent
    #[arg(long, value_name = "URL", env = "KLUSTERA_SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,

    /// SendGrid's API key, instead of a mail server
    #[arg(long, value_name = "KEY", env = "KLUSTERA_SENDGRID_KEY", hide_env_values = true, global = true)]
    pub sendgrid_key: Option<String>,

    /// Verification key of SendGrid's signed event webhook, which is sent to /webhook/sendgrid
    #[arg(long, value_name = "KEY", env = "KLUSTERA_SENDGRID_NEWS_KEY", global = true)]
    pub sendgrid_news_key: Option<String>,

    /// SendGrid's address, such as https://api.eu.sendgrid.com; without it the usual one
    #[arg(long, value_name = "URL", env = "KLUSTERA_SENDGRID_URL", global = true)]
    pub sendgrid_url: Option<String>,

    /// Who mail comes from, such as `Klustera <surat@melati.example>`
    #[arg(long, value_name = "SENDER", env = "KLUSTERA_MAIL_FROM", global = true)]
    pub mail_from: Option<String>,

    /// S3-compatible bucket for files instead of a folder, such as https://ACCOUNT.r2.cloudflarestorage.com/BUCKET
    #[arg(long, value_name = "URL", env = "KLUSTERA_BUCKET", global = true)]
    pub bucket: Option<String>,

    /// Key of the bucket, as KEY-ID:SECRET
    #[arg(long, value_name = "KEY", env = "KLUSTERA_BUCKET_KEY", hide_env_values = true, global = true)]
    pub bucket_key: Option<String>,

    /// Region of the bucket
    #[arg(
        long,
        value_name = "REGION",
        env = "KLUSTERA_BUCKET_REGION",
        default_value = "auto",
        global = true
    )]
    pub bucket_region: String,

    /// Browsers cannot reach the bucket: send files through this server
    #[arg(long, env = "KLUSTERA_BUCKET_PRIVATE", global = true)]
    pub bucket_private: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer web requests and run background jobs
    Serve(Serve),
    /// Run background jobs only, beside other processes
    Work,
    /// Bring the database to this version, then stop
    Migrate,
    /// Load the two sample complexes into an empty database
    Seed,
    /// Import a spreadsheet of units and residents into a complex
    Import(Import),
    /// Print a link, good for one hour and once, with which somebody chooses a new password
    ResetPassword(ResetPassword),
    /// Check the whole installation and say what to do
    Doctor,
    /// Write database and files to one file
    Backup {
        /// The file to write, such as klustera-2026-11-22.zip
        file: PathBuf,
    },
    /// Bring back what `backup` wrote, into an empty installation
    Restore {
        file: PathBuf,
        /// Replace what is there
        #[arg(long)]
        force: bool,
    },
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Address and port; anything but loopback opens the site to the network
    #[arg(long, value_name = "ADDR:PORT", env = "KLUSTERA_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Do not load the sample complexes into an empty database
    #[arg(long)]
    pub no_demo: bool,

    /// Leave background jobs to `klustera work`
    #[arg(long)]
    pub no_worker: bool,

    #[command(flatten)]
    pub traffic: Traffic,
}

/// Whose word about a client's address counts, and how many requests a minute are answered.
#[derive(Clone, Debug, Args)]
pub struct Traffic {
    /// Proxies in front of this site (addresses or networks, separated by commas) whose X-Forwarded-For is believed
    #[arg(long, value_name = "LIST", env = "KLUSTERA_TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: String,

    /// API requests a minute for one token; 0 for as many as it likes
    #[arg(long, value_name = "N", env = "KLUSTERA_API_LIMIT", default_value_t = 100)]
    pub api_limit: u32,

    /// Pages a minute for one session or address; 0 for as many as it likes
    #[arg(long, value_name = "N", env = "KLUSTERA_PAGE_LIMIT", default_value_t = 1_200)]
    pub page_limit: u32,
}

#[derive(Clone, Debug, Args)]
pub struct Import {
    /// xlsx, xls, ods, csv or tsv
    pub file: PathBuf,

    /// Short name of the complex, as in its address
    #[arg(long, value_name = "SLUG")]
    pub complex: String,

    /// Only say what would happen
    #[arg(long)]
    pub dry_run: bool,

    /// Print the counts and faults as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct ResetPassword {
    /// Phone number in any spelling, or email address
    #[arg(value_name = "PHONE_OR_EMAIL")]
    pub login: String,

    /// Why; the link is written down with it
    #[arg(long, default_value = "")]
    pub reason: String,

    /// Also turn the sign-in code off when the link is used, for somebody who lost the phone and the codes on paper
    #[arg(long)]
    pub without_code: bool,
}

impl Place {
    /// The data folder: what was asked for, or this user's own.
    pub fn data_folder(&self) -> PathBuf {
        if let Some(folder) = &self.data {
            return folder.clone();
        }
        // A home of root is closed to the user that PostgreSQL runs as.
        if rustix::process::geteuid().is_root() {
            return PathBuf::from("/var/lib/klustera");
        }
        let under = |variable: &str, rest: &str| {
            std::env::var_os(variable).map(|base| PathBuf::from(base).join(rest))
        };
        under("XDG_DATA_HOME", "klustera")
            .or_else(|| under("HOME", ".local/share/klustera"))
            .unwrap_or_else(|| PathBuf::from("klustera-data"))
    }
}
