//! Reaching a cluster that another process of the same owner supervises: a command beside a running server.

use std::fs;
use std::path::PathBuf;

use crate::cluster::url;
use crate::error::{Doing, Error};
use crate::folder::PASSWORD;
use crate::settings::Settings;
use crate::socket;

/// The way into a cluster of somebody else's keeping. Dropping it stops nothing.
#[derive(Debug, Clone)]
pub struct Attached {
    socket_dir: PathBuf,
    superuser: String,
    password: String,
}

impl Attached {
    /// A URL that sqlx, libpq and psql understand.
    pub fn url(&self, user: &str, password: &str, database: &str) -> String {
        url(&self.socket_dir, user, password, database)
    }

    pub fn superuser_url(&self, database: &str) -> String {
        self.url(&self.superuser, &self.password, database)
    }
}

/// For a caller whom [`crate::start`] told that the cluster is [`Error::AlreadySupervised`]. Only who may read the
/// password's file gets in; whether the server answers is found out by connecting.
pub fn attach(settings: &Settings) -> Result<Attached, Error> {
    let folder =
        fs::canonicalize(&settings.data).doing(|| format!("find the folder {}", settings.data.display()))?;
    let file = folder.join(PASSWORD);
    let password = fs::read_to_string(&file).doing(|| format!("read {}", file.display()))?;
    Ok(Attached {
        socket_dir: socket::place_for(&folder),
        superuser: settings.superuser.clone(),
        password: password.trim().to_owned(),
    })
}
