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
async fn a_request_whose_client_goes_away_is_given_up() {
    struct GivenUp(Arc<Notify>);

    impl Drop for GivenUp {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }

    let begun = Arc::new(Notify::new());
    let given_up = Arc::new(Notify::new());
    let router = {
        let (begun, given_up) = (Arc::clone(&begun), Arc::clone(&given_up));
        Router::new().route(
            "/",
            get(async move || {
                let _until_dropped = GivenUp(given_up);
                begun.notify_one();
                std::future::pending::<()>().await;
            }),
        )
    };
    let served = served(router, |_| ()).await;
    let mut asking = TcpStream::connect(served.address).await.unwrap();
    asking.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    begun.notified().await;
    drop(asking);
    tokio::time::timeout(Duration::from_secs(30), given_up.notified())
        .await
        .expect("the request goes on without anybody");
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

#[tokio::test]
async fn a_connection_may_be_idle_longer_than_a_head_may_take() {
    let router = Router::new().route("/", get(async || "answered"));
    let served = served(router, |http| {
        http.header_timeout_s = 1;
        http.idle_timeout_s = 3;
    })
    .await;
    let ask = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    let begun = std::time::Instant::now();
    for pause_ms in [0, 1_500, 1_500] {
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        stream.write_all(ask).await.unwrap();
        let mut answer = [0; 512];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(String::from_utf8_lossy(&answer[..read]).ends_with("answered"), "after {pause_ms} ms");
    }
    assert_eq!(answer_to(&mut stream).await, "", "in the end it is closed");
    assert!(begun.elapsed() >= Duration::from_secs(6), "but not before its time: {:?}", begun.elapsed());

    // The head of a second request is as bounded as that of the first.
    let mut slow = TcpStream::connect(served.address).await.unwrap();
    slow.write_all(ask).await.unwrap();
    let mut answer = [0; 512];
    let read = slow.read(&mut answer).await.unwrap();
    assert!(read > 0);
    let begun = std::time::Instant::now();
    slow.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    assert_eq!(answer_to(&mut slow).await, "");
    assert!(begun.elapsed() < Duration::from_millis(2_900), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_loses_the_connection() {
    // More than the buffers of both sides hold.
    let router = Router::new().route("/", get(async || "x".repeat(64 << 20)));
    let served = served(router, |http| http.write_timeout_s = 1).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let mut taken = Vec::new();
    // Cut off, or reset: what was in the buffers is all there is.
    let _ = stream.read_to_end(&mut taken).await;
    assert!(taken.len() < 64 << 20, "the whole answer came after all");
}

#[tokio::test]
async fn an_address_with_too_many_connections_gets_no_more() {
    let router = Router::new().route("/", get(async || "answered"));
    let served = served(router, |http| http.max_connections_per_address = 2).await;
    let ask = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let first = TcpStream::connect(served.address).await.unwrap();
    let mut second = TcpStream::connect(served.address).await.unwrap();
    let mut third = TcpStream::connect(served.address).await.unwrap();
    let mut nothing = Vec::new();
    // Closed, or reset by what was sent into it.
    let _ = third.read_to_end(&mut nothing).await;
    assert!(nothing.is_empty());
    second.write_all(ask).await.unwrap();
    assert!(answer_to(&mut second).await.ends_with("answered"), "those it has work on");
    drop(first);
    for attempt in 0.. {
        assert!(attempt < 200, "there is never room again");
        let mut fourth = TcpStream::connect(served.address).await.unwrap();
        let mut text = Vec::new();
        if fourth.write_all(ask).await.is_ok() && fourth.read_to_end(&mut text).await.is_ok() && !text.is_empty() {
            assert!(text.ends_with(b"answered"));
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
