//! The order to stop: what is under way ends, nothing new begins, and the exit code says that all is well.

use std::time::{Duration, Instant};

use tellergraph_tests::program::{Program, Signal};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::Outcome;

const BODY: &str = r#"{"query":"{ customers(first: 0) { totalCount } }"}"#;

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_end() -> Outcome {
    for signal in [Signal::Terminate, Signal::Interrupt] {
        let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_DEMO_CUSTOMERS", "15");
        let server = program.serve(&[]).await?;
        let address = server.address().to_owned();
        let mut idle = TcpStream::connect(&address).await?;
        let mut asking = TcpStream::connect(&address).await?;
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n\
             Content-Length: {}\r\n\r\n",
            BODY.len()
        );
        asking.write_all(head.as_bytes()).await?;
        // The server asks for the body: it has begun.
        let mut asked = [0; 25];
        asking.read_exact(&mut asked).await?;
        assert!(asked.starts_with(b"HTTP/1.1 100 Continue"));

        server.signal(signal).await?;
        let mut rest = Vec::new();
        idle.read_to_end(&mut rest).await?;
        assert!(rest.is_empty(), "a connection without a request is closed");
        let begun = Instant::now();
        while TcpStream::connect(&address).await.is_ok() {
            assert!(begun.elapsed() < Duration::from_secs(30), "new connections are still accepted");
        }

        asking.write_all(BODY.as_bytes()).await?;
        let mut answer = String::new();
        asking.read_to_string(&mut answer).await?;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains(r#"{"data":{"customers":{"totalCount":15}},"#) && answer.ends_with('}'), "{answer}");
        let (status, said) = server.ended().await?;
        assert_eq!(status.code(), Some(0), "{signal:?}: {said}");
        // Nothing is left to be written into the file.
        let left = program.folder().join("tellergraph.db-wal");
        assert!(!left.exists(), "{}", left.display());
    }
    Ok(())
}

#[tokio::test]
async fn a_client_that_says_nothing_does_not_keep_the_server() -> Outcome {
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_HTTP_DRAIN_TIMEOUT_S", "1");
    let server = program.serve(&["--no-demo"]).await?;
    let mut silent = TcpStream::connect(server.address()).await?;
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n\
                Content-Length: 99\r\n\r\n";
    silent.write_all(head.as_bytes()).await?;
    silent.read_exact(&mut [0; 25]).await?;
    let begun = Instant::now();
    let said = server.stop().await?;
    assert!(begun.elapsed() < Duration::from_secs(10), "it waited for {:?}", begun.elapsed());
    assert!(said.contains("requests under way"), "{said}");
    Ok(())
}
