//! How much memory this process has taken at most, and how much time of the processors.

use std::fs;
use std::time::Duration;

/// Forgets the peak so far. Where the system does not offer it, the peak is that of the whole run.
pub(crate) fn forget_peak() {
    // 5 is "reset the peak", see proc(5); elsewhere there is no such file, and nothing to be done about it.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The peak since, in megabytes; `None` where the system does not tell.
pub(crate) fn peak_in_megabytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024)
}

/// The processor time that this process has taken so far, in all its threads; `None` where the system does not tell. It
/// is the same on a machine that does other things, too.
pub(crate) fn processor_time() -> Option<Duration> {
    Some(in_hundredths(Stat::read("self")?.ticks))
}

/// The processor time that a server has taken so far: it may have a child for each connection, which may have ended.
/// `None` where the system does not tell.
pub(crate) fn processor_time_of(server: u32) -> Option<Duration> {
    let own = Stat::read(&server.to_string())?;
    let processes = fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| Stat::read(entry.file_name().to_str()?));
    let children: u64 = processes.filter(|stat| stat.parent == server).map(|stat| stat.ticks).sum();
    Some(in_hundredths(own.ticks + own.ticks_of_ended + children))
}

/// Linux reports in hundredths of a second on every platform.
fn in_hundredths(ticks: u64) -> Duration {
    Duration::from_millis(ticks * 10)
}

/// What the system tells of a process.
struct Stat {
    parent: u32,
    ticks: u64,
    /// Of its children that ended.
    ticks_of_ended: u64,
}

impl Stat {
    fn read(process: &str) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The second field is a name in brackets, which may hold anything. The parent is the fourth, user and system
        // time are the 14th and 15th, and those of ended children the next two.
        let (_, fields) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let number = |at: usize| fields.get(at - 3).and_then(|field| field.parse::<u64>().ok());
        let parent = u32::try_from(number(4)?).ok()?;
        Some(Self { parent, ticks: number(14)? + number(15)?, ticks_of_ended: number(16)? + number(17)? })
    }
}
