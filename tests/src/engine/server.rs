//! A server of the test process: started under an account that may, and gone when the process is.

use std::ffi::OsString;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait;

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long it is left alone between two questions.
const PAUSE: Duration = Duration::from_millis(50);

/// Starts the server, waits for its end or for ours, and leaves nothing behind. Ours is the end of the standard
/// input, which comes however the test process ends. The arguments are the folder, the signal, and the server.
const GUARD: &str = r#"
folder=$1; signal=$2; shift 2
exec 3<&0 4>&2 2>/dev/null
"$@" </dev/null >"$folder/log" 2>&1 3<&- 4>&- &
server=$!
( cat >/dev/null; : >"$folder/ended"; kill -s "$signal" "$server" ) <&3 4>&- &
watch=$!
wait "$server"
[ -e "$folder/ended" ] || { kill "$watch"; cat "$folder/log" >&4; }
cd /
rm -rf "$folder"
"#;

/// Why a server did not start.
#[derive(Debug)]
pub enum StartError {
    /// It is not installed.
    NotInstalled(&'static str),
    /// A program could not be run, or its folder not be made.
    Io(io::Error),
    /// The program that prepares its folder failed; what it wrote.
    Prepare(String),
    /// It ended by itself; its log is on the standard error.
    Ended,
    /// It did not answer in time; what was said last.
    Silent(String),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotInstalled(name) => write!(f, "{name} is not installed"),
            Self::Io(error) => error.fmt(f),
            Self::Prepare(output) => write!(f, "its folder could not be prepared: {output}"),
            Self::Ended => f.write_str("it ended by itself (see its log above)"),
            Self::Silent(error) => write!(f, "it did not answer within {} s: {error}", PATIENCE.as_secs()),
        }
    }
}

impl std::error::Error for StartError {}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A folder for a server, owned by the account that the server runs under.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    account: Option<Account>,
}

/// An account of the machine, by its numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub(crate) user: u32,
    pub(crate) group: u32,
}

impl Folder {
    /// Servers refuse to run as root, so there an account of the machine that may do nothing else owns the folder:
    /// the named one, or `nobody`.
    pub(super) fn new(preferred: &str) -> Result<Self, StartError> {
        let path = tempfile::Builder::new().prefix("tellergraph-").tempdir()?.keep();
        let account = if path.metadata()?.uid() == 0 { account(&[preferred, "nobody"])? } else { None };
        if let Some(Account { user, group }) = account {
            chown(&path, Some(user), Some(group))?;
        }
        Ok(Self { path, account })
    }

    /// A command under the folder's account.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.path).env("HOME", &self.path).env("TMPDIR", &self.path);
        if let Some(Account { user, group }) = self.account {
            command.uid(user).gid(group);
        }
        command
    }

    /// Runs a program that prepares the folder, to its end.
    pub(super) fn prepare(&self, program: &Path, arguments: &[OsString]) -> Result<(), StartError> {
        let Output { status, stdout, stderr } = self.command(program).args(arguments).stdin(Stdio::null()).output()?;
        if status.success() {
            return Ok(());
        }
        // Nobody guards the folder yet.
        let _ = std::fs::remove_dir_all(&self.path);
        Err(StartError::Prepare(format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr))))
    }

    /// Starts the server under a guard.
    pub(super) fn start(self, signal: &str, server: &Path, arguments: &[OsString]) -> Result<Running, StartError> {
        let guard = self
            .command(Path::new("/bin/sh"))
            .args(["-c", GUARD, "guard"])
            .arg(&self.path)
            .arg(signal)
            .arg(server)
            .args(arguments)
            // An interrupt from the keyboard is for the tests; the guard then sees their end.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        Ok(Running { guard })
    }
}

/// A server with its guard. It ends when this is dropped, and at the latest with the process.
#[derive(Debug)]
pub(super) struct Running {
    guard: Child,
}

impl Running {
    /// Waits until the server answers.
    pub(super) async fn ready(mut self, url: &str) -> Result<Self, StartError> {
        let start = Instant::now();
        loop {
            let answer = match super::connect(url, 1).await {
                Ok(connection) => connection.execute_unprepared("SELECT 1").await.map(|_| ()),
                Err(error) => Err(error),
            };
            match answer {
                Ok(()) => return Ok(self),
                Err(_) if self.guard.try_wait()?.is_some() => return Err(StartError::Ended),
                Err(error) if start.elapsed() > PATIENCE => return Err(StartError::Silent(error.to_string())),
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Waited for, so that a server that a single test started leaves no zombie.
        let _ = self.guard.wait();
    }
}

/// A port that was free a moment ago.
pub(super) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The first of the accounts that the machine has.
pub(crate) fn account(names: &[&str]) -> io::Result<Option<Account>> {
    let accounts = std::fs::read_to_string("/etc/passwd")?;
    Ok(names.iter().find_map(|name| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some(Account { user: fields.next()?.parse().ok()?, group: fields.next()?.parse().ok()? })
    }))
}
