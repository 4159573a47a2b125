//! A served bank: asked over its socket, ended by a signal, and never left behind.

use std::{
    io::Write as _,
    process::{Child as StdChild, Command as StdCommand, ExitStatus, Stdio},
    sync::Arc,
    time::Duration,
};

use reqwest::{Client, RequestBuilder, Response, header::HeaderMap};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    process::{Child, ChildStderr},
    sync::watch,
};

use super::PATIENCE;
use crate::Failure;

/// How long one request may take.
const REQUEST_PATIENCE: Duration = Duration::from_secs(30);

/// How a server is told to stop.
#[derive(Clone, Copy, Debug)]
pub enum Signal {
    /// `SIGTERM`, by a supervisor.
    Terminate,
    /// `SIGINT`, at the keyboard.
    Interrupt,
}

impl Signal {
    const fn name(self) -> &'static str {
        match self {
            Self::Terminate => "TERM",
            Self::Interrupt => "INT",
        }
    }
}

/// A server that answers. It is killed when this is dropped, and at the latest with the test process.
#[derive(Debug)]
pub struct Server {
    address: String,
    // Before the process, which then cannot be another one of the same number yet.
    watch: Watch,
    process: Child,
    said: Said,
    client: Client,
    _folder: Arc<TempDir>,
}

/// An HTTP answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

impl Answer {
    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The code of the first error.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Server {
    /// Waits until the started process says where it serves and answers there.
    pub(super) async fn ready(mut process: Child, folder: Arc<TempDir>) -> Result<Self, Failure> {
        let mut watch = Watch::over(process.id().ok_or("the program ended at once")?)?;
        let said = Said::by(process.stderr.take().ok_or("no standard error")?);
        let address = tokio::time::timeout(PATIENCE, said.address())
            .await
            .map_err(|_| format!("the server does not say where it serves: {}", said.all()))?;
        let Some(address) = address else {
            let status = process.wait().await?;
            watch.end();
            return Err(format!("the server ended ({status}): {}", said.all()).into());
        };
        // The machine's own proxy settings are for the outside.
        let client = Client::builder().no_proxy().timeout(REQUEST_PATIENCE).build()?;
        let server = Self { address, process, watch, said, client, _folder: folder };
        let health = server.get("/healthz").await?;
        if health.status != 200 {
            return Err(format!("the server is not well: {health:?}").into());
        }
        Ok(server)
    }

    /// The host and port that it serves at.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// An address of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What it has written to its standard error so far.
    pub fn stderr(&self) -> String {
        self.said.all()
    }

    /// A request to `/graphql` to be filled in.
    pub fn post(&self) -> RequestBuilder {
        self.client.post(self.url("/graphql"))
    }

    /// Any request to be filled in.
    pub fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// What stands at a path.
    pub async fn get(&self, path: &str) -> Result<Answer, Failure> {
        answer(self.client.get(self.url(path))).await
    }

    /// The answer to a document, as it came.
    pub async fn ask(&self, document: &str, variables: Value) -> Result<Answer, Failure> {
        answer(self.post().json(&json!({ "query": document, "variables": variables }))).await
    }

    /// The data of a document that is answered without errors.
    pub async fn data(&self, document: &str) -> Result<Value, Failure> {
        let answer = self.ask(document, json!({})).await?;
        let mut body = answer.json();
        if answer.status != 200 || !body["errors"].is_null() {
            return Err(format!("{document}\nwas answered\n{answer:?}").into());
        }
        Ok(body["data"].take())
    }

    /// Sends bytes as they are and reads until the server closes the connection.
    pub async fn send_raw(&self, bytes: &[u8]) -> Result<String, Failure> {
        let exchange = async {
            let mut stream = TcpStream::connect(&self.address).await?;
            stream.write_all(bytes).await?;
            let mut text = Vec::new();
            stream.read_to_end(&mut text).await?;
            Ok::<_, Failure>(String::from_utf8_lossy(&text).into_owned())
        };
        tokio::time::timeout(REQUEST_PATIENCE, exchange).await.map_err(|_| "the connection stays open")?
    }

    /// The most memory that it has had so far, in kilobytes; `None` where the system does not tell.
    pub fn peak_memory_kb(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix("kB")?.trim().parse().ok()
    }

    /// Tells it to stop.
    pub async fn signal(&self, signal: Signal) -> Result<(), Failure> {
        let pid = self.process.id().ok_or("the server has ended")?;
        // A word of every POSIX shell, so that no program has to be installed for it.
        let mut kill = tokio::process::Command::new("sh");
        let status = kill.args(["-c", "kill -s \"$1\" \"$2\"", "kill", signal.name(), &pid.to_string()]).status();
        if status.await?.success() { Ok(()) } else { Err("the signal was not sent".into()) }
    }

    /// Waits for its end and gives how it ended and all it said.
    pub async fn ended(mut self) -> Result<(ExitStatus, String), Failure> {
        let status =
            tokio::time::timeout(PATIENCE, self.process.wait()).await.map_err(|_| "the server does not end")??;
        self.watch.end();
        self.said.until_closed().await;
        Ok((status, self.said.all()))
    }

    /// Stops it, which must succeed, and gives all it said.
    pub async fn stop(self) -> Result<String, Failure> {
        self.signal(Signal::Terminate).await?;
        let (status, said) = self.ended().await?;
        if status.success() { Ok(said) } else { Err(format!("the server ended badly ({status}): {said}").into()) }
    }
}

/// Sends a request and reads the answer.
pub async fn answer(request: RequestBuilder) -> Result<Answer, Failure> {
    read(request.send().await?).await
}

async fn read(response: Response) -> Result<Answer, Failure> {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Ok(Answer { status, headers, body: response.text().await? })
}

/// What a process writes to its standard error, gathered as it comes.
#[derive(Debug)]
struct Said {
    lines: watch::Receiver<String>,
}

impl Said {
    fn by(stderr: ChildStderr) -> Self {
        let (sender, lines) = watch::channel(String::new());
        tokio::spawn(async move {
            let mut stderr = BufReader::new(stderr).lines();
            while let Ok(Some(line)) = stderr.next_line().await {
                sender.send_modify(|text| {
                    text.push_str(&line);
                    text.push('\n');
                });
            }
        });
        Self { lines }
    }

