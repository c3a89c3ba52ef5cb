//! Where the socket lives: in the cluster's folder, or in a short private folder when that path is too long.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::account::Account;
use crate::error::{Doing, Error};

/// Part of the socket's name, not a port that anybody listens on.
pub(crate) const PORT: u16 = 5432;

/// What fits into `sockaddr_un` beside its closing zero.
const LONGEST: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The private folder for the socket of the cluster in `folder`; the same one at every start.
pub(crate) fn prepare(folder: &Path, account: &Account) -> Result<PathBuf, Error> {
    let place = place_for(folder);
    make_private(&place, account)?;
    Ok(place)
}

/// Files that a killed server left. Only for a caller that knows that no server of this folder lives: the
/// process number in such a file may by now be somebody else's, which PostgreSQL would take for a server.
pub(crate) fn clear(place: &Path) {
    for name in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
        let _ = fs::remove_file(place.join(name));
    }
}

pub(crate) fn place_for(folder: &Path) -> PathBuf {
    let inside = folder.join("socket");
    let socket = inside.join(format!(".s.PGSQL.{PORT}"));
    // PostgreSQL and URLs take the path as text.
    if socket.to_str().is_some_and(|text| text.len() <= LONGEST) {
        return inside;
    }
    Path::new("/tmp").join(format!("pg-{:016x}", fnv1a(folder.as_os_str().as_bytes())))
}

/// In /tmp anybody may have been here before us, so the folder is judged by what is open, not by its name.
fn make_private(place: &Path, account: &Account) -> Result<(), Error> {
    match DirBuilder::new().mode(0o700).create(place) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(error).doing(|| format!("make the folder {}", place.display()));
        }
        _ => {}
    }
    let taken = || Error::SocketFolderTaken { folder: place.into() };
    let open = open_folder(place).map_err(|_| taken())?;
    let about = open.metadata().doing(|| format!("look at {}", place.display()))?;

    if about.uid() != account.uid {
        if about.uid() != rustix::process::geteuid().as_raw() {
            return Err(taken());
        }
        fchown(&open, Some(account.uid), Some(account.gid))
            .doing(|| format!("give {} to {}", place.display(), account.name))?;
    }
    if about.mode() & 0o7777 != 0o700 {
        open.set_permissions(Permissions::from_mode(0o700))
            .doing(|| format!("close {} to others", place.display()))?;
    }
    Ok(())
}

fn open_folder(place: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::DIRECTORY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(place)
}

/// FNV-1a: the same name for the same folder in every build, which std's hasher does not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_stays_in_the_folder_until_its_path_is_too_long() {
        assert_eq!(place_for(Path::new("/srv/db")), Path::new("/srv/db/socket"));
        let long = format!("/srv/{}", "d".repeat(100));
        let short = place_for(Path::new(&long));
        assert!(short.starts_with("/tmp"));
        assert_eq!(short, place_for(Path::new(&long)));
        assert_ne!(short, place_for(Path::new(&format!("{long}e"))));
    }
}
