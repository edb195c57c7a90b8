//! HTTPS for phones in the local network, with a certificate of our own making: a phone gives its camera only to HTTPS.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::path::Path;

use axum_server::tls_rustls::RustlsConfig;

/// This machine's address in its local network; the loopback address where it has none. Sends nothing: connecting a UDP
/// socket only asks the routing table, and 192.0.2.1 is set aside for documentation (RFC 5737).
pub fn own_address() -> IpAddr {
    let asked = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
        .and_then(|socket| socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).and(socket.local_addr()));
    asked.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// It could not be made.
    #[error("the certificate could not be made")]
    Make(#[from] rcgen::Error),
    /// It could not be kept or read.
    #[error("the certificate could not be kept")]
    Keep(#[from] std::io::Error),
}

/// The certificate kept in `folder`, made on the first start, so that a phone has to accept it once only.
pub async fn certificate(folder: &Path) -> Result<RustlsConfig, CertificateError> {
    let (cert, key) = (folder.join("lan-certificate.pem"), folder.join("lan-key.pem"));
    if !cert.exists() || !key.exists() {
        let names = vec!["localhost".to_owned(), own_address().to_string()];
        let made = rcgen::generate_simple_self_signed(names)?;
        std::fs::create_dir_all(folder)?;
        std::fs::write(&cert, made.cert.pem())?;
        write_private(&key, &made.signing_key.serialize_pem())?;
    }
    // The process has one provider; a second call finds it set.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(RustlsConfig::from_pem_file(cert, key).await?)
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(not(unix))]
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::write(path, text)
}
