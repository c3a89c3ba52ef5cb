//! The installation's secret: from the environment, or made once and kept in the data folder, readable by its owner.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use anyhow::{Context as _, bail};
use tenancy::Keys;

use crate::cli::Place;

pub fn keys(place: &Place) -> anyhow::Result<Keys> {
    match &place.secret {
        Some(text) => parse(text).context("KLUSTERA_SECRET"),
        None if place.database_url.is_some() && place.data.is_none() => bail!(
            "with DATABASE_URL the secret has to be the same in every process: set KLUSTERA_SECRET to 64 hexadecimal \
             digits (openssl rand -hex 32), or --data to a folder in which one may be kept"
        ),
        None => kept(&place.data_folder().join("secrets")),
    }
}

fn kept(folder: &Path) -> anyhow::Result<Keys> {
    let file = folder.join("master.key");
    if file.exists() {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        return parse(&text)
            .with_context(|| format!("{} is damaged; restore it from a backup", file.display()));
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    let master: [u8; 32] = rand::random();
    // Written beside and renamed, so that a power cut leaves either no secret or a whole one.
    let fresh = folder.join("master.key.new");
    let mut out = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    writeln!(out, "{}", hex::encode(master))?;
    out.sync_all()?;
    fs::rename(&fresh, &file)?;
    Ok(Keys::new(master))
}

fn parse(text: &str) -> anyhow::Result<Keys> {
    let bytes = hex::decode(text.trim()).context("not hexadecimal")?;
    let master: [u8; 32] = bytes.try_into().ok().context("a secret has 64 hexadecimal digits")?;
    Ok(Keys::new(master))
}
