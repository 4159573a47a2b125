//! `PostgreSQL`: one server for the test process, for each test a copy of a template, and other servers for tests that
//! need a setting of their own.

use std::ffi::OsString;
use std::process::Command;

use tellergraph_migration::migrate;
use tokio::sync::OnceCell;

use super::server::{Folder, Running, StartError, free_port};
use super::{Database, DatabaseError, Engine, Left, connect, execute, fresh_name};
use crate::require::Tool;

const TEMPLATE: &str = "tellergraph_template";

/// Connections of all tests together.
const CONNECTIONS: u16 = 400;

/// A server that this process started.
#[derive(Debug)]
pub struct Server {
    port: u16,
    user: String,
    #[expect(dead_code, reason = "the server runs as long as this is held")]
    running: Running,
}

impl Server {
    /// Starts a server. With a password, it lets nobody in without it.
    pub async fn start(password: Option<&str>) -> Result<Self, StartError> {
        let program = Tool::Postgres.program().ok_or(StartError::NotInstalled("PostgreSQL"))?;
        let folder = Folder::new("postgres")?;
        let data = folder.path.join("data").into_os_string();
        // Where a link to the server is in PATH, the other programs are beside what it points at.
        let initdb = program.canonicalize()?.with_file_name("initdb");
        let mut arguments: Vec<OsString> = vec!["--pgdata".into(), data.clone()];
        arguments.extend(["--username=tellergraph", "--encoding=UTF8", "--no-sync"].map(Into::into));
        let user = if let Some(password) = password {
            let file = folder.path.join("password");
            std::fs::write(&file, password)?;
            arguments.extend(["--auth=scram-sha-256".into(), "--pwfile".into(), file.into_os_string()]);
            format!("tellergraph:{password}")
        } else {
            arguments.push("--auth=trust".into());
            "tellergraph".to_owned()
        };
        // A collation of a natural language wherever a column does not name its own, so that one forgotten is seen.
        let help = Command::new(&initdb).arg("--help").output()?;
        if String::from_utf8_lossy(&help.stdout).contains("--icu-locale") {
            arguments.extend(["--locale-provider=icu", "--icu-locale=en-US", "--locale=C"].map(Into::into));
        } else {
            arguments.push("--locale=C".into());
        }
        folder.prepare(&initdb, &arguments)?;
        let port = free_port()?;
        let settings = [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={port}"),
            "unix_socket_directories=".to_owned(),
            format!("max_connections={CONNECTIONS}"),
            "shared_buffers=64MB".to_owned(),
            "fsync=off".to_owned(),
            "synchronous_commit=off".to_owned(),
            "full_page_writes=off".to_owned(),
        ];
        let mut arguments: Vec<OsString> = vec!["-D".into(), data];
        arguments.extend(settings.into_iter().flat_map(|setting| [OsString::from("-c"), setting.into()]));
        let running = folder.start("QUIT", &program, &arguments)?.ready(&url(&user, port, "postgres")).await?;
        Ok(Self { port, user, running })
    }

    /// A database without a table on this server.
    pub async fn empty(&self) -> Result<Database, DatabaseError> {
        self.copy_of("template0").await
    }

    async fn copy_of(&self, template: &str) -> Result<Database, DatabaseError> {
        let (name, admin) = (fresh_name(), self.url("postgres"));
        execute(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
        let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        Ok(Database { engine: Engine::Postgres, url: self.url(&name), left: Left::Statement { admin, statement } })
    }

    fn url(&self, database: &str) -> String {
        url(&self.user, self.port, database)
    }
}

fn url(user: &str, port: u16, database: &str) -> String {
    format!("postgres://{user}@127.0.0.1:{port}/{database}")
}

async fn server() -> Result<&'static Server, StartError> {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    SERVER.get_or_try_init(|| Server::start(None)).await
}

pub(super) async fn empty() -> Result<Database, DatabaseError> {
    server().await?.empty().await
}

pub(super) async fn migrated() -> Result<Database, DatabaseError> {
    static READY: OnceCell<()> = OnceCell::const_new();
    READY
        .get_or_try_init(|| async {
            let server = server().await?;
            execute(&server.url("postgres"), &format!("CREATE DATABASE {TEMPLATE} TEMPLATE template0")).await?;
            let connection = connect(&server.url(TEMPLATE), 2).await?;
            migrate(&connection).await?;
            // A template is copied only while nobody is connected to it.
            connection.close().await?;
            Ok::<_, DatabaseError>(())
        })
        .await?;
    server().await?.copy_of(TEMPLATE).await
}
