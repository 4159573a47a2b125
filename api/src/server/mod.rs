//! The routes put together, and the loop that accepts connections.

mod addresses;
mod patience;

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    middleware::from_fn_with_state,
    response::IntoResponse,
    routing::get,
};
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown, service::TowerToHyperService};
use sea_orm::DatabaseConnection;
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

use self::{
    addresses::Addresses,
    patience::{Patience, Telling, Watch, Watched},
};
use crate::{
    config::{Config, Http},
    database,
    graphql::Graph,
    http::{self, Admission, Edge, GraphqlState},
};

/// How long to wait after an accept failed: the usual cause is that the process has too many files open, and that
/// takes a moment to pass.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The most headers a request may have.
const MAX_HEADERS: usize = 100;

/// Room for the head of a request, in bytes, and for the parts that a body is read in.
const READ_BUFFER_BYTES: usize = 64 * 1024;

/// Everything the server answers, as one service. `own` is the address it listens on.
pub fn router(graph: Arc<Graph>, database: DatabaseConnection, config: &Config, own: IpAddr) -> Router {
    let state = GraphqlState {
        graph,
        limits: Arc::new(config.limits.clone()),
        admission: Arc::new(Admission::new(&config.http)),
        allowed_origins: config.http.allowed_origins.clone().into(),
        body_timeout: Duration::from_secs(config.http.body_timeout_s),
    };
    Router::new()
        .merge(http::graphql_routes(state))
        .merge(http::web_routes())
        .merge(health(database))
        .fallback(http::nothing_here)
        .method_not_allowed_fallback(http::wrong_method)
        .layer(from_fn_with_state(Edge { own }, http::at_the_edge))
}

/// `/healthz`, whether the process lives, and `/readyz`, whether it can answer: a database that is away is no reason to
/// restart the process.
fn health(database: DatabaseConnection) -> Router {
    Router::new().route("/healthz", get(async || "alive\n")).route("/readyz", get(ready)).with_state(database)
}

async fn ready(State(database): State<DatabaseConnection>) -> impl IntoResponse {
    let (status, body) = match database::readiness(&database).await {
        Ok(()) => (StatusCode::OK, json!({ "ready": true })),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, json!({ "ready": false, "reason": reason })),
    };
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string())
}

/// Serves `router` on `listener` until `stop` resolves; then nothing new is accepted, and requests under way may end.
pub async fn serve(listener: TcpListener, router: Router, config: &Http, stop: impl Future<Output = ()>) {
    let mut connections = http1::Builder::new();
    connections
        // Connections have clocks of their own; hyper's would also close idle ones.
        .header_read_timeout(None)
        .max_headers(MAX_HEADERS)
        .max_buf_size(READ_BUFFER_BYTES);
    let open = Arc::new(Semaphore::new(config.max_connections));
    let addresses = Addresses::new(config.max_connections_per_address);
    let patience = Patience::from(config);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &open) => accepted,
        };
        let Some((stream, address, permit)) = accepted else { break };
        // One too many is closed without a word: an answer would cost what the limit is there to save.
        let Some(counted) = addresses.open(address) else { continue };
        let watch = Watch::new();
        let service = TowerToHyperService::new(Telling::new(router.clone(), watch.clone()));
        let stream = TokioIo::new(Watched::new(stream, watch, patience));
        let connection = graceful.watch(connections.serve_connection(stream, service));
        tokio::spawn(async move {
            // What goes wrong with a single connection is the client's business: it went away or sent no HTTP.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop((permit, counted));
        });
    }
    drop(listener);
    tracing::info!("stopping: no new requests, those under way may end");
    let patience = Duration::from_secs(config.drain_timeout_s);
    if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!(drain_timeout_s = config.drain_timeout_s, "stopped with requests under way");
    }
}

/// The next connection, once there is room for one. `None` never comes while the server runs: the semaphore is not
/// closed.
async fn accept(listener: &TcpListener, open: &Arc<Semaphore>) -> Option<(TcpStream, IpAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(open).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                // Answers go out whole; waiting for more to send would only delay them.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection keeps its delay");
                }
                // An IPv4 address is the same however it is written.
                return Some((stream, from.ip().to_canonical(), permit));
            }
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

#[cfg(test)]
mod tests;
