//! `PostgreSQL`: one server for the test process, and for each test a copy of a template.

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

struct Server {
    port: u16,
    #[expect(dead_code, reason = "the server runs as long as this is held")]
    running: Running,
}

impl Server {
    async fn start() -> Result<Self, StartError> {
        let program = Tool::Postgres.program().ok_or(StartError::NotInstalled("PostgreSQL"))?;
        let folder = Folder::new("postgres")?;
        let data = folder.path.join("data").into_os_string();
        // Where a link to the server is in PATH, the other programs are beside what it points at.
        let initdb = program.canonicalize()?.with_file_name("initdb");
        let mut arguments: Vec<OsString> = vec!["--pgdata".into(), data.clone()];
        arguments.extend(["--username=tellergraph", "--auth=trust", "--encoding=UTF8", "--no-sync"].map(Into::into));
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
        let running = folder.start("QUIT", &program, &arguments)?.ready(&url(port, "postgres")).await?;
        Ok(Self { port, running })
    }
}

fn url(port: u16, database: &str) -> String {
    format!("postgres://tellergraph@127.0.0.1:{port}/{database}")
}

async fn server() -> Result<&'static Server, StartError> {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    SERVER.get_or_try_init(Server::start).await
}

async fn copy_of(template: &str) -> Result<Database, DatabaseError> {
    let port = server().await?.port;
    let (name, admin) = (fresh_name(), url(port, "postgres"));
    execute(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
    let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    Ok(Database { engine: Engine::Postgres, url: url(port, &name), left: Left::Statement { admin, statement } })
}

pub(super) async fn empty() -> Result<Database, DatabaseError> {
    copy_of("template0").await
}

pub(super) async fn migrated() -> Result<Database, DatabaseError> {
    static READY: OnceCell<()> = OnceCell::const_new();
    READY
        .get_or_try_init(|| async {
            let port = server().await?.port;
            execute(&url(port, "postgres"), &format!("CREATE DATABASE {TEMPLATE} TEMPLATE template0")).await?;
            let connection = connect(&url(port, TEMPLATE), 2).await?;
            migrate(&connection).await?;
            // A template is copied only while nobody is connected to it.
            connection.close().await?;
            Ok::<_, DatabaseError>(())
        })
        .await?;
    copy_of(TEMPLATE).await
}
