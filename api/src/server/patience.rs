//! A connection with a watch on its client: how long it may be idle, take for the head of a request, and leave its answer
//! untaken. hyper has one clock for the first two, and none for the last.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::http::{Request, Response};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};
use tower::Service;

use crate::config::Http;

/// How long is waited for a client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    idle: Duration,
    head: Duration,
    write: Duration,
}

impl From<&Http> for Patience {
    fn from(config: &Http) -> Self {
        Self {
            idle: Duration::from_secs(config.idle_timeout_s),
            head: Duration::from_secs(config.header_timeout_s),
            write: Duration::from_secs(config.write_timeout_s),
        }
    }
}

/// Where a connection stands between two requests.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Nothing of a request has come since then.
    Idle(Instant),
    /// The head of a request began then.
    Head(Instant),
    /// The request is read and answered: the body, the queue and the request have clocks of their own.
    Working,
    /// The answer is there, and is being sent.
    Answered,
}

/// The phase, known to the connection and to what answers its requests.
#[derive(Clone)]
pub(super) struct Watch(Arc<Mutex<Phase>>);

impl Watch {
    pub(super) fn new() -> Self {
        // Whoever connects has something to say.
        Self(Arc::new(Mutex::new(Phase::Head(Instant::now()))))
    }

    /// Notes that something of an answer was sent, and says whether the answer is there: the client may take its time from
    /// here on.
    fn was_answered(&self) -> bool {
        let mut phase = self.phase();
        let is_answered = matches!(*phase, Phase::Answered | Phase::Idle(_));
        if is_answered {
            *phase = Phase::Idle(Instant::now());
        }
        is_answered
    }

    fn phase(&self) -> std::sync::MutexGuard<'_, Phase> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that breaks off when its client keeps it waiting.
pub(super) struct Watched<S> {
    stream: S,
    watch: Watch,
    patience: Patience,
    reading: Pin<Box<Sleep>>,
    writing: Pin<Box<Sleep>>,
    /// Whether the client has taken nothing since `writing` was set.
    stalls: bool,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, watch: Watch, patience: Patience) -> Self {
        let sleep = || Box::pin(tokio::time::sleep(patience.idle));
        Self { stream, watch, patience, reading: sleep(), writing: sleep(), stalls: false }
    }

    /// Fails once the client has been waited for long enough.
    fn wait_to_read(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let until = match *self.watch.phase() {
            Phase::Idle(since) => since + self.patience.idle,
            Phase::Head(since) => since + self.patience.head,
            Phase::Working | Phase::Answered => return Poll::Pending,
        };
        if self.reading.deadline() != until {
            self.reading.as_mut().reset(until);
        }
        ready!(self.reading.as_mut().poll(context));
        Poll::Ready(Err(too_late()))
    }

    fn wait_to_write(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        if !self.stalls {
            self.stalls = true;
            self.writing.as_mut().reset(Instant::now() + self.patience.write);
        }
        ready!(self.writing.as_mut().poll(context));
        Poll::Ready(too_late())
    }

    /// What came of a write, or the end of it when nothing comes of it for too long. Reading may not be tried again before
    /// the client says something, so its clock is set here.
    fn written<T>(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if let Poll::Ready(outcome) = outcome {
            self.stalls = false;
            if self.watch.was_answered() && self.wait_to_read(context).is_ready() {
                return Poll::Ready(Err(too_late()));
            }
            return Poll::Ready(outcome);
        }
        self.wait_to_write(context).map(Err)
    }
}

fn too_late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the client was waited for long enough")
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        if let Poll::Ready(outcome) = Pin::new(&mut self.stream).poll_read(context, into) {
            let mut phase = self.watch.phase();
            if into.filled().len() > before && matches!(*phase, Phase::Idle(_)) {
                *phase = Phase::Head(Instant::now());
            }
            return Poll::Ready(outcome);
        }
        self.wait_to_read(context)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.written(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        self.written(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// What answers the requests of one connection, and tells its watch.
#[derive(Clone)]
pub(super) struct Telling<S> {
    service: S,
    watch: Watch,
}

impl<S> Telling<S> {
    pub(super) fn new(service: S, watch: Watch) -> Self {
        Self { service, watch }
    }
}

impl<S, I, O> Service<Request<I>> for Telling<S>
where
    S: Service<Request<I>, Response = Response<O>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<I>) -> Self::Future {
        *self.watch.phase() = Phase::Working;
        let watch = self.watch.clone();
        let answering = self.service.call(request);
        Box::pin(async move {
            let answer = answering.await;
            *watch.phase() = Phase::Answered;
            answer
        })
    }
}
