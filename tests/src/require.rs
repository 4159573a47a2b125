//! The tools that tests use, and what happens when one is not there: its tests are left out, the end of the run says
//! so, and when `TELLERGRAPH_TEST_REQUIRE` lists it, the run fails.
#![expect(clippy::disallowed_methods, reason = "what a run of the tests must have is told by the environment")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::engine::Engine;

/// The variable that lists the tools a run must have, by name and with commas between.
pub const VARIABLE: &str = "TELLERGRAPH_TEST_REQUIRE";

/// A tool that some tests need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    /// Built in, so always there.
    Sqlite,
    /// The `PostgreSQL` server.
    Postgres,
    /// The `MariaDB` server.
    MariaDb,
    /// Node.js, which builds the browser's part.
    Node,
    /// Chromium, which the browser's part is driven in.
    Chromium,
    /// The program that drives Chromium.
    ChromeDriver,
    /// Python 3, for clients written in it.
    Python,
    /// The shell of `SQLite`, which loads files.
    SqliteShell,
    /// The shell of `PostgreSQL`, the same.
    PostgresShell,
    /// The shell of `MariaDB`, the same.
    MariaDbShell,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 10] = [
        Self::Sqlite,
        Self::Postgres,
        Self::MariaDb,
        Self::Node,
        Self::Chromium,
        Self::ChromeDriver,
        Self::Python,
        Self::SqliteShell,
        Self::PostgresShell,
        Self::MariaDbShell,
    ];

    /// Its name in [`VARIABLE`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::MariaDb => "mariadb",
            Self::Node => "node",
            Self::Chromium => "chromium",
            Self::ChromeDriver => "chromedriver",
            Self::Python => "python",
            Self::SqliteShell => "sqlite3",
            Self::PostgresShell => "psql",
            Self::MariaDbShell => "mariadb-client",
        }
    }

    /// The tool of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// The program to run; `None` when it is not installed. For the built-in one, this program.
    pub fn program(self) -> Option<PathBuf> {
        match self {
            Self::Sqlite => std::env::current_exe().ok(),
            Self::Postgres => find(&["postgres"], &["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"]),
            Self::MariaDb => find(&["mariadbd", "mysqld"], &["/usr/libexec", "/usr/local/libexec"]),
            Self::Node => find(&["node"], &[]),
            Self::Chromium => find(&["chromium", "chromium-browser", "google-chrome"], &[]),
            Self::ChromeDriver => find(&["chromedriver"], &["/usr/lib/chromium-browser", "/usr/lib/chromium"]),
            Self::Python => find(&["python3"], &[]),
            Self::SqliteShell => find(&["sqlite3"], &[]),
            Self::PostgresShell => find(&["psql"], &["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"]),
            Self::MariaDbShell => find(&["mariadb", "mysql"], &[]),
        }
    }

    /// The program to run, or `None` after noting that its tests are left out; the note is shown when the run ends.
    pub fn program_or_note(self) -> Option<PathBuf> {
        let program = self.program();
        if program.is_none() {
            note(&format!("NOT TESTED: {} is not installed, so its tests were left out", self.name()));
        }
        program
    }
}

/// Whether a package of `web/` is installed, which building the browser's part does. If not, that is noted.
///
/// # Errors
/// It is not installed, and this run must have what the browser's part is built with.
pub fn web_package_or_note(package: &str) -> Result<bool, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/node_modules").join(package);
    if folder.is_dir() {
        return Ok(true);
    }
    if required()?.contains(&Tool::Node) {
        return Err(format!("{package} is not installed: run npm ci in web/"));
    }
    note(&format!("NOT TESTED: {package} is not installed in web/, so its tests were left out (npm ci)"));
    Ok(false)
}

/// The tools that this run must have.
///
/// # Errors
/// The first name that is no tool's.
pub fn required() -> Result<BTreeSet<Tool>, String> {
    let list = std::env::var_os(VARIABLE).unwrap_or_default();
    let list = list.to_string_lossy();
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| Tool::of_name(name).ok_or_else(|| name.to_owned())).collect()
}

/// How often `TELLERGRAPH_TEST_KILLS` wants programs killed that must survive it; `None` when it does not say.
pub fn kills() -> Option<u32> {
    std::env::var_os("TELLERGRAPH_TEST_KILLS")?.to_str()?.parse().ok()
}

/// The engines to run a test on: those that are installed. The others are noted.
pub fn engines() -> Vec<Engine> {
    Engine::ALL.into_iter().filter(|engine| engine.tool().program_or_note().is_some()).collect()
}

/// The first of the programs that is in `PATH`, in the usual places, or in the folders; a `*` in a folder stands for
/// the highest version there.
pub(crate) fn find(names: &[&str], folders: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/local/bin", "/usr/bin", "/usr/local/sbin", "/usr/sbin", "/opt/homebrew/bin"];
    let folders: Vec<PathBuf> = std::env::split_paths(&path)
        .chain(usual.iter().map(PathBuf::from))
        .chain(folders.iter().flat_map(|folder| expand(folder)))
        .collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|program| program.is_file()))
}

fn expand(folder: &str) -> Vec<PathBuf> {
    let Some((before, after)) = folder.split_once('*') else { return vec![PathBuf::from(folder)] };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or((".", before));
    let Ok(entries) = Path::new(parent).read_dir() else { return Vec::new() };
    let mut versions: Vec<(f64, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name();
            let version = name.to_string_lossy().strip_prefix(prefix)?.parse().ok()?;
            Some((version, Path::new(parent).join(name).join(after.trim_start_matches('/'))))
        })
        .collect();
    versions.sort_by(|one, other| other.0.total_cmp(&one.0));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

/// Notes are kept by a process that outlives this one by a moment: a test program has no last word of its own, since
/// the harness ends it from within.
fn note(line: &str) {
    static NOTES: OnceLock<Mutex<Option<Child>>> = OnceLock::new();
    let notes = NOTES.get_or_init(|| Mutex::new(sorted_to_stderr().ok()));
    let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    let written = match notes.as_mut().and_then(|child| child.stdin.as_mut()) {
        Some(pipe) => writeln!(pipe, "{line}"),
        None => Err(io::ErrorKind::NotFound.into()),
    };
    if written.is_err() {
        // Said in the middle of the run is better than not said; a standard error that is closed is nobody's loss.
        let _ = writeln!(io::stderr(), "{line}");
    }
}

fn sorted_to_stderr() -> io::Result<Child> {
    Command::new("sh")
        .args([OsStr::new("-c"), OsStr::new("sort -u >&2")])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
}
