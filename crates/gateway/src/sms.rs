//! Handing an SMS over.

use std::path::PathBuf;

use domain::person::Phone;
use tokio::fs;
use tokio::io::AsyncWriteExt;

/// Where messages go.
#[derive(Debug, Clone)]
pub enum Sms {
    /// Nowhere: the demo shows them on a page of its own and never comes here.
    None,
    /// A spool folder in the format of SMS Server Tools 3 (`smstools` in Debian), whose daemon sends what it finds
    /// there through the school's own modem or SIM gateway. Works without anybody's cloud.
    Spool(PathBuf),
}

/// Why a message was not handed over. Carries neither number nor text.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// No carrier is configured.
    #[error("no SMS carrier is configured")]
    NoCarrier,
    /// The spool folder could not be written.
    #[error("the SMS spool folder cannot be written: {0}")]
    Spool(#[from] std::io::Error),
}

impl Sms {
    /// Hands a message over. Returns once the carrier has it, not once the phone has it.
    pub async fn send(&self, phone: &Phone, text: &str) -> Result<(), SendError> {
        match self {
            Self::None => Err(SendError::NoCarrier),
            Self::Spool(folder) => spool(folder, phone, text).await,
        }
    }
}

/// Writes beside and renames, so that the daemon never sees half a message.
async fn spool(folder: &std::path::Path, phone: &Phone, text: &str) -> Result<(), SendError> {
    let name = unique_name(text);
    let (draft, done) = (folder.join(format!(".{name}")), folder.join(name));
    let mut file = fs::File::create(&draft).await?;
    file.write_all(&message(phone, text)).await?;
    file.sync_all().await?;
    Ok(fs::rename(draft, done).await?)
}

/// A header, an empty line, the text in UCS-2 (big endian), which carries hanzi.
fn message(phone: &Phone, text: &str) -> Vec<u8> {
    let mut bytes = format!("To: 86{}\nAlphabet: UCS2\n\n", phone.expose()).into_bytes();
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

fn unique_name(text: &str) -> String {
    use std::hash::{BuildHasher, RandomState};
    // RandomState is seeded anew for each process and hasher: enough for a file name.
    format!("zhunkao-{:016x}{:016x}", RandomState::new().hash_one(text), RandomState::new().hash_one(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone() -> Phone {
        Phone::parse("13800005678").unwrap()
    }

    #[tokio::test]
    async fn a6_a_message_lies_in_the_spool_as_the_daemon_wants_it() {
        let folder = std::env::temp_dir().join(unique_name("test"));
        fs::create_dir(&folder).await.unwrap();
        Sms::Spool(folder.clone()).send(&phone(), "验证码 123456").await.unwrap();
        let mut entries = fs::read_dir(&folder).await.unwrap();
        let file = entries.next_entry().await.unwrap().unwrap();
        assert!(entries.next_entry().await.unwrap().is_none());
        let bytes = fs::read(file.path()).await.unwrap();
        fs::remove_dir_all(folder).await.unwrap();
        let header = b"To: 8613800005678\nAlphabet: UCS2\n\n";
        assert!(bytes.starts_with(header));
        let units: Vec<u16> =
            bytes[header.len()..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        assert_eq!(String::from_utf16(&units).unwrap(), "验证码 123456");
    }

    #[tokio::test]
    async fn a_message_without_a_carrier_is_an_error_and_not_lost_in_silence() {
        assert!(matches!(Sms::None.send(&phone(), "x").await, Err(SendError::NoCarrier)));
    }

    #[tokio::test]
    async fn a_missing_spool_folder_is_an_error() {
        let missing = std::env::temp_dir().join(unique_name("missing"));
        assert!(matches!(Sms::Spool(missing).send(&phone(), "x").await, Err(SendError::Spool(_))));
    }
}
