//! The configuration: one typed tree, read once at the start. Anything unknown or missing stops it with a sentence.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use domain::face::FacePolicy;
use domain::person::PasswordRule;
use domain::seating::Pattern;
use domain::site::{self, SealPicture};
use serde::Deserialize;
use service::SmsRules;

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
    pub sms: Option<Sms>,
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
    /// How many proxies of our own stand in front, each of which adds to `X-Forwarded-For`.
    #[serde(default)]
    pub trusted_proxies: usize,
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

/// Name and contacts, shown wherever help is offered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// 示例大学继续教育学院
    pub name: String,
    /// 技术管理员, for a wrong document number.
    pub technical_contact: String,
    /// Telephone for everything else.
    pub hotline: String,
    /// A Markdown file: what the school itself says about personal data.
    #[serde(default)]
    pub privacy: Option<PathBuf>,
    /// A PNG or SVG file of 64 KB at most: the school's own seal.
    #[serde(default)]
    pub seal: Option<PathBuf>,
    /// A text file: 考生须知 on admission tickets, a paragraph on each line.
    #[serde(default)]
    pub ticket_rules: Option<PathBuf>,
}

impl School {
    /// With what its files hold.
    pub fn read(&self) -> Result<site::School, ConfigError> {
        let unreadable = |file: &PathBuf| {
            let file = file.clone();
            move |error| ConfigError::Unreadable(file, error)
        };
        let privacy =
            self.privacy.as_ref().map(|file| std::fs::read_to_string(file).map_err(unreadable(file)));
        let seal = self.seal.as_ref().map(|file| {
            let bytes = std::fs::read(file).map_err(unreadable(file))?;
            SealPicture::parse(bytes).ok_or_else(|| ConfigError::Seal(file.clone()))
        });
        let rules = self.ticket_rules.as_ref().map(|file| {
            let text = std::fs::read_to_string(file).map_err(unreadable(file))?;
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Ok::<_, ConfigError>(lines.map(str::to_owned).collect())
        });
        Ok(site::School {
            name: self.name.clone(),
            technical_contact: self.technical_contact.clone(),
            hotline: self.hotline.clone(),
            privacy: privacy.transpose()?,
            seal: seal.transpose()?,
            ticket_rules: rules.transpose()?.unwrap_or_else(site::School::usual_ticket_rules),
            ticket_code: None,
            ticket_pattern: Pattern::default(),
        })
    }
}

/// How SMS are sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// Through what.
    pub kind: SmsKind,
    /// Its `outgoing` folder.
    pub folder: PathBuf,
    /// Stands in front of each as 【…】; the school's name where it is not set.
    #[serde(default)]
    pub signature: Option<String>,
    /// Most codes a day, over all numbers.
    #[serde(default)]
    pub daily_budget: Option<i64>,
    /// Codes an hour that one address may ask for before it is slowed down.
    #[serde(default)]
    pub address_sends_an_hour: Option<i64>,
}

/// Through what SMS are sent.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmsKind {
    /// A spool folder of SMS Server Tools 3.
    Spool,
}

