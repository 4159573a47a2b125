//! What a person at the terminal sees: results on the standard output, everything else on the error stream.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::Failure;

/// Writes a result. A reader who has seen enough and closed the pipe is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write the output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Lines of cells as text, the cells of a column below one another: by their ends in the columns of numbers, which are
/// counted from 0.
pub(super) fn aligned<const COLUMNS: usize>(lines: &[[String; COLUMNS]], numbers: &[usize]) -> String {
    let mut widths = [0; COLUMNS];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |line: &[String; COLUMNS]| {
        let cells = line.iter().zip(widths).enumerate().map(|(index, (cell, width))| {
            if numbers.contains(&index) { format!("{cell:>width$}") } else { format!("{cell:width$}") }
        });
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}

/// A result as JSON, for programs.
pub(super) fn json(result: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(result);
    text.map(|text| text + "\n").map_err(|error| Failure::new(format!("cannot write the output: {error}")))
}

/// Tells what is being done.
pub(super) fn tell(line: &str) {
    // With nobody at the other end there is nobody to tell.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Tells why nothing came of it.
pub(super) fn complain(line: &str) {
    tell(&format!("tellergraph: {line}"));
}

/// How far long work has come: a bar on a terminal, a line at every tenth elsewhere.
pub(super) struct Progress {
    what: &'static str,
    bar: Option<ProgressBar>,
    tenths: u64,
}

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}") {
                bar.set_style(style);
            }
            bar.with_message(what)
        });
        Self { what, bar, tenths: 0 }
    }

    pub(super) fn at(&mut self, done: u64, of: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(of);
            bar.set_position(done);
            return;
        }
        let tenths = done.saturating_mul(10) / of.max(1);
        if tenths > self.tenths {
            self.tenths = tenths;
            tell(&format!("{}: {done} of {of}", self.what));
        }
    }

    /// Takes the bar away; the lines stay.
    pub(super) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
