//! The zip file of a backup: `manifest.json`, `tables/<name>`, `files/<object>`. Nothing is held in memory but one
//! block of a table or one stored object.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Read as _, Write as _},
    path::Path,
};

use anyhow::Context as _;
use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::sql::Table;

const BLOCK_BYTES: usize = 64 * 1024;

/// What a backup says about itself.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub version: String,
    pub migrations: Vec<(i64, String)>,
    /// Name and number of rows of each table.
    pub tables: Vec<(String, u64)>,
    pub objects: u64,
}

impl Manifest {
    pub fn new(migrations: Vec<(i64, String)>) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: 1, version, migrations, tables: Vec::new(), objects: 0 }
    }

    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

pub struct Writer {
    zip: ZipWriter<BufWriter<File>>,
}

impl Writer {
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { zip: ZipWriter::new(BufWriter::new(file)) })
    }

    /// Copies a table; the number of its rows. COPY's text form has one line a row.
    pub async fn table(&mut self, tx: &mut PgConnection, table: &Table) -> anyhow::Result<u64> {
        self.begin(&format!("tables/{}", table.name))?;
        let sql = format!("copy (select {} from {}) to stdout", table.columns, table.name);
        let mut stream = tx.copy_out_raw(&sql).await?;
        let mut rows = 0;
        while let Some(block) = stream.try_next().await? {
            rows += block.iter().filter(|byte| **byte == b'\n').count() as u64;
            self.zip.write_all(&block)?;
        }
        Ok(rows)
    }

    pub fn object(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.begin(&format!("files/{name}"))?;
        Ok(self.zip.write_all(bytes)?)
    }

    /// The manifest comes last, so that a file without it is no backup.
    pub fn finish(mut self, manifest: &Manifest) -> anyhow::Result<()> {
        self.begin("manifest.json")?;
        serde_json::to_writer_pretty(&mut self.zip, manifest)?;
        let file = self.zip.finish()?.into_inner().context("the last block could not be written")?;
        Ok(file.sync_all()?)
    }

    fn begin(&mut self, name: &str) -> anyhow::Result<()> {
        Ok(self.zip.start_file(name, SimpleFileOptions::default().large_file(true))?)
    }
}

pub struct Reader {
    zip: ZipArchive<BufReader<File>>,
}

impl Reader {
    pub fn open(file: BufReader<File>) -> anyhow::Result<Self> {
        Ok(Self { zip: ZipArchive::new(file).context("this is not a backup of Klustera")? })
    }

    pub fn manifest(&mut self) -> anyhow::Result<Manifest> {
        let entry =
            self.zip.by_name("manifest.json").context("this backup is not complete: it has no manifest")?;
        Ok(serde_json::from_reader(entry)?)
    }

    /// Fills a table; the number of rows that came.
    pub async fn table(&mut self, tx: &mut PgConnection, table: &Table) -> anyhow::Result<u64> {
        let mut entry = self.zip.by_name(&format!("tables/{}", table.name))?;
        let sql = format!("copy {} ({}) from stdin", table.name, table.columns);
        let mut copy = tx.copy_in_raw(&sql).await?;
        let mut block = vec![0; BLOCK_BYTES];
        loop {
            let length = entry.read(&mut block)?;
            if length == 0 {
                break;
            }
            copy.send(&block[..length]).await?;
        }
        Ok(copy.finish().await?)
    }

    pub fn objects(&self) -> anyhow::Result<Vec<String>> {
        let names = self.zip.file_names().collect::<Result<Vec<_>, _>>()?;
        Ok(names.iter().filter_map(|name| name.strip_prefix("files/")).map(str::to_owned).collect())
    }

    pub fn object(&mut self, name: &str) -> anyhow::Result<Vec<u8>> {
        let mut entry = self.zip.by_name(&format!("files/{name}"))?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
