//! Which family of browsers a user agent belongs to, as far as the way to its camera settings differs.

use serde::{Deserialize, Serialize};

/// Browsers that share one way to let a page use the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Safari on iPhone and iPad.
    SafariIos,
    /// Another browser on iPhone or iPad: its camera is switched in the system's settings.
    OtherIos,
    /// Chrome on Android.
    ChromeAndroid,
    /// 华为浏览器
    Huawei,
    /// 小米浏览器
    Xiaomi,
    /// UC 浏览器
    Uc,
    /// QQ 浏览器, and what QQ shows by itself.
    Qq,
    /// Another browser on Android, such as that of OPPO or vivo.
    OtherAndroid,
    /// A computer, or unknown.
    Desktop,
}

/// Marks in a user agent, in the order in which they count: browsers name each other, the rarest name is the true one.
const MARKS: [(&[&str], Family); 4] = [
    (&["ucbrowser", "ucweb", "ubrowser"], Family::Uc),
    (&["mqqbrowser", "qqbrowser", " qq/"], Family::Qq),
    (&["miuibrowser", "xiaomi/"], Family::Xiaomi),
    (&["huaweibrowser", "hwbrowser", "arkweb", "openharmony"], Family::Huawei),
];

impl Family {
    /// Every family.
    pub const ALL: [Self; 9] = [
        Self::SafariIos,
        Self::OtherIos,
        Self::ChromeAndroid,
        Self::Huawei,
        Self::Xiaomi,
        Self::Uc,
        Self::Qq,
        Self::OtherAndroid,
        Self::Desktop,
    ];

    /// The family that this `User-Agent` belongs to.
    pub fn of(user_agent: &str) -> Self {
        let agent = user_agent.to_ascii_lowercase();
        let has = |mark: &str| agent.contains(mark);
        let marked = || MARKS.iter().find(|(marks, _)| marks.iter().any(|mark| has(mark)));
        if let Some((_, family)) = marked() {
            return *family;
        }
        // Since iPadOS 13 a tablet calls itself a Macintosh; only its Safari names a mobile version.
        let is_ios = has("iphone") || has("ipad") || has("ipod") || (has("macintosh") && has("mobile/"));
        if is_ios {
            let is_other =
                ["crios", "fxios", "edgios", "opt/", "baidubrowser", "baiduboxapp"].into_iter().any(has);
            let is_safari = has("safari/") && has("version/") && !is_other;
            return if is_safari { Self::SafariIos } else { Self::OtherIos };
        }
        if has("android") {
            let of_the_phone =
                ["heytapbrowser", "vivobrowser", "samsungbrowser", "honorbrowser", "baiduboxapp"];
            // A browser inside another app calls itself Version/4.0 or wv.
            let is_chrome =
                has("chrome/") && !has("version/") && !has("; wv)") && !has("firefox/") && !has("edga/");
            let is_other = of_the_phone.into_iter().any(has);
            return if is_chrome && !is_other { Self::ChromeAndroid } else { Self::OtherAndroid };
        }
        Self::Desktop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IPHONE: &str =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko)";

    #[track_caller]
    fn is(wanted: Family, agents: &[&str]) {
        for agent in agents {
            assert_eq!(Family::of(agent), wanted, "{agent}");
        }
    }

    #[test]
    fn c5_safari_on_an_iphone_is_known() {
        is(
            Family::SafariIos,
            &[
                &format!("{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1"),
                "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/12.1.2 Mobile/15E148 Safari/604.1",
            ],
        );
    }

    #[test]
    fn c5_other_browsers_on_an_iphone_are_not_taken_for_safari() {
        is(
            Family::OtherIos,
            &[
                &format!("{IPHONE} CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1"),
                &format!("{IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15"),
                &format!("{IPHONE} EdgiOS/130.0 Version/18.0 Mobile/15E148 Safari/604.1"),
                &format!("{IPHONE} Mobile/15E148"),
            ],
        );
    }

    #[test]
    fn c5_chrome_on_android_is_known() {
        is(
            Family::ChromeAndroid,
            &[
                &format!("{ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36"),
                "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.7444.52 \
                 Mobile Safari/537.36",
            ],
        );
    }

    #[test]
    fn c5_the_browser_of_a_huawei_phone_is_known() {
        is(
            Family::Huawei,
            &[
                "Mozilla/5.0 (Linux; Android 10; HarmonyOS; NOH-AN00; HMSCore 6.13.0.302) AppleWebKit/537.36 (KHTML, like \
                 Gecko) Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36",
                "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 \
                 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300",
            ],
        );
    }

    #[test]
    fn c5_the_browser_of_a_xiaomi_phone_is_known() {
        is(
            Family::Xiaomi,
            &[
                "Mozilla/5.0 (Linux; U; Android 13; zh-cn; 2211133C Build/TKQ1.220905.001) AppleWebKit/537.36 (KHTML, like \
               Gecko) Version/4.0 Chrome/100.0.4896.127 Mobile Safari/537.36 XiaoMi/MiuiBrowser/17.9.30",
            ],
        );
    }

    #[test]
    fn c5_uc_is_known_on_both_systems() {
        is(
            Family::Uc,
            &[
                "Mozilla/5.0 (Linux; U; Android 12; zh-CN; M2012K11AC Build/SKQ1.211006.001) AppleWebKit/537.36 (KHTML, \
                 like Gecko) Version/4.0 Chrome/100.0.4896.58 UCBrowser/15.6.8.1218 Mobile Safari/537.36",
                &format!("{IPHONE} Version/18.0 Mobile/15E148 UCBrowser/16.2.6.2436 Safari/604.1"),
            ],
        );
    }

    #[test]
    fn c5_qq_is_known_on_both_systems_and_inside_qq() {
        is(
            Family::Qq,
            &[
                "Mozilla/5.0 (Linux; U; Android 12; zh-cn; PGKM10 Build/SP1A.210812.016) AppleWebKit/537.36 (KHTML, like \
                 Gecko) Version/4.0 Chrome/98.0.4758.102 MQQBrowser/14.6 Mobile Safari/537.36 COVC/046915",
                &format!(
                    "{IPHONE} Version/18.0 MQQBrowser/15.1.5 Mobile/15E148 Safari/604.1 QBWebViewType/1"
                ),
                &format!("{IPHONE} Mobile/15E148 QQ/9.0.95.613 V1_IPH_SQ_9.0.95_1_APP_A"),
            ],
        );
    }

    #[test]
    fn c5_other_browsers_of_android_phones_are_not_taken_for_chrome() {
        is(
            Family::OtherAndroid,
            &[
                &format!(
                    "{ANDROID} Version/4.0 Chrome/115.0.5790.168 Mobile Safari/537.36 HeyTapBrowser/45.11.4.1"
                ),
                &format!("{ANDROID} Chrome/120.0.6099.43 Mobile Safari/537.36 VivoBrowser/22.3.0.0"),
                &format!("{ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"),
                "Mozilla/5.0 (Linux; Android 13; 21061119AG; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
                 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
            ],
        );
    }

    #[test]
    fn c5_a_computer_and_nonsense_are_neither() {
        is(
            Family::Desktop,
            &[
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 \
                 Safari/605.1.15",
                "",
                "😀",
            ],
        );
    }
}
