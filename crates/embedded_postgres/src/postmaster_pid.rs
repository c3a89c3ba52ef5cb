//! `postmaster.pid`, in which a server says who it is and how far it has come.

use std::fs;
use std::path::Path;

use rustix::process::Pid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PostmasterPid {
    pub(crate) pid: Pid,
    pub(crate) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    NotYet,
    Ready,
}

/// `None` when there is no such file, or not yet a whole one.
pub(crate) fn read(pgdata: &Path) -> Option<PostmasterPid> {
    parse(&fs::read_to_string(pgdata.join("postmaster.pid")).ok()?)
}

/// The first line is the process; the eighth is the state, padded with spaces.
fn parse(text: &str) -> Option<PostmasterPid> {
    let mut lines = text.lines();
    let number: i32 = lines.next()?.trim().parse().ok()?;
    // A single-user server writes its number negative.
    let pid = Pid::from_raw(number.checked_abs()?)?;
    let state = if lines.nth(6).map(str::trim) == Some("ready") { State::Ready } else { State::NotYet };
    Some(PostmasterPid { pid, state })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_ready_only_when_its_eighth_line_says_so() {
        let starting = "742\n/srv/pgdata\n1700000000\n5432\n/srv/socket\n\n  1234  5678\nstarting\n";
        let ready = starting.replace("starting", "ready   ");
        let pid = Pid::from_raw(742).unwrap();
        assert_eq!(parse(starting), Some(PostmasterPid { pid, state: State::NotYet }));
        assert_eq!(parse(&ready), Some(PostmasterPid { pid, state: State::Ready }));
        assert_eq!(parse(""), None);
    }
}