    fn all(&self) -> String {
        self.lines.borrow().clone()
    }

    /// Where the process serves; `None` when it ended before it said so.
    async fn address(&self) -> Option<String> {
        let mut lines = self.lines.clone();
        let text = lines.wait_for(|text| address_in(text).is_some()).await.ok()?;
        address_in(&text)
    }

    async fn until_closed(&mut self) {
        // The sender goes with the end of the stream.
        while self.lines.changed().await.is_ok() {}
    }
}

fn address_in(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with("serving "))?;
    let (_, rest) = line.split_once(" at http://")?;
    rest.split_once('/').map(|(address, _)| address.to_owned())
}

/// A process that kills the server when the test process goes without a word.
#[derive(Debug)]
struct Watch(StdChild);

impl Watch {
    fn over(pid: u32) -> Result<Self, Failure> {
        use std::os::unix::process::CommandExt as _;

        let mut shell = StdCommand::new("sh");
        // A line means that all is well; the end of the input without one, that nobody is left to say so.
        shell.args(["-c", "read -r line || kill -s KILL \"$1\"", "watch", &pid.to_string()]);
        let streams = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self(streams.process_group(0).spawn()?))
    }

    /// Ends the watch over a process that has ended.
    fn end(&mut self) {
        if let Some(mut input) = self.0.stdin.take() {
            // A shell that is gone watches nothing.
            let _ = input.write_all(b"ended\n");
        }
        let _ = self.0.wait();
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Without the line, so that a server of a test that failed is killed here.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
