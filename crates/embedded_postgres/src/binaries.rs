//! Which PostgreSQL to run: an explicit folder and nothing else, or the newest of the usual places.
//!
//! Does not download anything. A cluster that exists decides the major version by itself (`for_cluster`).

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;

/// The oldest server that will be run.
pub const OLDEST_MAJOR: u32 = 15;
/// Names the folder of the binaries from the environment; used when no folder is given.
pub const BINARIES_VARIABLE: &str = "POSTGRES_BIN";

/// A folder that holds `postgres` and `initdb`, and what `postgres --version` said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    pub folder: PathBuf,
    /// As printed, such as `15.18`.
    pub version: String,
    pub major: u32,
}

impl Binaries {
    /// Path of one program, such as `psql` or `pg_dump`; `None` when this installation lacks it.
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.join(name)).filter(|path| path.is_file())
    }

    pub(crate) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    fn read(folder: &Path) -> Result<Self, Error> {
        let refuse = |reason: String| Error::NotBinaries { folder: folder.into(), reason };
        let folder = fs::canonicalize(folder).map_err(|error| refuse(error.to_string()))?;
        for program in ["postgres", "initdb"] {
            if !folder.join(program).is_file() {
                return Err(refuse(format!("`{program}` is missing")));
            }
        }

        let output = Command::new(folder.join("postgres"))
            .arg("--version")
            .current_dir("/")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| refuse(error.to_string()))?;
        let printed = String::from_utf8_lossy(&output.stdout);
        let (version, major) = parse_version(&printed)
            .ok_or_else(|| refuse(format!("`postgres --version` said {:?}", printed.trim())))?;

        Ok(Self { folder, version, major })
    }

    fn new_enough(self) -> Result<Self, Error> {
        if self.major < OLDEST_MAJOR {
            return Err(Error::TooOld { folder: self.folder, version: self.version });
        }
        Ok(self)
    }
}

/// The binaries for a new cluster: `explicit`, else `$POSTGRES_BIN`, else the newest installed.
pub fn find_binaries(explicit: Option<&Path>) -> Result<Binaries, Error> {
    newest(all(explicit)?)
}

/// The binaries for a cluster that `made_by` made, where several versions may be installed.
pub(crate) fn for_cluster(explicit: Option<&Path>, made_by: u32, data: &Path) -> Result<Binaries, Error> {
    of_major(made_by, &all(explicit)?, data)
}

fn of_major(made_by: u32, installed: &[Binaries], data: &Path) -> Result<Binaries, Error> {
    match installed.iter().find(|binaries| binaries.major == made_by) {
        Some(binaries) => binaries.clone().new_enough(),
        None => {
            let mut found: Vec<u32> = installed.iter().map(|binaries| binaries.major).collect();
            found.dedup();
            Err(Error::OtherMajor { data: data.into(), made_by, found })
        }
    }
}

/// What tells one build of `postgres` from its successor in the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
}

impl Stamp {
    pub(crate) fn of(binaries: &Binaries) -> Option<Self> {
        let about = fs::metadata(binaries.postgres()).ok()?;
        Some(Self {
            device: about.dev(),
            inode: about.ino(),
            size: about.size(),
            modified: (about.mtime(), about.mtime_nsec()),
        })
    }
}

/// Newest first, never empty.
fn all(explicit: Option<&Path>) -> Result<Vec<Binaries>, Error> {
    let named =
        explicit.map(PathBuf::from).or_else(|| std::env::var_os(BINARIES_VARIABLE).map(PathBuf::from));
    if let Some(folder) = named {
        return Ok(vec![Binaries::read(&folder)?]);
    }

    let looked_in = usual_folders();
    let mut found: Vec<Binaries> = Vec::new();
    for binaries in looked_in.iter().filter_map(|folder| Binaries::read(folder).ok()) {
        if !found.contains(&binaries) {
            found.push(binaries);
        }
    }
    if found.is_empty() {
        return Err(Error::NoBinaries { looked_in });
    }
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    Ok(found)
}

