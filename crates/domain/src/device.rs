//! The family of a device, as its user agent tells it: enough for its owner to know it again, too little to tell people
//! apart by it.

use serde::{Deserialize, Serialize};

macro_rules! family {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The name under which it is stored.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

family! {
    /// What it is.
    System {
        /// A phone or tablet with `HarmonyOS`.
        Harmony = "harmony",
        /// A phone or tablet with Android.
        Android = "android",
        /// An iPhone.
        Iphone = "iphone",
        /// An iPad that says so.
        Ipad = "ipad",
        /// A computer with Windows.
        Windows = "windows",
        /// A Mac, or an iPad that calls itself one.
        Mac = "mac",
        /// A computer with Linux.
        Linux = "linux",
        /// Something else.
        Other = "other",
    }
}

family! {
    /// What looks at the page.
    Browser {
        /// 微信
        WeChat = "wechat",
        /// QQ 浏览器
        Qq = "qq",
        /// UC 浏览器
        Uc = "uc",
        /// 华为浏览器
        Huawei = "huawei",
        /// 小米浏览器
        Xiaomi = "xiaomi",
        /// Edge
        Edge = "edge",
        /// Firefox
        Firefox = "firefox",
        /// Chrome
        Chrome = "chrome",
        /// Safari
        Safari = "safari",
        /// Something else.
        Other = "other",
    }
}

/// The family of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// What it is.
    pub system: System,
    /// What looks at the page.
    pub browser: Browser,
}

/// The first that fits decides: an Android phone with `HarmonyOS` says both, Chrome says Safari, too.
const SYSTEMS: [(&str, System); 8] = [
    ("HarmonyOS", System::Harmony),
    ("OpenHarmony", System::Harmony),
    ("Android", System::Android),
    ("iPhone", System::Iphone),
    ("iPad", System::Ipad),
    ("Windows", System::Windows),
    ("Macintosh", System::Mac),
    ("Linux", System::Linux),
];
const BROWSERS: [(&str, Browser); 13] = [
    ("MicroMessenger", Browser::WeChat),
    ("MQQBrowser", Browser::Qq),
    ("QQBrowser", Browser::Qq),
    ("UCBrowser", Browser::Uc),
    ("HuaweiBrowser", Browser::Huawei),
    ("MiuiBrowser", Browser::Xiaomi),
    ("Edg", Browser::Edge),
    ("Firefox", Browser::Firefox),
    ("FxiOS", Browser::Firefox),
    ("Chrome", Browser::Chrome),
    ("CriOS", Browser::Chrome),
    ("Chromium", Browser::Chrome),
    ("Safari", Browser::Safari),
];

impl Device {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { system: System::Other, browser: Browser::Other };

    /// By the user agent.
    pub fn from_agent(agent: &str) -> Self {
        let system = SYSTEMS.iter().find(|(word, _)| agent.contains(word)).map(|(_, system)| *system);
        let browser = BROWSERS.iter().find(|(word, _)| agent.contains(word)).map(|(_, browser)| *browser);
        Self { system: system.unwrap_or(System::Other), browser: browser.unwrap_or(Browser::Other) }
    }

    /// The name under which it is stored: `android.chrome`.
    pub fn code(self) -> String {
        format!("{}.{}", self.system.code(), self.browser.code())
    }

    /// The device stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        let (system, browser) = code.split_once('.')?;
        Some(Self { system: System::from_code(system)?, browser: Browser::from_code(browser)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a11_a_device_is_told_by_its_family() {
        let seen = |agent: &str| {
            let device = Device::from_agent(agent);
            (device.system, device.browser)
        };
        let android = "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) \
            Chrome/119.0.0.0 Mobile Safari/537.36";
        assert_eq!(seen(android), (System::Android, Browser::Chrome));
        assert_eq!(seen(&format!("{android} MicroMessenger/8.0")), (System::Android, Browser::WeChat));
        let harmony = "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 Chrome/114 \
            HuaweiBrowser/15.0 Mobile Safari/537.36";
        assert_eq!(seen(harmony), (System::Harmony, Browser::Huawei));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
            Gecko) Version/17.0 Mobile/15E148 Safari/604.1";
        assert_eq!(seen(iphone), (System::Iphone, Browser::Safari));
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!(seen(edge), (System::Windows, Browser::Edge));
        assert_eq!(Device::from_agent("curl/8"), Device::UNKNOWN);
    }

    #[test]
    fn a11_a_device_is_read_back_from_its_code() {
        let device = Device { system: System::Harmony, browser: Browser::Uc };
        assert_eq!(Device::from_code(&device.code()), Some(device));
        assert_eq!(Device::from_code("toaster.chrome"), None);
    }
}
