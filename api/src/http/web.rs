//! The browser's pages: `/graphiql` and what it loads, out of the binary, so that no request leaves the machine.
//!
//! `web/` says what they are, `api/build.rs` has them built and lists them here.

use std::io::{self, Read};

use axum::{
    Router,
    extract::Path,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            VARY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use flate2::read::GzDecoder;

/// One file of the bundle.
struct Embedded {
    /// Below `/graphiql/`, without the `.gz` it was built with.
    path: &'static str,
    content_type: &'static str,
    gzip: &'static [u8],
}

/// Empty when the binary was built without the bundle.
const BUNDLE: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/web.rs"));

const PAGE: &str = "index.html";

/// Nothing but this server is spoken to. The editor writes `style` attributes and carries fonts as `data:`; `ws:` is
/// for subscriptions.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws:; frame-ancestors 'none'; base-uri 'none'";

/// The page may change with the next binary.
const REVALIDATE: &str = "no-cache";

/// Files whose name carries a hash of their content.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Shown by a binary that was built without the bundle.
const LEFT_OUT: &str = r#"<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Tellergraph</title></head>
  <body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 4rem auto; padding: 0 1rem">
    <h1>GraphiQL is not in this build</h1>
    <p>It is built with npm, which was missing, failed, or was left out by <code>TELLERGRAPH_WEB=skip</code>.
       Install Node.js 20.19 or newer with npm, then run, in the folder of the sources:</p>
    <pre>TELLERGRAPH_WEB=require cargo run --release</pre>
    <p>Everything else works: <code>POST /graphql</code> answers queries, and
       <a href="/schema.graphql"><code>/schema.graphql</code></a> is the schema.</p>
  </body>
</html>
"#;

/// `GET /graphiql`, the files it loads, and `/`, which leads there.
///
/// A binary without the bundle answers `/graphiql` with 503 and a page that says which command builds it, so that a
/// person is helped and a script notices.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    routes_over(BUNDLE)
}

fn routes_over<S: Clone + Send + Sync + 'static>(bundle: &'static [Embedded]) -> Router<S> {
    let page = move |headers: HeaderMap| async move {
        if bundle.is_empty() {
            let html = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
            return guarded((StatusCode::SERVICE_UNAVAILABLE, html, LEFT_OUT));
        }
        file(bundle, PAGE, &headers).await
    };
    let below = move |Path(path): Path<String>, headers: HeaderMap| async move { file(bundle, &path, &headers).await };
    Router::new()
        .route("/", get(async || guarded(Redirect::temporary("/graphiql"))))
        .route("/graphiql", get(page))
        .route("/graphiql/", get(async || guarded(Redirect::temporary("/graphiql"))))
        .route("/graphiql/{*path}", get(below))
}

/// The file at `path`, as compressed as the client accepts it.
///
/// The binary holds each file once, compressed. The rare client that does not ask for gzip gets it unpacked on the
/// spot, which costs some milliseconds for the largest.
async fn file(bundle: &'static [Embedded], path: &str, headers: &HeaderMap) -> Response {
    let Some(found) = bundle.iter().find(|embedded| embedded.path == path) else {
        return guarded(StatusCode::NOT_FOUND);
    };
    let caching = if path.starts_with("assets/") { FOREVER } else { REVALIDATE };
    let described = [(CONTENT_TYPE, found.content_type), (CACHE_CONTROL, caching), (VARY, "accept-encoding")];
    if accepts_gzip(headers) {
        return guarded((described, [(CONTENT_ENCODING, "gzip")], found.gzip));
    }
    // Megabytes are unpacked beside the threads that answer queries.
    match tokio::task::spawn_blocking(|| unpack(found.gzip)).await {
        Ok(Ok(plain)) => guarded((described, plain)),
        // Only a broken binary gets here: the bytes were compressed when it was built.
        Ok(Err(_)) | Err(_) => guarded(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn unpack(gzip: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    GzDecoder::new(gzip).read_to_end(&mut plain)?;
    Ok(plain)
}

/// Whether the client asked for gzip (RFC 9110 §12.5.3). A missing header would allow it too, but comes from clients
/// that show bytes as they are.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let weights: Vec<(&str, bool)> = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
            let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty());
            (name.trim(), !refused)
        })
        .collect();
    let accepted = |wanted: &str| {
        weights.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, accepted)| *accepted)
    };
    accepted("gzip").or_else(|| accepted("*")).unwrap_or(false)
}