fn newest(mut newest_first: Vec<Binaries>) -> Result<Binaries, Error> {
    newest_first.swap_remove(0).new_enough()
}

fn usual_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    folders.extend(versions_in("/usr/lib/postgresql", "", "bin")); // Debian, Ubuntu, Alpine
    folders.extend(versions_in("/usr", "pgsql-", "bin")); // the PostgreSQL project's RPMs
    for prefix in ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"] {
        folders.extend(versions_in(prefix, "postgresql", "bin"));
    }
    folders.extend(versions_in("/Applications/Postgres.app/Contents/Versions", "", "bin"));
    folders.push("/usr/local/pgsql/bin".into());
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders.retain(|folder| folder.join("postgres").is_file());
    folders
}

fn versions_in(parent: &str, prefix: &str, below: &str) -> Vec<PathBuf> {
    let begins = |name: &OsStr| name.to_string_lossy().starts_with(prefix);
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| begins(&entry.file_name()))
        .map(|entry| entry.path().join(below))
        .collect()
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is version 15.18 of major 15; `18beta1` of 18.
fn parse_version(printed: &str) -> Option<(String, u32)> {
    let version = printed.split_once("(PostgreSQL)")?.1.split_whitespace().next()?;
    let digits = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    Some((version.into(), version[..digits].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_every_way_a_distribution_prints_it() {
        let debian = parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n");
        assert_eq!(debian, Some(("15.18".into(), 15)));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1"), Some(("18beta1".into(), 18)));
        assert_eq!(parse_version("postgres (PostgreSQL) 9.6.24"), Some(("9.6.24".into(), 9)));
        assert_eq!(parse_version("mysqld 8.0"), None);
    }

    #[test]
    fn a_server_older_than_15_is_refused_with_its_version() {
        let old = Binaries { folder: "/opt/pg14".into(), version: "14.9".into(), major: 14 };
        let refusal = newest(vec![old]).unwrap_err().to_string();
        assert_eq!(refusal, "PostgreSQL 14.9 in /opt/pg14 is too old; version 15 or newer is needed");
    }

    #[test]
    fn a_cluster_keeps_its_major_version_while_a_new_one_takes_the_newest() {
        let [newer, older] = [17, 15].map(|major| Binaries {
            folder: format!("/usr/lib/postgresql/{major}/bin").into(),
            version: format!("{major}.1"),
            major,
        });
        let installed = [newer.clone(), older.clone()];
        let data = Path::new("/srv/db");

        assert_eq!(newest(installed.to_vec()).unwrap(), newer);
        assert_eq!(of_major(15, &installed, data).unwrap(), older);
        let refusal = of_major(16, &installed, data).unwrap_err().to_string();
        assert!(
            refusal
                .starts_with("the cluster in /srv/db was made by PostgreSQL 16, but only PostgreSQL 17, 15")
        );
    }

    #[test]
    fn an_explicit_folder_without_a_server_is_refused_instead_of_another_one_taken() {
        let refusal = find_binaries(Some(Path::new("/usr/share"))).unwrap_err().to_string();
        assert_eq!(refusal, "/usr/share does not hold a PostgreSQL server: `postgres` is missing");
    }

    #[test]
    fn an_upgrade_that_replaces_the_server_in_its_place_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let binaries = Binaries { folder: folder.path().into(), version: "15.18".into(), major: 15 };
        fs::write(binaries.postgres(), "15.18").unwrap();
        let before = Stamp::of(&binaries);
        assert_eq!(Stamp::of(&binaries), before);

        fs::write(folder.path().join("postgres.dpkg-new"), "15.19").unwrap();
        fs::rename(folder.path().join("postgres.dpkg-new"), binaries.postgres()).unwrap();
        assert_ne!(Stamp::of(&binaries), before);
    }
}
