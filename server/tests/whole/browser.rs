//! A browser without a window: sends forms and files, keeps the session's cookie.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tower::ServiceExt;

pub const HTML: &str = "text/html,application/xhtml+xml";
pub const JSON: &str = "application/json";

/// Where requests go: into a router of this process, or over TCP to another process.
#[derive(Clone)]
pub enum Line {
    Router(Router),
    Port(u16),
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// What a person reads on a page: its text without tags, scripts and what stands in attributes.
    pub fn words(&self) -> String {
        words(&self.text())
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn is_fine(&self) -> bool {
        self.status < 400 && !self.location().contains("__err=") && !self.location().contains("error=")
    }

    /// All headers, as text.
    pub fn head(&self) -> String {
        let line = |(name, value): (&HeaderName, &HeaderValue)| {
            [name.as_str(), ": ", value.to_str().unwrap_or("?")].concat()
        };
        self.headers.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Whether it asks to sign in, as a candidate or as staff.
    pub fn asks_to_sign_in(&self) -> bool {
        let door = ["/sign-in", "/admin/sign-in"].iter().any(|door| self.location().starts_with(door));
        self.status == 401 || (self.status / 100 == 3 && door)
    }
}

/// A part of a multipart form.
pub enum Part<'p> {
    Text(&'p str, &'p str),
    File(&'p str, &'p [u8]),
}

/// A browser with its cookie.
#[derive(Clone)]
pub struct Browser {
    line: Line,
    pub session: Option<String>,
    /// The session of somebody of the staff.
    pub staff: Option<String>,
}

const BOUNDARY: &str = "----zhunkao-test-boundary";

impl Browser {
    pub fn new(line: Line) -> Self {
        Self { line, session: None, staff: None }
    }

    /// The same browser after signing out by throwing its cookie away.
    pub fn stranger(&self) -> Self {
        Self::new(self.line.clone())
    }

    pub async fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send(Method::GET, path, HTML, &[], Vec::new()).await
    }

    /// A picture, as an `img` asks for it.
    pub async fn picture(&mut self, path: &str) -> io::Result<Answer> {
        self.send(Method::GET, path, "image/*", &[], Vec::new()).await
    }

    /// A form of one of our pages.
    pub async fn form(&mut self, path: &str, accept: &str, body: &str) -> io::Result<Answer> {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, accept, &kind, body.as_bytes().to_vec()).await
    }

    /// A form of this page, sent without WASM, and the page that comes of it.
    pub async fn submit(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let referer = format!("http://localhost:3000{page}");
        let kind = [("content-type", "application/x-www-form-urlencoded"), ("referer", referer.as_str())];
        let answer = self.send(Method::POST, path, HTML, &kind, encoded(fields).into_bytes()).await?;
        self.follow(answer).await
    }

    /// Goes where an answer leads.
    pub async fn follow(&mut self, answer: Answer) -> io::Result<Answer> {
        if answer.status / 100 != 3 {
            return Ok(answer);
        }
        let to = answer.location();
        let to = to.strip_prefix("http://localhost:3000").unwrap_or(to).to_owned();
        self.get(&to).await
    }

    /// A form with files.
    pub async fn upload(&mut self, path: &str, accept: &str, parts: &[Part<'_>]) -> io::Result<Answer> {
        let kind = multipart_type();
        self.send(Method::POST, path, accept, &[("content-type", &kind)], multipart(parts)).await
    }

    /// A request of one's own pages: same site, with the cookie. `further` headers take the place of the usual ones;
    /// an empty one leaves its header out.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        accept: &str,
        further: &[(&str, &str)],
        body: Vec<u8>,
    ) -> io::Result<Answer> {
        let mut headers =
            vec![("accept", accept), ("sec-fetch-site", "same-origin"), ("host", "localhost:3000")];
        let referer = format!("http://localhost:3000{}", path.split('?').next().unwrap_or(path));
        headers.push(("referer", &referer));
        let cookies: Vec<String> = [("__Host-session", &self.session), ("__Host-staff", &self.staff)]
            .into_iter()
            .filter_map(|(name, token)| token.as_ref().map(|token| format!("{name}={token}")))
            .collect();
        let cookies = cookies.join("; ");
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        for (name, value) in further {
            headers.retain(|(known, _)| known != name);
            if !value.is_empty() {
                headers.push((name, value));
            }
        }
        let answer = match &self.line {
            Line::Router(router) => through(router.clone(), &method, path, &headers, body).await,
            Line::Port(port) => over(*port, &method, path, &headers, body).await?,
        };
        for cookie in answer.headers.get_all("set-cookie") {
            let set = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            if let Some(token) = set.strip_prefix("__Host-session=") {
                self.session = Some(token.to_owned()).filter(|token| !token.is_empty());
            }
            if let Some(token) = set.strip_prefix("__Host-staff=") {
                self.staff = Some(token.to_owned()).filter(|token| !token.is_empty());
            }
        }
        Ok(answer)
    }
}

/// After which a request counts as never answered: a test that hangs takes the whole check with it.
const PATIENCE: Duration = Duration::from_mins(2);

async fn through(
    router: Router,
    method: &Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("content-length", body.len());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body)).unwrap();
    let answer = async {
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    };
    timeout(PATIENCE, answer).await.unwrap_or_else(|_| panic!("{method} {path} is never answered"))
}

/// HTTP/1.0, so that an answer ends with its connection: enough for a client that is written in thirty lines.
async fn over(
    port: u16,
    method: &Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let mut head = format!("{method} {path} HTTP/1.0\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.extend([*name, ": ", *value, "\r\n"]);
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let broken = || io::Error::new(io::ErrorKind::UnexpectedEof, "the answer broke off");
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").ok_or_else(broken)?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) else {
            continue;
        };
        headers.append(name, value);
    }
    let body = bytes.split_off(end + 4);
    let wanted = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if wanted.is_some_and(|wanted| body.len() < wanted) {
        return Err(broken());
    }
    Ok(Answer { status: status.ok_or_else(broken)?, headers, body })
}

pub fn multipart_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

pub fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; ").as_bytes());
        match part {
            Part::Text(name, text) => {
                body.extend_from_slice(format!("name=\"{name}\"\r\n\r\n{text}").as_bytes());
            }
            Part::File(name, bytes) => {
                let head =
                    format!("name=\"{name}\"; filename=\"{name}.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n");
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(bytes);
            }
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// A form's body out of names and values.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

/// What a person reads of this HTML.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let mute = ["script", "style", "noscript"].into_iter().find(|name| tag.starts_with(name));
        let end = mute.map_or_else(|| ">".to_owned(), |name| format!("</{name}>"));
        rest = tag.split_once(end.as_str()).map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn only_what_stands_on_a_page_is_read() {
    let html = "<p title=\"no\">报<!>名</p><script>no</script><a href=\"tel:0\">0731</a>";
    assert_eq!(words(html), "报名0731");
}
