//! The configuration: one typed tree, read once at the start. Anything unknown or missing stops it with a sentence.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use domain::face::FacePolicy;
use domain::person::PasswordRule;
use domain::site::School;
use serde::Deserialize;

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where it listens and how it is reached.
    pub server: Server,
    /// Where data is kept.
    pub data: Data,
    /// Files that a build and a fetch made.
    pub files: Files,
    /// Name and contacts.
    pub school: School,
    /// How SMS are sent; a demo has none.
    #[serde(default)]
    pub sms: Option<SmsCarrier>,
    /// How long a password may be, in characters.
    #[serde(default)]
    pub password: PasswordRule,
    /// Thresholds of the face check.
    #[serde(default)]
    pub face: FacePolicy,
    /// Demo mode. Cannot stand beside an SMS carrier or a PostgreSQL database.
    #[serde(default)]
    pub demo: bool,
}

/// Where it listens and how it is reached.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The portal's address as people type it, without a slash at its end: `https://exam.example.edu.cn`.
    pub public_url: String,
    /// Serve HTTPS with a certificate of our own making, for phones in the local network.
    #[serde(default)]
    pub lan: bool,
}

/// Where data is kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// `sqlite://path/to/file.db` or `postgres://…`.
    pub database_url: String,
    /// Folder of the encrypted pictures.
    pub pictures: PathBuf,
    /// The key file. Keep it apart from backups of the database: together they are readable.
    pub key_file: PathBuf,
}

impl Data {
    /// Where the demo in this folder keeps its data.
    pub fn of_demo(folder: &Path) -> Self {
        Self {
            database_url: format!("sqlite://{}", folder.join("zhunkao.db").display()),
            pictures: folder.join("pictures"),
            key_file: folder.join("keys"),
        }
    }
}

/// Files that a build and a fetch made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// What the browser downloads, made by `cargo xtask build`.
    pub site: PathBuf,
    /// Models of the engine, fetched by `cargo xtask models`.
    pub models: PathBuf,
}

/// How SMS are sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "kind")]
pub enum SmsCarrier {
    /// A spool folder of SMS Server Tools 3.
    Spool {
        /// Its `outgoing` folder.
        folder: PathBuf,
    },
}

/// Why the start stops.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration {0} cannot be read")]
    Unreadable(PathBuf, #[source] std::io::Error),
    /// The file is not what it should be.
    #[error("the configuration {0} is wrong: {1}")]
    Wrong(PathBuf, Box<toml::de::Error>),
    /// A school without a carrier could send no codes.
    #[error("[sms] is missing: without it nobody can sign up. See docs/OPERATIONS.md")]
    NoCarrier,
    /// The demo shows codes on a page and pretends payments.
    #[error("demo = true cannot stand beside {0}: the demo shows everybody's codes on a page")]
    DemoBesideProduction(&'static str),
    /// The models' folder of the demo.
    #[error("--models is missing: `cargo xtask run` passes it; `cargo xtask models` fetches the models")]
    NoModels,
}

/// What `zhunkao demo` takes.
#[derive(Debug)]
pub struct DemoOptions {
    /// Folder of database, pictures and keys.
    pub data: PathBuf,
    /// Folder of what the browser downloads.
    pub site: PathBuf,
    /// Folder of the models.
    pub models: Option<PathBuf>,
    /// Port.
    pub port: u16,
    /// HTTPS for phones in this network.
    pub lan: bool,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self { data: "data".into(), site: "target/site".into(), models: None, port: 3_000, lan: false }
    }
}

impl Config {
    /// Reads a school's configuration.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file).map_err(|e| ConfigError::Unreadable(file.into(), e))?;
        let config: Self = toml::from_str(&text).map_err(|e| ConfigError::Wrong(file.into(), Box::new(e)))?;
        config.checked()
    }

    /// The demo's configuration.
    pub fn for_demo(options: DemoOptions) -> Result<Self, ConfigError> {
        let ip = if options.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
        let public_url = if options.lan {
            format!("https://{}:{}", crate::lan::own_address(), options.port)
        } else {
            format!("http://localhost:{}", options.port)
        };
        Self {
            server: Server {
                listen: SocketAddr::new(IpAddr::V4(ip), options.port),
                public_url,
                lan: options.lan,
            },
            data: Data::of_demo(&options.data),
            files: Files { site: options.site, models: options.models.ok_or(ConfigError::NoModels)? },
            school: School {
                name: "示例大学继续教育学院".into(),
                technical_contact: "技术管理员 0731-0000 0001（演示）".into(),
                hotline: "0731-0000 0000（演示）".into(),
            },
            sms: None,
            password: PasswordRule::default(),
            face: FacePolicy::default(),
            demo: true,
        }
        .checked()
    }

    fn checked(self) -> Result<Self, ConfigError> {
        let postgres = self.data.database_url.starts_with("postgres");
        match (self.demo, &self.sms) {
            (true, Some(_)) => Err(ConfigError::DemoBesideProduction("an SMS carrier ([sms])")),
            (true, None) if postgres => Err(ConfigError::DemoBesideProduction("a PostgreSQL database")),
            (false, None) => Err(ConfigError::NoCarrier),
            _ => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHOOL: &str = r#"
[server]
listen = "127.0.0.1:3000"
public_url = "https://exam.example.edu.cn"
[data]
database_url = "sqlite://zhunkao.db"
pictures = "pictures"
key_file = "keys"
[files]
site = "site"
models = "models"
[school]
name = "示例大学"
technical_contact = "0731-0000 0001"
hotline = "0731-0000 0000"
"#;

    const CARRIER: &str = "[sms]\nkind = \"spool\"\nfolder = \"outgoing\"\n";

    fn read(text: &str) -> Result<Config, String> {
        let config: Config = toml::from_str(text).map_err(|error| error.to_string())?;
        config.checked().map_err(|error| error.to_string())
    }

    #[test]
    fn a_school_with_a_carrier_starts() {
        assert!(read(&format!("{SCHOOL}{CARRIER}")).is_ok());
    }

    #[test]
    fn a_school_without_a_carrier_stops_at_the_start() {
        assert!(read(SCHOOL).unwrap_err().contains("[sms] is missing"));
    }

    #[test]
    fn the_demo_never_stands_beside_a_production_setting() {
        assert!(
            read(&format!("demo = true\n{SCHOOL}{CARRIER}")).unwrap_err().contains("cannot stand beside")
        );
        let postgres = SCHOOL.replace("sqlite://zhunkao.db", "postgres://db/zhunkao");
        assert!(read(&format!("demo = true\n{postgres}")).unwrap_err().contains("PostgreSQL"));
        assert!(read(&format!("demo = true\n{SCHOOL}")).is_ok());
    }

    #[test]
    fn an_unknown_setting_stops_the_start_with_its_name() {
        assert!(read(&format!("colour = 3\n{SCHOOL}{CARRIER}")).unwrap_err().contains("colour"));
    }
}
