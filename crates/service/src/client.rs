//! From where a request comes, as far as it matters to who guesses and to who owns a session.

use std::net::IpAddr;

use domain::device::Device;

use crate::Cx;

/// The address of a client as a keyed hash. The address itself is kept and logged nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address behind which a client stands. Whoever has an IPv6 address has a whole /64 of them: that is one.
    pub fn of(cx: &Cx, ip: IpAddr) -> Self {
        let text = match ip.to_canonical() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        };
        Self(cx.store().vault().fingerprint("client.address", &text))
    }

    /// For a request that came by no network. All of those share one address.
    pub fn unknown(cx: &Cx) -> Self {
        Self(cx.store().vault().fingerprint("client.address", ""))
    }

    pub(crate) fn key(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(***)")
    }
}

/// From where a request comes.
#[derive(Clone)]
pub struct Client {
    address: Address,
    device_token: Option<String>,
    device: Device,
}

impl Client {
    /// `device_token` is what the browser was given when somebody signed in with it before.
    pub fn new(address: Address, device_token: Option<String>, agent: Option<&str>) -> Self {
        let device = agent.map_or(Device::UNKNOWN, Device::from_agent);
        Self { address, device_token: device_token.filter(|token| is_token(token)), device }
    }

    pub(crate) fn address(&self) -> &str {
        self.address.key()
    }

    pub(crate) fn device(&self) -> Device {
        self.device
    }

    pub(crate) fn device_token(&self) -> Option<&str> {
        self.device_token.as_deref()
    }

    /// What the browser's token is stored as.
    pub(crate) fn device_hash(&self, cx: &Cx) -> Option<String> {
        self.device_token().map(|token| device_hash(cx, token))
    }
}

pub(crate) fn device_hash(cx: &Cx, token: &str) -> String {
    cx.store().vault().fingerprint("known_devices.token", token)
}

/// Whether it can be one of ours: nobody may plant a short one that is easily guessed.
fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
