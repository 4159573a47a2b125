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
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in brackets, which may hold anything; user and system time are the 14th and 15th.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: u64 = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    // Linux reports in hundredths of a second on every platform.
    Some(Duration::from_millis(ticks * 10))
}
