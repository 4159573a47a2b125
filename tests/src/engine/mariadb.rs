//! `MariaDB`: one server for the test process, and others for tests that need a setting of their own.

use std::ffi::OsString;

use tokio::sync::OnceCell;

use super::server::{Folder, Running, StartError, free_port};
use super::{Database, DatabaseError, Engine, Left, execute, fresh_name};
use crate::require::{Tool, find};

/// A server that this process started.
#[derive(Debug)]
pub struct Server {
    port: u16,
    #[expect(dead_code, reason = "the server runs as long as this is held")]
    running: Running,
}

impl Server {
    /// Starts a server. With `ignore_case`, it keeps the names of tables in lower case and finds them by any.
    pub async fn start(ignore_case: bool) -> Result<Self, StartError> {
        let program = Tool::MariaDb.program().ok_or(StartError::NotInstalled("MariaDB"))?;
        let scripts = ["/usr/share/mysql/scripts", "/usr/local/mysql/scripts"];
        let install = find(&["mariadb-install-db", "mysql_install_db"], &scripts)
            .ok_or(StartError::NotInstalled("mariadb-install-db"))?;
        let folder = Folder::new("mysql")?;
        let (data, socket) = (folder.path.join("data"), folder.path.join("socket"));
        let data_argument = |name: &str| {
            let mut argument = OsString::from(name);
            argument.push(data.as_os_str());
            argument
        };
        let mut arguments = vec![OsString::from("--no-defaults"), data_argument("--datadir=")];
        let quick = [
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--innodb-log-file-size=16M",
            "--debug-no-sync",
        ];
        arguments.extend(["--auth-root-authentication-method=normal", "--skip-test-db"].map(Into::into));
        arguments.extend(quick.map(Into::into));
        folder.prepare(&install, &arguments)?;

        let port = free_port()?;
        let mut arguments = vec![OsString::from("--no-defaults"), data_argument("--datadir=")];
        let mut socket_argument = OsString::from("--socket=");
        socket_argument.push(socket.as_os_str());
        arguments.push(socket_argument);
        arguments.extend(quick.map(Into::into));
        arguments.extend(
            ["--bind-address=127.0.0.1", "--skip-name-resolve", "--max-connections=400", "--skip-log-bin"]
                .map(Into::into),
        );
        // A character set that is not ours wherever a column does not name its own, so that one forgotten is seen.
        arguments.extend(["--character-set-server=latin1", "--collation-server=latin1_swedish_ci"].map(Into::into));
        arguments.push(format!("--port={port}").into());
        arguments.push(format!("--lower-case-table-names={}", u8::from(ignore_case)).into());
        let running = folder.start("KILL", &program, &arguments)?.ready(&url(port, "mysql")).await?;
        Ok(Self { port, running })
    }

    /// A database without a table on this server.
    pub async fn empty(&self) -> Result<Database, DatabaseError> {
        let (name, admin) = (fresh_name(), url(self.port, "mysql"));
        execute(&admin, &format!("CREATE DATABASE {name}")).await?;
        let statement = format!("DROP DATABASE IF EXISTS {name}");
        Ok(Database { engine: Engine::MariaDb, url: url(self.port, &name), left: Left::Statement { admin, statement } })
    }
}

fn url(port: u16, database: &str) -> String {
    format!("mysql://root@127.0.0.1:{port}/{database}")
}

/// The server that tests share.
pub(super) async fn shared() -> Result<&'static Server, StartError> {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    SERVER.get_or_try_init(|| Server::start(false)).await
}
