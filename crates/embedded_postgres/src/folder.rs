//! The folder that belongs to the cluster: its lay-out, its lock and the superuser's password.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;

use crate::error::{Doing, Error};

const LOCK: &str = "supervisor.lock";
pub(crate) const PASSWORD: &str = "superuser-password";

/// Held open for as long as the cluster is ours: the lock ends with this value, or with the process.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: Lock,
}

#[derive(Debug)]
struct Lock(File);

impl Drop for Lock {
    /// Said aloud, because closing is not enough while a child in the making holds a copy.
    fn drop(&mut self) {
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}

impl Folder {
    /// Makes the folder where needed and locks it.
    pub(crate) fn claim(data: &Path) -> Result<Self, Error> {
        let path = make(data)?;
        if !path.join(LOCK).exists() && !is_empty(&path)? {
            return Err(Error::NotOurs { data: path });
        }
        let lock = lock(&path)?;
        Ok(Self { path, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn pgdata(&self) -> PathBuf {
        self.path.join("pgdata")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.path.join("postgres.log")
    }

    /// Which major version made the cluster; `None` before there is one.
    pub(crate) fn made_by(&self) -> Result<Option<u32>, Error> {
        if !self.pgdata().exists() {
            return Ok(None);
        }
        let file = self.pgdata().join("PG_VERSION");
        let made_by = fs::read_to_string(&file)
            .and_then(|text| text.trim().parse().map_err(|_| io::Error::from(io::ErrorKind::InvalidData)))
            .doing(|| format!("read the version in {}", file.display()))?;
        Ok(Some(made_by))
    }

    /// The superuser's password: made before the cluster is, and never again.
    pub(crate) fn password(&self) -> Result<String, Error> {
        let file = self.path.join(PASSWORD);
        match fs::read_to_string(&file) {
            Ok(password) => Ok(password.trim().into()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).doing(|| format!("read {}", file.display()))
            }
            Err(_) if self.pgdata().exists() => Err(Error::PasswordMissing { file }),
            Err(_) => {
                let password = random_hex();
                self.write_private(&file, &password).doing(|| format!("write {}", file.display()))?;
                Ok(password)
            }
        }
    }

    /// On disk entirely or not at all, readable by its owner alone.
    fn write_private(&self, file: &Path, text: &str) -> io::Result<()> {
        let draft = file.with_extension("draft");
        let _ = fs::remove_file(&draft);
        let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        fs::rename(&draft, file)?;
        sync(&self.path)
    }
}

/// A rename is on disk once the folder is.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// 192 random bits.
pub(crate) fn random_hex() -> String {
    rand::random::<[u8; 24]>().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn make(data: &Path) -> Result<PathBuf, Error> {
    DirBuilder::new().recursive(true).create(data).doing(|| format!("make the folder {}", data.display()))?;
    let path = fs::canonicalize(data).doing(|| format!("find the folder {}", data.display()))?;
    let about = fs::metadata(&path).doing(|| format!("look at {}", path.display()))?;

    // Root's folder may be passed, not read, by the account that the server is dropped to.
    let we = rustix::process::geteuid();
    let mode = if we.is_root() { 0o711 } else { 0o700 };
    if about.uid() == we.as_raw()
        && about.mode() & 0o7777 != mode
        && (is_empty(&path)? || path.join(LOCK).exists())
    {
        fs::set_permissions(&path, Permissions::from_mode(mode))
            .doing(|| format!("close {} to others", path.display()))?;
    }
    Ok(path)
}

fn is_empty(folder: &Path) -> Result<bool, Error> {
    let entries = fs::read_dir(folder).doing(|| format!("read the folder {}", folder.display()))?;
    // A freshly formatted disk, mounted here, is empty too.
    Ok(entries.flatten().all(|entry| entry.file_name() == "lost+found"))
}

fn lock(folder: &Path) -> Result<Lock, Error> {
    let file = folder.join(LOCK);
    let mut lock = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(&file)
        .doing(|| format!("open {}", file.display()))?;

    if let Err(error) = take(&lock) {
        if error != Errno::WOULDBLOCK {
            return Err(error).doing(|| format!("lock {}", file.display()));
        }
        let mut pid = String::new();
        let _ = lock.read_to_string(&mut pid);
        return Err(Error::AlreadySupervised { data: folder.into(), pid: pid.trim().parse().ok() });
    }

    lock.set_len(0)
        .and_then(|()| writeln!(lock, "{}", std::process::id()))
        .doing(|| format!("write {}", file.display()))?;
    Ok(Lock(lock))
}

/// Tries for a moment: a supervisor that was killed while it made a child lives on in that child, together with
/// its lock, until the child has become another program or has noticed the death.
fn take(lock: &File) -> Result<(), Errno> {
    let give_up = Instant::now() + Duration::from_secs(1);
    loop {
        match flock(lock, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) if Instant::now() < give_up => thread::sleep(Duration::from_millis(10)),
            taken => return taken,
        }
    }
}
