//! The loop, over sockets.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::{Notify, oneshot},
    task::JoinHandle,
};

use super::*;

/// A served router and the means to stop it.
struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

async fn served(router: Router, change: impl FnOnce(&mut Http)) -> Served {
    let mut http = Config::documented().unwrap().http;
    change(&mut http);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(async move {
        serve(listener, router, &http, async {
            let _ = stopped.await;
        })
        .await;
    });
    Served { address, stop, ended }
}

async fn answer_to(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    stream.read_to_end(&mut text).await.unwrap();
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn requests_under_way_end_before_the_server_does() {
    let begun = Arc::new(Notify::new());
    let allowed = Arc::new(Notify::new());
    let router = {
        let (begun, allowed) = (Arc::clone(&begun), Arc::clone(&allowed));
        Router::new().route(
            "/",
            get(async move || {
                begun.notify_one();
                allowed.notified().await;
                "answered"
            }),
        )
    };
    let served = served(router, |_| ()).await;
    let mut idle = TcpStream::connect(served.address).await.unwrap();
    let mut asking = TcpStream::connect(served.address).await.unwrap();
    asking.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    begun.notified().await;

    served.stop.send(()).unwrap();
    assert_eq!(answer_to(&mut idle).await, "", "an idle connection is closed at once");
    assert!(!served.ended.is_finished());
    allowed.notify_one();
    let answer = answer_to(&mut asking).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("answered"), "{answer}");
    served.ended.await.unwrap();
    assert!(TcpStream::connect(served.address).await.is_err(), "nothing new is accepted");
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_keep_the_server() {
    let begun = Arc::new(Notify::new());
    let router = {
        let begun = Arc::clone(&begun);
        Router::new().route(
            "/",
            get(async move || {
                begun.notify_one();
                std::future::pending::<()>().await;
            }),
        )
    };
    let served = served(router, |http| http.drain_timeout_s = 0).await;
    let mut asking = TcpStream::connect(served.address).await.unwrap();
    asking.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    begun.notified().await;
    served.stop.send(()).unwrap();
    served.ended.await.unwrap();
}

#[tokio::test]
async fn a_client_that_does_not_send_its_head_loses_the_connection() {
    let served = served(Router::new(), |http| http.header_timeout_s = 1).await;
    for beginning in ["", "GET / HTTP/1.1\r\nHost: loc"] {
        let mut slow = TcpStream::connect(served.address).await.unwrap();
        slow.write_all(beginning.as_bytes()).await.unwrap();
        let answer = answer_to(&mut slow).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
}

#[tokio::test]
async fn connections_over_the_limit_wait_for_room() {
    let router = Router::new().route("/", get(async || "answered"));
    let served = served(router, |http| http.max_connections = 1).await;
    let ask = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let first = TcpStream::connect(served.address).await.unwrap();
    let mut second = TcpStream::connect(served.address).await.unwrap();
    second.write_all(ask).await.unwrap();
    drop(first);
    assert!(answer_to(&mut second).await.ends_with("answered"));
}
