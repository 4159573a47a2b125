//! The program as its users run it: a process with a folder and an environment of its own.

mod build;
mod server;

use std::{
    collections::BTreeMap,
    os::unix::fs::{MetadataExt as _, PermissionsExt, chown},
    path::Path,
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

pub use self::{
    build::program,
    server::{Answer, Server, Signal, answer},
};
use crate::{
    Failure,
    engine::{Account, Database, account},
};

/// How long a command may take, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);
/// The variable that says where to listen.
const LISTEN: &str = "TELLERGRAPH_LISTEN";
/// Any port that is free.
const ANY_PORT: &str = "127.0.0.1:0";

/// How the program is to be run. Nothing of the environment of the tests reaches it.
#[derive(Clone, Debug)]
pub struct Program {
    folder: Arc<TempDir>,
    variables: BTreeMap<String, String>,
    file_blocks: Option<u32>,
    underling: Option<Underling>,
}

/// An account that file permissions bind, and a copy of the program where it may read it.
#[derive(Clone, Debug)]
struct Underling {
    account: Account,
    copy: Arc<TempDir>,
}

/// The program with a limit on the size of files, whose signal is left to the write to report.
const LIMITED: &str = r#"trap "" XFSZ; ulimit -f "$1"; shift; exec "$@""#;

/// A command that has come to its end.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Its results.
    pub stdout: String,
    /// Everything else that it said.
    pub stderr: String,
}

impl Program {
    /// In an empty folder, which goes with the last user of it, and with no setting.
    pub fn in_an_empty_folder() -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("tellergraph-").tempdir()?;
        Ok(Self { folder: Arc::new(folder), variables: BTreeMap::new(), file_blocks: None, underling: None })
    }

    /// On a database, which must outlive it.
    pub fn on(database: &Database) -> Result<Self, Failure> {
        Ok(Self::in_an_empty_folder()?.with("DATABASE_URL", &database.url))
    }

    /// With one more variable in its environment.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// With room for so many blocks of 512 bytes in each file.
    #[must_use]
    pub fn with_files_up_to(mut self, blocks: u32) -> Self {
        self.file_blocks = Some(blocks);
        self
    }

    /// Under an account that file permissions bind, which then owns the folder: root is bound by none.
    pub async fn unprivileged(mut self) -> Result<Self, Failure> {
        if self.folder().metadata()?.uid() == 0 {
            let account = account(&["nobody"])?.ok_or("there is no account nobody")?;
            chown(self.folder(), Some(account.user), Some(account.group))?;
            let copy = tempfile::Builder::new().prefix("tellergraph-").tempdir()?;
            std::fs::copy(program().await?, copy.path().join("tellergraph"))?;
            std::fs::set_permissions(copy.path(), PermissionsExt::from_mode(0o755))?;
            self.underling = Some(Underling { account, copy: Arc::new(copy) });
        }
        Ok(self)
    }

    /// Its working directory.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Result<Ended, Failure> {
        let child = self.command(arguments).await?.stdout(Stdio::piped()).spawn()?;
        let output = tokio::time::timeout(PATIENCE, child.wait_with_output())
            .await
            .map_err(|_| format!("tellergraph {} does not end", arguments.join(" ")))??;
        Ok(Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout)?,
            stderr: String::from_utf8(output.stderr)?,
        })
    }

    /// Runs a command that must succeed.
    pub async fn succeed(&self, arguments: &[&str]) -> Result<Ended, Failure> {
        let ended = self.run(arguments).await?;
        if ended.code == Some(0) {
            return Ok(ended);
        }
        Err(format!("tellergraph {} failed: {ended:?}", arguments.join(" ")).into())
    }

    /// Begins a command and kills it after so long, as a machine that goes down does; tells whether it had come to its
    /// end before.
    pub async fn killed_after(&self, arguments: &[&str], patience: Duration) -> Result<bool, Failure> {
        let mut child = self.command(arguments).await?.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        if tokio::time::timeout(patience, child.wait()).await.is_ok() {
            return Ok(true);
        }
        child.kill().await?;
        Ok(false)
    }

    /// Begins a command and kills it so long after it has said these words; tells whether it had come to its end before.
    pub async fn killed_after_saying(
        &self,
        words: &str,
        patience: Duration,
        arguments: &[&str],
    ) -> Result<bool, Failure> {
        let mut child = self.command(arguments).await?.stdout(Stdio::null()).spawn()?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("the program has no error stream")?).lines();
        let said = async {
            while let Some(line) = lines.next_line().await? {
                if line.contains(words) {
                    return Ok::<_, Failure>(lines);
                }
            }
            Ok(lines)
        };
        // Held until the end: a program that nobody listens to may not say what follows.
        let _lines = tokio::time::timeout(PATIENCE, said).await.map_err(|_| format!("{words} is never said"))??;
        if tokio::time::timeout(patience, child.wait()).await.is_ok() {
            return Ok(true);
        }
        child.kill().await?;
        Ok(false)
    }

    /// Serves, on a free port unless a variable says where, and waits until the server answers.
    ///
    /// # Errors
    /// What the program said, when it ended instead.
    pub async fn serve(&self, arguments: &[&str]) -> Result<Server, Failure> {
        let mut program = self.clone();
        program.variables.entry(LISTEN.to_owned()).or_insert_with(|| ANY_PORT.to_owned());
        let child = program.command(arguments).await?.stdout(Stdio::null()).spawn()?;
        Server::ready(child, Arc::clone(&self.folder)).await
    }

    async fn command(&self, arguments: &[&str]) -> Result<Command, Failure> {
        let program = match &self.underling {
            Some(underling) => underling.copy.path().join("tellergraph"),
            None => program().await?.to_owned(),
        };
        let mut command = match self.file_blocks {
            Some(blocks) => {
                let mut command = Command::new("sh");
                command.args(["-c", LIMITED, "limited", &blocks.to_string()]).arg(program);
                command
            }
            None => Command::new(program),
        };
        if let Some(Underling { account, .. }) = self.underling {
            command.uid(account.user).gid(account.group);
        }
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .envs(&self.variables)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            // An interrupt from the keyboard is for the tests.
            .process_group(0)
            .kill_on_drop(true);
        // A port that is free, so that programs of several tests do not meet; a file of settings may name its own.
        if !self.variables.contains_key(LISTEN) && !self.folder().join("tellergraph.toml").exists() {
            command.env(LISTEN, ANY_PORT);
        }
        Ok(command)
    }
}
