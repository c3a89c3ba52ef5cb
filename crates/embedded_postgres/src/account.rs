//! Under which account the server runs, and whether that account can get where it must.
//!
//! Reads `/etc/passwd` and nothing else: accounts of a directory service are not for a private server.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown, lchown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::error::{Doing, Error};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// We are root and the server is not.
    dropped: bool,
}

impl Account {
    /// Ourselves, unless we are root: then whoever owns the data, else `postgres`, else `nobody`.
    pub(crate) fn for_cluster(pgdata: &Path) -> Result<Self, Error> {
        let we = rustix::process::geteuid();
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        if !we.is_root() {
            let gid = rustix::process::getegid().as_raw();
            return Ok(Self { name: name_of(&passwd, we.as_raw()), uid: we.as_raw(), gid, dropped: false });
        }

        let owner =
            fs::metadata(pgdata).ok().map(|about| (about.uid(), about.gid())).filter(|(uid, _)| *uid != 0);
        let (uid, gid) = owner
            .or_else(|| ids_of(&passwd, "postgres"))
            .or_else(|| ids_of(&passwd, "nobody"))
            .ok_or(Error::NoUser)?;
        Ok(Self { name: name_of(&passwd, uid), uid, gid, dropped: true })
    }

    /// The command will run under this account. (std drops the supplementary groups together with root.)
    pub(crate) fn take_over(&self, command: &mut Command) {
        if self.dropped {
            command.uid(self.uid).gid(self.gid);
        }
    }

    pub(crate) fn own(&self, path: &Path) -> Result<(), Error> {
        if !self.dropped {
            return Ok(());
        }
        chown(path, Some(self.uid), Some(self.gid))
            .doing(|| format!("give {} to {}", path.display(), self.name))
    }

    /// A backup that root copied back belongs to root; the server needs all of it.
    pub(crate) fn own_tree_of_root(&self, folder: &Path) -> Result<(), Error> {
        let of_root = fs::metadata(folder).is_ok_and(|about| about.uid() == 0);
        if !self.dropped || !of_root {
            return Ok(());
        }
        self.own_below(folder).doing(|| format!("give {} to {}", folder.display(), self.name))
    }

    fn own_below(&self, path: &Path) -> io::Result<()> {
        if fs::symlink_metadata(path)?.is_dir() {
            for entry in fs::read_dir(path)? {
                self.own_below(&entry?.path())?;
            }
        }
        // The top comes last, so that an interrupted walk is taken up again.
        lchown(path, Some(self.uid), Some(self.gid))
    }

    /// Names the first folder on the way to `target` that this account may not pass.
    pub(crate) fn can_reach(&self, target: &Path) -> Result<(), Error> {
        if !self.dropped {
            return Ok(());
        }
        let mut way: Vec<&Path> = target.ancestors().collect();
        way.reverse();
        for folder in way {
            let about = fs::metadata(folder).doing(|| format!("look at {}", folder.display()))?;
            if !self.passes(about.uid(), about.gid(), about.mode()) {
                return Err(Error::Closed {
                    closed: folder.into(),
                    mode: about.mode() & 0o7777,
                    user: self.name.clone(),
                    target: target.into(),
                });
            }
        }
        Ok(())
    }

    fn passes(&self, owner: u32, group: u32, mode: u32) -> bool {
        let needed = match (owner == self.uid, group == self.gid) {
            (true, _) => 0o100,
            (false, true) => 0o010,
            (false, false) => 0o001,
        };
        mode & needed != 0
    }
}

fn ids_of(passwd: &str, name: &str) -> Option<(u32, u32)> {
    entries(passwd).find(|entry| entry.0 == name).map(|(_, uid, gid)| (uid, gid))
}

fn name_of(passwd: &str, uid: u32) -> String {
    entries(passwd).find(|entry| entry.1 == uid).map_or_else(|| uid.to_string(), |entry| entry.0.into())
}

fn entries(passwd: &str) -> impl Iterator<Item = (&str, u32, u32)> {
    passwd.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some((name, uid, gid))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_passes_a_folder_only_by_the_bits_that_are_meant_for_it() {
        let account = Account { name: "postgres".into(), uid: 101, gid: 104, dropped: true };
        assert!(account.passes(101, 0, 0o700));
        assert!(account.passes(0, 0, 0o711));
        assert!(account.passes(0, 104, 0o710));
        assert!(!account.passes(0, 0, 0o700));
        assert!(!account.passes(101, 0, 0o077));
    }

    #[test]
    fn users_are_found_by_name_and_by_number() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nbroken\npostgres:x:101:104::/var:/bin/sh\n";
        assert_eq!(ids_of(passwd, "postgres"), Some((101, 104)));
        assert_eq!(ids_of(passwd, "nobody"), None);
        assert_eq!(name_of(passwd, 101), "postgres");
        assert_eq!(name_of(passwd, 7), "7");
    }
}
