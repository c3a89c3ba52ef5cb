//! CPU time and memory of processes, from /proc.

use std::{fs, path::Path};

/// User and system time of a process and all its living children, in seconds.
pub fn seconds_of_tree(root: u32) -> f64 {
    seconds_of(root) + children_of(root).into_iter().map(seconds_of).sum::<f64>()
}

pub fn seconds_of(pid: u32) -> f64 {
    let Some(fields) = stat(pid) else { return 0.0 };
    let ticks = |index: usize| fields.get(index).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    // Fields 14 and 15 of proc(5), counted behind the name in brackets; and what reaped children left (16, 17).
    (ticks(11) + ticks(12) + ticks(13) + ticks(14))
        / f64::from(rustix::param::clock_ticks_per_second() as u32)
}

/// Resident memory in MiB.
pub fn resident_mib(pid: u32) -> f64 {
    line_of_status(pid, "VmRSS:")
}

/// The highest resident memory so far, in MiB.
pub fn peak_mib(pid: u32) -> f64 {
    line_of_status(pid, "VmHWM:")
}

/// The load average of the last minute.
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0.0)
}

fn children_of(parent: u32) -> Vec<u32> {
    let Ok(all) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = all.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| stat(*pid).and_then(|f| f.get(1)?.parse::<u32>().ok()) == Some(parent)).collect()
}

/// The fields behind the process's name.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn line_of_status(pid: u32, name: &str) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
}
