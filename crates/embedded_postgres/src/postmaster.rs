//! The server as a child process: started by a thread that lives exactly as long as it does.
//!
//! The thread matters. Linux tells a child of its parent's death when the *thread* that made it ends, so a
//! server made by a worker thread would be stopped when that worker is. This one only waits for its child.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use tokio::sync::watch;

/// What became of the child. The status is missing only where somebody else reaps our children.
pub(crate) type Ended = Option<ExitStatus>;

#[derive(Debug)]
pub(crate) struct Postmaster {
    pid: Pid,
    life: Arc<Mutex<Life>>,
    ended: watch::Receiver<Option<Ended>>,
}

/// While a child is not reaped its number cannot be given to another process, so it is safe to signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Life {
    Unreaped,
    Reaped,
}

impl Postmaster {
    /// Blocks until the process exists or could not be made.
    pub(crate) fn spawn(mut command: Command) -> io::Result<Self> {
        // Ctrl-C in a terminal goes to the whole foreground group. It is for us; we tell the server.
        command.process_group(0);
        die_with_us(&mut command, Signal::INT);

        let (tell_born, born) = mpsc::sync_channel(1);
        let (tell_ended, ended) = watch::channel(None);
        let life = Arc::new(Mutex::new(Life::Unreaped));
        let shared = Arc::clone(&life);
        thread::Builder::new().name("postmaster".into()).spawn(move || {
            let child = command.spawn();
            drop(command); // and with it our copy of the log's handle
            match child {
                Err(error) => drop(tell_born.send(Err(error))),
                Ok(child) => {
                    drop(tell_born.send(Ok(Pid::from_child(&child))));
                    let _ = tell_ended.send(Some(wait_for_end(child, &shared)));
                }
            }
        })?;

        let pid = born.recv().map_err(io::Error::other)??;
        Ok(Self { pid, life, ended })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_pid().unsigned_abs()
    }

    /// Does nothing to a server that has ended.
    pub(crate) fn signal(&self, signal: Signal) {
        let life = locked(&self.life);
        if *life == Life::Unreaped
            && let Err(error) = kill_process(self.pid, signal)
        {
            tracing::warn!(pid = self.pid(), ?signal, %error, "could not signal PostgreSQL");
        }
    }

    /// Cancel-safe; answers at once when the server has ended before.
    pub(crate) async fn ended(&mut self) -> Ended {
        match self.ended.wait_for(Option::is_some).await {
            Ok(ended) => ended.flatten(),
            Err(_) => None,
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        self.signal(Signal::INT);
    }
}

/// The kernel sends `signal` to the child when we die, by whatever cause.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "std offers no safe way to run prctl between fork and exec")]
pub(crate) fn die_with_us(command: &mut Command, signal: Signal) {
    let we = rustix::process::getpid();
    let tie = move || {
        rustix::process::set_parent_process_death_signal(Some(signal))?;
        // Dead before the tie was made: nobody would ever stop this child.
        if rustix::process::getppid() == Some(we) { Ok(()) } else { Err(io::Error::from(Errno::SRCH)) }
    };
    // SAFETY: the closure runs in the child between fork and exec, where only async-signal-safe work is
    // allowed. It makes two system calls through rustix and neither allocates nor locks.
    unsafe { command.pre_exec(tie) };
}

/// Elsewhere the next start finds and stops what we left.
#[cfg(not(target_os = "linux"))]
pub(crate) fn die_with_us(_command: &mut Command, _signal: Signal) {}

fn wait_for_end(mut child: Child, life: &Mutex<Life>) -> Ended {
    let pid = WaitId::Pid(Pid::from_child(&child));
    while let Err(Errno::INTR) = waitid(pid.clone(), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT) {}
    let mut life = locked(life);
    let status = child.wait().ok();
    *life = Life::Reaped;
    status
}

fn locked(life: &Mutex<Life>) -> MutexGuard<'_, Life> {
    life.lock().unwrap_or_else(PoisonError::into_inner)
}