/// The answer with the headers that every page and file carries. Workers obey the policy of their own file, so it is
/// on all of them.
fn guarded(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use std::{io::Write as _, sync::LazyLock};

    use axum::{
        body::{Body, to_bytes},
        http::Request,
    };
    use flate2::{Compression, write::GzEncoder};
    use tower::ServiceExt as _;

    use super::*;

    const ASSET: &str = "assets/index-1a2b3c4d.js";

    fn small_bundle() -> &'static [Embedded] {
        static BUNDLE: LazyLock<Vec<Embedded>> = LazyLock::new(|| {
            let packed = |text: &str| {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(text.as_bytes()).unwrap();
                &*encoder.finish().unwrap().leak()
            };
            vec![
                Embedded { path: PAGE, content_type: "text/html; charset=utf-8", gzip: packed("<title>page</title>") },
                Embedded { path: ASSET, content_type: "text/javascript; charset=utf-8", gzip: packed("let x = 1;") },
            ]
        });
        &BUNDLE
    }

    async fn ask(bundle: &'static [Embedded], path: &str, encoding: Option<&str>) -> Response {
        let mut request = Request::get(path);
        if let Some(encoding) = encoding {
            request = request.header(ACCEPT_ENCODING, encoding);
        }
        routes_over::<()>(bundle).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn body(response: Response) -> Vec<u8> {
        to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    #[tokio::test]
    async fn the_root_leads_to_the_page() {
        for path in ["/", "/graphiql/"] {
            let response = ask(small_bundle(), path, None).await;
            assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT, "{path}");
            assert_eq!(header(&response, "location"), Some("/graphiql"), "{path}");
        }
    }

    #[tokio::test]
    async fn the_page_is_asked_for_again_and_a_named_file_is_kept() {
        let page = ask(small_bundle(), "/graphiql", None).await;
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(header(&page, "content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(header(&page, "cache-control"), Some("no-cache"));
        assert_eq!(body(page).await, b"<title>page</title>");

        let asset = ask(small_bundle(), &format!("/graphiql/{ASSET}"), None).await;
        assert_eq!(asset.status(), StatusCode::OK);
        assert_eq!(header(&asset, "content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(header(&asset, "cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(body(asset).await, b"let x = 1;");
    }

    #[tokio::test]
    async fn a_client_gets_gzip_exactly_when_it_asks_for_it() {
        let asked = [
            (Some("gzip, deflate, br, zstd"), true),
            (Some("br, GZIP;q=0.5"), true),
            (Some("*"), true),
            (Some("gzip;q=0, *"), false),
            (Some("gzip; q=0.000"), false),
            (Some("br"), false),
            (Some("identity"), false),
            (Some(""), false),
            (None, false),
        ];
        for (encoding, packed) in asked {
            let response = ask(small_bundle(), &format!("/graphiql/{ASSET}"), encoding).await;
            assert_eq!(header(&response, "content-encoding"), packed.then_some("gzip"), "{encoding:?}");
            assert_eq!(header(&response, "vary"), Some("accept-encoding"), "{encoding:?}");
            let bytes = body(response).await;
            let text = if packed { unpack(&bytes).unwrap() } else { bytes };
            assert_eq!(text, b"let x = 1;", "{encoding:?}");
        }
    }

    #[tokio::test]
    async fn every_answer_keeps_the_browser_on_this_machine() {
        for path in ["/", "/graphiql", &format!("/graphiql/{ASSET}"), "/graphiql/absent.js"] {
            let response = ask(small_bundle(), path, None).await;
            let policy = header(&response, "content-security-policy").unwrap();
            assert!(policy.starts_with("default-src 'self'; script-src 'self';"), "{path}: {policy}");
            assert!(policy.ends_with("frame-ancestors 'none'; base-uri 'none'"), "{path}: {policy}");
            assert!(!policy.contains("  "), "{path}: {policy}");
            assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"), "{path}");
            assert_eq!(header(&response, "referrer-policy"), Some("no-referrer"), "{path}");
        }
    }

    #[tokio::test]
    async fn what_the_bundle_does_not_hold_is_not_found() {
        for path in ["/graphiql/assets/absent.js", "/graphiql/../Cargo.toml", "/graphiql/.stamp"] {
            assert_eq!(ask(small_bundle(), path, None).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn without_the_bundle_the_page_says_which_command_builds_it() {
        let response = ask(&[], "/graphiql", None).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(header(&response, "content-type"), Some("text/html; charset=utf-8"));
        let page = String::from_utf8(body(response).await).unwrap();
        assert!(page.contains("TELLERGRAPH_WEB=require cargo run --release"), "{page}");
    }

    #[test]
    fn the_embedded_bundle_is_whole_or_left_out() {
        let Some(page) = BUNDLE.iter().find(|embedded| embedded.path == PAGE) else {
            assert!(BUNDLE.is_empty(), "files without a page");
            return;
        };
        let page = String::from_utf8(unpack(page.gzip).unwrap()).unwrap();
        let loaded = page.split('"').filter_map(|part| part.strip_prefix("/graphiql/"));
        let mut count = 0;
        for path in loaded {
            assert!(BUNDLE.iter().any(|embedded| embedded.path == path), "{path} is not embedded");
            count += 1;
        }
        assert!(count > 0, "the page loads nothing:\n{page}");
    }
}
