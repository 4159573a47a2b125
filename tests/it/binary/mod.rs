//! The program over its sockets and its command line, on every engine.

mod accuracy;
mod adoption;
mod advancing;
mod database_server;
mod demo_logins;
mod explain;
mod first_start;
mod hostile;
mod http;
mod killed;
mod ready;
mod refusal;
mod rules;
mod secrets;
mod seeding;
mod seeding_elsewhere;
mod stop;

use std::path::Path;
use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait as _;
use tellergraph_tests::{
    Failure,
    engine::{Database, Engine, mariadb, postgres},
    program::Program,
};

type Outcome = Result<(), Failure>;

/// How long a server may take to notice that a connection has ended.
const NOTICED_WITHIN: Duration = Duration::from_secs(30);

/// Moments spread over the whole of a command, in an order without a pattern.
fn moments(whole: Duration, kills: u32) -> impl Iterator<Item = Duration> {
    (0..kills).map(move |kill| whole.mul_f64(f64::from((kill * 37 + 29) % 101) / 101.0 * 0.9 + 0.05))
}

/// Gives a command until the server has let the killed one go.
async fn succeed_soon(program: &Program, arguments: &[&str]) -> Outcome {
    let begun = Instant::now();
    loop {
        let ended = program.run(arguments).await?;
        match ended.code {
            Some(0) => return Ok(()),
            _ if ended.stderr.contains("another process") && begun.elapsed() < NOTICED_WITHIN => {}
            _ => return Err(format!("{ended:?}").into()),
        }
    }
}

/// A document of `tests/graphql/`.
fn document(path: &str) -> Result<String, Failure> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphql").join(path);
    std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// A database on a server of its own, which lets the program in with a password only.
struct Guarded {
    database: Database,
    /// With the password.
    url: String,
    server: DatabaseServer,
}

/// A server that ends when it is dropped.
#[expect(dead_code, reason = "held for their end")]
enum DatabaseServer {
    Postgres(postgres::Server),
    MariaDb(mariadb::Server),
}

/// `None` for the engine that knows no passwords.
async fn guarded(engine: Engine, password: &str) -> Result<Option<Guarded>, Failure> {
    let (database, url, server) = match engine {
        Engine::Sqlite => return Ok(None),
        Engine::Postgres => {
            let server = postgres::Server::start(Some(password)).await?;
            let database = server.empty().await?;
            let url = database.url.clone();
            (database, url, DatabaseServer::Postgres(server))
        }
        Engine::MariaDb => {
            let server = mariadb::Server::start(false).await?;
            let database = server.empty().await?;
            let connection = database.connect().await?;
            let user = format!("CREATE USER teller@127.0.0.1 IDENTIFIED BY '{password}'");
            for statement in [user.as_str(), "GRANT ALL ON *.* TO teller@127.0.0.1"] {
                connection.execute_unprepared(statement).await?;
            }
            connection.close().await?;
            let url = database.url.replace("root@", &format!("teller:{password}@"));
            (database, url, DatabaseServer::MariaDb(server))
        }
    };
    Ok(Some(Guarded { database, url, server }))
}
