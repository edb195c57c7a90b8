//! Behind which address a request's client stands. What a client writes itself is believed of nobody: proxies add the
//! address that they see at the right end of `X-Forwarded-For`, so of the configured number of trusted proxies the
//! outermost has written the entry that many from the right.

use std::net::{IpAddr, SocketAddr};

use app::ssr::Cx;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Puts the client's address, hashed, beside the request.
pub async fn note(
    State((cx, trusted_proxies)): State<(Cx, usize)>,
    mut request: Request<Body>,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = match peer {
        Some(peer) => service::Address::of(&cx, client(peer, request.headers(), trusted_proxies)),
        None => service::Address::unknown(&cx),
    };
    request.extensions_mut().insert(address);
    next.run(request).await
}

/// The address that the outermost trusted proxy saw; the peer's where it says nothing that can be read.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_proxies: usize) -> IpAddr {
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok());
    let entries: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let place = (trusted_proxies > 0).then(|| entries.len().checked_sub(trusted_proxies)).flatten();
    place.and_then(|place| entries.get(place)).and_then(|entry| address(entry)).unwrap_or(peer)
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    bare.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn seen(trusted_proxies: usize, lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
        }
        client("192.0.2.9".parse().unwrap(), &headers, trusted_proxies).to_string()
    }

    #[test]
    fn a13_without_a_trusted_proxy_the_header_is_believed_of_nobody() {
        assert_eq!(seen(0, &["198.51.100.1"]), "192.0.2.9");
    }

    #[test]
    fn a13_the_right_most_entries_are_the_proxies_own() {
        let lines = ["203.0.113.66, 198.51.100.1"];
        assert_eq!(seen(1, &lines), "198.51.100.1", "what the client wrote itself stands left");
        assert_eq!(seen(2, &lines), "203.0.113.66");
        assert_eq!(seen(1, &["203.0.113.66", "198.51.100.1"]), "198.51.100.1", "two lines are one list");
    }

    #[test]
    fn a13_what_cannot_be_read_is_the_peer() {
        assert_eq!(seen(1, &[]), "192.0.2.9");
        assert_eq!(seen(3, &["198.51.100.1"]), "192.0.2.9");
        assert_eq!(seen(1, &["unknown"]), "192.0.2.9");
    }

    #[test]
    fn a13_ports_and_brackets_are_no_part_of_an_address() {
        assert_eq!(seen(1, &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(seen(1, &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(seen(1, &["[2001:db8::1]"]), "2001:db8::1");
        assert_eq!(seen(1, &["2001:db8::1"]), "2001:db8::1");
    }
}
