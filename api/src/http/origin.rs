//! Who may ask: programs on this machine and our own pages, not pages of other sites.
//!
//! Nobody logs in, so whatever a browser on this machine sends would be answered. A page of another site is known by
//! what the browser adds to its requests, and a name of another site that was made to resolve to this machine (DNS
//! rebinding) by the Host.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::refusal::Refusal;
use crate::{config::Origin, graphql::error::Code};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses a request that is not addressed to this machine by one of its own names, `own` among them.
pub(super) fn check_host(request: &Request, own: IpAddr) -> Result<(), Refusal> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        (None, _) => request.uri().authority().map(Authority::as_str),
        (Some(_), Some(_)) => None,
    };
    let Some(named) = named else {
        return Err(Refusal::bad_request("A request has exactly one Host header."));
    };
    // A target with an authority of its own goes before the header (RFC 9112, 3.2.2), so both must be ours.
    let targets = std::iter::once(named).chain(request.uri().authority().map(Authority::as_str));
    if targets.into_iter().all(|host| is_ours(host, own)) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::MISDIRECTED_REQUEST,
        Code::BadRequest,
        "This server answers to localhost, 127.0.0.1 and [::1] only.",
    ))
}

fn is_ours(host: &str, own: IpAddr) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, "")) => (address, None),
        Some((address, rest)) => (address, rest.strip_prefix(':').or(Some("not a port"))),
        None => match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, None),
        },
    };
    if port.is_some_and(|port| !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    if host.starts_with('[') {
        return name.parse::<Ipv6Addr>().is_ok_and(|address| address == Ipv6Addr::LOCALHOST || own == address);
    }
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|address| address == Ipv4Addr::LOCALHOST || own == address)
}

/// Lets a request pass that no page sent, or one of ours, or one of a site that is allowed to ask.
pub(super) async fn known_origin(State(allowed): State<Arc<[Origin]>>, request: Request, next: Next) -> Response {
    if let Err(refusal) = check_origin(request.headers(), &allowed) {
        return refusal.into_response();
    }
    next.run(request).await
}

fn check_origin(headers: &HeaderMap, allowed: &[Origin]) -> Result<(), Refusal> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own = format!("http://{host}");
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = match (origins.next(), origins.next()) {
        (None, _) => None,
        (Some(origin), None) => Some(origin.to_str().unwrap_or_default()),
        (Some(_), Some(_)) => Some(""),
    };
    if origin.is_some_and(|origin| allowed.iter().any(|allowed| allowed.as_str() == origin)) {
        return Ok(());
    }
    let is_own = origin.is_none_or(|origin| origin.eq_ignore_ascii_case(&own));
    let crosses_sites = headers.get_all(SEC_FETCH_SITE).iter().any(|site| site.as_bytes() == b"cross-site");
    if is_own && !crosses_sites {
        return Ok(());
    }
    Err(Refusal::new(StatusCode::FORBIDDEN, Code::Forbidden, "Pages of other sites may not ask this server."))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    const OWN: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn host_status(target: &str, hosts: &[&str]) -> Option<StatusCode> {
        let mut request = Request::builder().uri(target);
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        check_host(&request.body(Body::empty()).unwrap(), OWN).err().map(|refusal| refusal.status())
    }

    #[test]
    fn names_of_this_machine_are_answered_at_any_port() {
        for host in ["localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:65535"] {
            assert_eq!(host_status("/graphql", &[host]), None, "{host}");
        }
    }

    #[test]
    fn other_names_are_misdirected() {
        for host in [
            "example.org",
            "localhost.example.org",
            "localhost.",
            "127.0.0.1.example.org",
            "127.0.0.2",
            "[::2]",
            "[::1].example.org",
            "[::1]x",
            "0.0.0.0",
            "127.1",
            "user@localhost",
            "localhost:80:80",
            "",
        ] {
            assert_eq!(host_status("/graphql", &[host]), Some(StatusCode::MISDIRECTED_REQUEST), "{host}");
        }
        assert_eq!(host_status("http://evil.example/", &["localhost"]), Some(StatusCode::MISDIRECTED_REQUEST));
    }

    #[test]
    fn no_host_and_several_hosts_are_bad_requests() {
        assert_eq!(host_status("/graphql", &[]), Some(StatusCode::BAD_REQUEST));
        assert_eq!(host_status("/graphql", &["localhost", "localhost"]), Some(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn the_address_that_is_listened_on_is_a_name_of_this_machine() {
        let own = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
        let request = Request::get("/").header(header::HOST, "127.0.0.2:8000").body(Body::empty()).unwrap();
        assert!(check_host(&request, own).is_ok());
    }

    fn origin_is_let_in(headers: &[(HeaderName, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        map.insert(header::HOST, "localhost:8000".parse().unwrap());
        for (name, value) in headers {
            map.append(name, value.parse().unwrap());
        }
        let allowed = ["https://reports.example.org".parse().unwrap()];
        check_origin(&map, &allowed).is_ok()
    }

    #[test]
    fn a_site_that_is_allowed_may_ask_by_its_exact_name() {
        let from = |origin: &'static str| origin_is_let_in(&[(SEC_FETCH_SITE, "cross-site"), (header::ORIGIN, origin)]);
        assert!(from("https://reports.example.org"));
        for origin in ["http://reports.example.org", "https://reports.example.org.evil.example", "https://example.org"]
        {
            assert!(!from(origin), "{origin}");
        }
        let twice = (header::ORIGIN, "https://reports.example.org");
        assert!(!origin_is_let_in(&[twice.clone(), twice]), "two origins are none");
    }

    #[test]
    fn our_pages_and_programs_are_let_in() {
        assert!(origin_is_let_in(&[]));
        assert!(origin_is_let_in(&[(header::ORIGIN, "http://localhost:8000")]));
        assert!(origin_is_let_in(&[(SEC_FETCH_SITE, "same-origin"), (header::ORIGIN, "http://localhost:8000")]));
        assert!(origin_is_let_in(&[(SEC_FETCH_SITE, "none")]));
    }

    #[test]
    fn pages_of_other_sites_are_not() {
        for origin in [
            "https://example.org",
            "http://localhost:3000",
            "https://localhost:8000",
            "http://127.0.0.1:8000",
            "http://localhost",
            "null",
            "",
        ] {
            assert!(!origin_is_let_in(&[(header::ORIGIN, origin)]), "{origin}");
        }
        assert!(!origin_is_let_in(&[(SEC_FETCH_SITE, "cross-site")]));
        assert!(!origin_is_let_in(&[
            (header::ORIGIN, "http://localhost:8000"),
            (header::ORIGIN, "https://example.org"),
        ]));
    }
}
