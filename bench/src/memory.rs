//! How much memory this process has taken at most.

use std::fs;

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