/// Why the start stops.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file, or one that it names, cannot be read.
    #[error("{0} cannot be read")]
    Unreadable(PathBuf, #[source] std::io::Error),
    /// The file is not what it should be.
    #[error("the configuration {0} is wrong: {1}")]
    Wrong(PathBuf, Box<toml::de::Error>),
    /// The seal is no picture that every browser shows.
    #[error("[school] seal: {0} must be a PNG or SVG file of 64 KB at most")]
    Seal(PathBuf),
    /// A school without a carrier could send no codes.
    #[error("[sms] is missing: without it nobody can sign up. See docs/OPERATIONS.md")]
    NoCarrier,
    /// A length that no password could have, or that is no protection.
    #[error("[password] must have 6 <= min_chars <= max_chars <= 128")]
    PasswordLength,
    /// A budget or cap with which nobody could be sent a code.
    #[error("[sms] daily_budget and address_sends_an_hour must be 1 or more")]
    NoBudget,
    /// A signature is what the reader knows the school by.
    #[error("[sms] signature must not be empty or contain 【 or 】")]
    Signature,
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
                trusted_proxies: 0,
            },
            data: Data::of_demo(&options.data),
            files: Files { site: options.site, models: options.models.ok_or(ConfigError::NoModels)? },
            school: School {
                name: "示例大学继续教育学院".into(),
                technical_contact: "技术管理员 0731-0000 0001（演示）".into(),
                hotline: "0731-0000 0000（演示）".into(),
                privacy: None,
                seal: None,
                ticket_rules: None,
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
        let PasswordRule { min_chars, max_chars } = self.password;
        if !(6 <= min_chars && min_chars <= max_chars && max_chars <= 128) {
            return Err(ConfigError::PasswordLength);
        }
        self.check_sms()?;
        match (self.demo, &self.sms) {
            (true, Some(_)) => Err(ConfigError::DemoBesideProduction("an SMS carrier ([sms])")),
            (true, None) if postgres => Err(ConfigError::DemoBesideProduction("a PostgreSQL database")),
            (false, None) => Err(ConfigError::NoCarrier),
            _ => Ok(self),
        }
    }

    fn check_sms(&self) -> Result<(), ConfigError> {
        let Some(sms) = &self.sms else { return Ok(()) };
        if [sms.daily_budget, sms.address_sends_an_hour].into_iter().flatten().any(|most| most < 1) {
            return Err(ConfigError::NoBudget);
        }
        let unfit = |signature: &String| signature.trim().is_empty() || signature.contains(['【', '】']);
        if sms.signature.as_ref().is_some_and(unfit) { Err(ConfigError::Signature) } else { Ok(()) }
    }

    /// What holds for SMS where the file says nothing.
    pub fn sms_rules(&self) -> SmsRules {
        let mut rules = SmsRules::of(&self.school.name);
        if let Some(sms) = &self.sms {
            rules.signature = sms.signature.clone().unwrap_or(rules.signature);
            rules.daily_budget = sms.daily_budget.unwrap_or(rules.daily_budget);
            rules.address_sends_an_hour = sms.address_sends_an_hour.unwrap_or(rules.address_sends_an_hour);
        } else {
            // A demo sends nothing, and all who look at it sit at one machine.
            rules.address_sends_an_hour = DEMO_SENDS_AN_HOUR;
        }
        rules
    }
}

/// Codes an hour in the demo before its one address is slowed down.
const DEMO_SENDS_AN_HOUR: i64 = 1_000;

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

    #[test]
    fn f12_sms_are_signed_with_the_schools_name_unless_it_says_otherwise() {
        let signature = |text: &str| read(text).map(|config| config.sms_rules().signature);
        assert_eq!(signature(&format!("{SCHOOL}{CARRIER}")).unwrap(), "示例大学");
        let own = format!("{SCHOOL}{CARRIER}signature = \"示例继教\"\n");
        assert_eq!(signature(&own).unwrap(), "示例继教");
        let empty = format!("{SCHOOL}{CARRIER}signature = \" \"\n");
        assert!(signature(&empty).unwrap_err().contains("signature"));
    }

    #[test]
    fn a6_the_days_budget_and_the_cap_of_an_address_are_settings() {
        let rules = |more: &str| read(&format!("{SCHOOL}{CARRIER}{more}")).map(|config| config.sms_rules());
        let set = rules("daily_budget = 7\naddress_sends_an_hour = 3\n").unwrap();
        assert_eq!((set.daily_budget, set.address_sends_an_hour), (7, 3));
        assert!(rules("").unwrap().daily_budget > 0);
        assert!(rules("daily_budget = 0\n").unwrap_err().contains("daily_budget"));
    }

    #[test]
    fn a7_the_length_of_a_password_is_a_setting_within_reason() {
        let with = |rule: &str| read(&format!("{SCHOOL}{CARRIER}[password]\n{rule}\n"));
        assert_eq!(with("min_chars = 8\nmax_chars = 20").unwrap().password.min_chars, 8);
        for wrong in ["min_chars = 5\nmax_chars = 20", "min_chars = 9\nmax_chars = 8"] {
            assert!(with(wrong).unwrap_err().contains("[password]"), "{wrong}");
        }
    }

    #[test]
    fn a13_no_proxy_is_trusted_unless_the_school_says_so() {
        assert_eq!(read(&format!("{SCHOOL}{CARRIER}")).unwrap().server.trusted_proxies, 0);
        let behind = SCHOOL.replace("[data]", "trusted_proxies = 1\n[data]");
        assert_eq!(read(&format!("{behind}{CARRIER}")).unwrap().server.trusted_proxies, 1);
    }
}
