//! The installed Chromium, driven through the installed `chromedriver` (W3C `WebDriver`). Nothing is downloaded.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::Stdio,
    time::Duration,
};

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::Failure;

/// How long a page may take until it shows what is waited for, in milliseconds. Cold, on a busy machine.
const PATIENCE_MS: u64 = 60_000;

/// Pixels that every page has.
const WIDTH: u32 = 1440;
/// Pixels that every page has.
const HEIGHT: u32 = 900;

/// Keeps Chromium from speaking to anybody by itself, and lets it run as root and with a small `/dev/shm`.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
];

/// One Chromium with an empty profile; it ends when this is dropped.
pub struct Browser {
    /// Killed when dropped.
    _driver: Child,
    /// Held open, so that the driver can go on writing.
    _driver_output: Lines<BufReader<ChildStdout>>,
    port: u16,
    session: String,
    client: Client,
    _profile: TempDir,
}

impl Browser {
    /// Starts both programs; the driver chooses a free port.
    pub async fn start(chromium: &Path, chromedriver: &Path) -> Result<Self, Failure> {
        let profile = TempDir::new()?;
        let (driver, lines, port) = driver(chromedriver).await?;
        let mut arguments: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "timeouts": { "script": PATIENCE_MS, "pageLoad": PATIENCE_MS },
            "goog:chromeOptions": { "binary": chromium, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        // Longer than any script may take, so that the page's own deadline is the one that is reported.
        let client = Client::builder().timeout(Duration::from_millis(2 * PATIENCE_MS)).build()?;
        let mut browser =
            Self { _driver: driver, _driver_output: lines, port, session: String::new(), client, _profile: profile };
        let started = browser.command(Method::POST, "/session", Some(wanted)).await?;
        let id = started["sessionId"].as_str().ok_or("chromedriver names no session")?;
        browser.session = format!("/session/{id}");
        // Of the size of the window, the page gets what the browser's own bars leave, which differs between versions.
        let page = json!({ "width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false });
        let resize = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": page });
        browser.in_session("/goog/cdp/execute", resize).await?;
        Ok(browser)
    }

    /// Loads a page and waits for its `load` event.
    pub async fn open(&self, address: &str) -> Result<(), Failure> {
        self.in_session("/url", json!({ "url": address })).await.map(drop)
    }

    /// Waits until a JavaScript expression is truthy and gives its value. The page looks at it once per frame.
    pub async fn until(&self, expression: &str) -> Result<Value, Failure> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const look = () => {{
                 const found = {expression};
                 if (found) done(found); else requestAnimationFrame(look);
             }};
             look();"
        );
        let waited = self.in_session("/execute/async", json!({ "script": script, "args": [] })).await;
        match waited {
            Ok(found) => Ok(found),
            Err(failure) => {
                let shown = self.evaluate("document.body.innerText").await?;
                Err(format!("never true: {expression}\n{failure}\nThe page shows:\n{shown}").into())
            }
        }
    }

    /// The value of a JavaScript expression now.
    pub async fn evaluate(&self, expression: &str) -> Result<Value, Failure> {
        self.in_session("/execute/sync", json!({ "script": format!("return {expression};"), "args": [] })).await
    }

    /// Clicks the one element that a CSS selector finds, as a pointer would: it must be visible and not covered.
    pub async fn click(&self, selector: &str) -> Result<(), Failure> {
        let found = self.in_session("/element", json!({ "using": "css selector", "value": selector })).await?;
        let element = found.as_object().and_then(|found| found.values().next()).and_then(Value::as_str);
        let element = element.ok_or_else(|| format!("no element {selector}"))?;
        self.in_session(&format!("/element/{element}/click"), json!({})).await.map(drop)
    }

    /// Every address that the page or its workers asked for over a network since the last call.
    pub async fn requested(&self) -> Result<Vec<String>, Failure> {
        let mut addresses = Vec::new();
        for entry in self.log("performance").await? {
            let event: Value = serde_json::from_str(entry["message"].as_str().unwrap_or_default())?;
            let params = &event["message"]["params"];
            let address = match event["message"]["method"].as_str() {
                Some("Network.requestWillBeSent") => params["request"]["url"].as_str(),
                Some("Network.webSocketCreated") => params["url"].as_str(),
                _ => None,
            };
            // `data:`, `blob:` and the browser's own `chrome:` pages never leave it.
            addresses.extend(address.filter(|it| it.starts_with("http") || it.starts_with("ws")).map(str::to_owned));
        }
        Ok(addresses)
    }

    /// Warnings and errors of the console since the last call; what the content policy stopped is among them.
    pub async fn complaints(&self) -> Result<Vec<String>, Failure> {
        let entries = self.log("browser").await?;
        let grave = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        Ok(grave.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect())
    }

    /// What the window shows, as base64 of a PNG.
    pub async fn screenshot(&self) -> Result<String, Failure> {
        let path = format!("{}/screenshot", self.session);
        let picture = self.command(Method::GET, &path, None).await?;
        Ok(picture.as_str().ok_or("chromedriver took no picture")?.to_owned())
    }

    async fn log(&self, kind: &str) -> Result<Vec<Value>, Failure> {
        let entries = self.in_session("/se/log", json!({ "type": kind })).await?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }

    async fn in_session(&self, path: &str, body: Value) -> Result<Value, Failure> {
        self.command(Method::POST, &format!("{}{path}", self.session), Some(body)).await
    }

    /// One command of the protocol: its `value`, or its error as text.
    async fn command(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        let mut request = self.client.request(method, format!("http://127.0.0.1:{}{path}", self.port));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let mut answer: Value = request.send().await?.json().await?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default()).into()),
            None => Ok(value),
        }
    }
}

impl Drop for Browser {
    /// Chromium outlives a driver that is killed, so it is told to end first, also when a test fails. By hand, since
    /// nothing can be awaited here; if it fails there is nobody left to tell.
    fn drop(&mut self) {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return };
        let request =
            format!("DELETE {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.session, self.port);
        let told = stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .and_then(|()| stream.write_all(request.as_bytes()))
            .and_then(|()| stream.read(&mut [0; 512]));
        drop(told);
    }
}

/// Starts the driver and reads from its output which port it has.
///
/// It takes a free port of `[::1]` and ends if the same one of `127.0.0.1` is taken, so that it deserves another try.
async fn driver(program: &Path) -> Result<(Child, Lines<BufReader<ChildStdout>>, u16), Failure> {
    let mut last_words = String::new();
    for _ in 0..10 {
        let mut driver = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let output = driver.stdout.take().ok_or("chromedriver has no output")?;
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                return Ok((driver, lines, port.trim_end_matches('.').parse()?));
            }
            last_words = line;
        }
    }
    Err(format!("chromedriver never had a port: {last_words}").into())
}
