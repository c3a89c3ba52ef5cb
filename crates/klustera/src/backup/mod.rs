//! Backup and restore: database and files, to one file and back.
//!
//! The file is a zip with a manifest, one COPY of each table and every stored object. It needs no `pg_dump`, whose
//! version would have to fit; the price is that it is restored by a build with the same migrations. Not in it: the
//! secret, which belongs beside the backup and not inside it, and sessions' cookies, which need that secret.

mod archive;
mod sql;

use std::{fs::File, io::BufReader, path::Path};

use anyhow::{Context as _, bail, ensure};
use archive::{Manifest, Reader, Writer};
use futures_util::TryStreamExt as _;
use sqlx::{Connection as _, PgConnection};

use crate::{cli::Place, database::Database, secrets, serve::open_files};

/// Writes everything to `file`, through a neighbour that is renamed at the end: an interrupted backup leaves nothing
/// that looks like one.
pub async fn backup(place: &Place, file: &Path) -> anyhow::Result<()> {
    let keys = secrets::keys(place)?;
    let database = Database::open(place, &keys).await?;
    let done = write(place, &database, file).await;
    database.stop().await;
    let (tables, rows, objects) = done?;
    println!("Backup written to {}: {rows} rows of {tables} tables, {objects} files.", file.display());
    println!("Keep the secret beside it (secrets/master.key): without it nobody stays signed in.");
    Ok(())
}

/// Brings back `file` into an empty installation, or over an existing one with `force`.
pub async fn restore(place: &Place, file: &Path, force: bool) -> anyhow::Result<()> {
    let mut reader = Reader::open(BufReader::new(
        File::open(file).with_context(|| format!("cannot read {}", file.display()))?,
    ))?;
    let keys = secrets::keys(place)?;
    let database = Database::open(place, &keys).await?;
    let done = async {
        database.migrate(&keys).await?;
        read(place, &database, &mut reader, force).await
    }
    .await;
    database.stop().await;
    let (rows, objects) = done?;
    println!("Restored {rows} rows and {objects} files from {}.", file.display());
    Ok(())
}

async fn write(place: &Place, database: &Database, file: &Path) -> anyhow::Result<(usize, u64, u64)> {
    let fresh = file.with_extension("part");
    let mut connection = PgConnection::connect_with(&database.owner).await?;
    // One snapshot for all tables: a payment is in it with its receipt, or not at all.
    let mut tx = connection.begin_with("begin isolation level repeatable read read only").await?;
    let migrations = sql::migrations(&mut tx).await?;
    ensure!(!migrations.is_empty(), "there is nothing to back up: this database was never migrated");
    let tables = sql::tables(&mut tx).await?;
    let mut writer = Writer::create(&fresh)?;
    let mut manifest = Manifest::new(migrations);
    for table in &tables {
        let rows = writer.table(&mut tx, table).await?;
        manifest.tables.push((table.name.clone(), rows));
    }
    tx.commit().await?;
    let files = open_files(place)?;
    let mut objects = files.everything();
    while let Some(object) = objects.try_next().await? {
        writer.object(&object.path, &files.read(&object).await?)?;
        manifest.objects += 1;
    }
    writer.finish(&manifest)?;
    std::fs::rename(&fresh, file)?;
    Ok((tables.len(), manifest.rows(), manifest.objects))
}

async fn read(
    place: &Place,
    database: &Database,
    reader: &mut Reader,
    force: bool,
) -> anyhow::Result<(u64, u64)> {
    let manifest = reader.manifest()?;
    let mut connection = PgConnection::connect_with(&database.owner).await?;
    let mut tx = connection.begin().await?;
    let here = sql::migrations(&mut tx).await?;
    ensure!(
        here == manifest.migrations,
        "this backup was written with {} migrations, this build has {}; restore it with the build that wrote it, then \
         upgrade",
        manifest.migrations.len(),
        here.len()
    );
    if sql::is_in_use(&mut tx).await? && !force {
        bail!("there is data here already; --force replaces it with the backup");
    }
    let tables = sql::tables(&mut tx).await?;
    sql::open_for_restore(&mut tx, &tables).await?;
    let mut rows = 0;
    for table in &tables {
        let Some((_, expected)) = manifest.tables.iter().find(|(name, _)| *name == table.name) else {
            continue;
        };
        let restored = reader.table(&mut tx, table).await?;
        ensure!(
            restored == *expected,
            "{}: {restored} rows instead of {expected}; nothing was changed",
            table.name
        );
        rows += restored;
    }
    sql::close_after_restore(&mut tx, &tables).await?;
    let files = open_files(place)?;
    let objects = reader.objects()?;
    for object in &objects {
        let ours = files.put_back(object, reader.object(object)?.into()).await?;
        ensure!(ours, "{object} is no file of Klustera; nothing was changed in the database");
    }
    tx.commit().await?;
    Ok((rows, objects.len() as u64))
}
