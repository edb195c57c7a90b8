//! The exact way out of each camera problem, in the words of the menus of the browser at hand.

use leptos::prelude::*;

use super::CameraProblem;
use crate::ui::browser::Family;
use crate::ui::still::Still;
use crate::ui::{CopyRow, Sheet};
use crate::words::camera as words;

/// What to do, step by step.
pub fn steps(problem: &CameraProblem, family: Family) -> Vec<&'static str> {
    match problem {
        // Its sentence says all there is to do.
        CameraProblem::Dismissed => Vec::new(),
        // The same in every browser.
        CameraProblem::Insecure => vec![words::insecure_1()],
        CameraProblem::Denied => denied(family),
        CameraProblem::Unsupported | CameraProblem::Constrained | CameraProblem::Broken(_) => {
            vec![other_browser(family)]
        }
        CameraProblem::Silent => {
            let mut steps = denied(family);
            if !steps.contains(&other_browser(family)) {
                steps.push(other_browser(family));
            }
            steps
        }
        CameraProblem::Missing => vec![words::missing_1(), words::missing_2()],
        CameraProblem::InUse => vec![words::in_use_1(), words::in_use_2()],
        CameraProblem::Gone => vec![words::gone_1(), words::in_use_1()],
    }
}

/// Where the permission is given back.
fn denied(family: Family) -> Vec<&'static str> {
    match family {
        Family::SafariIos => {
            vec![words::denied_safari_1(), words::denied_safari_2(), words::denied_safari_3()]
        }
        Family::OtherIos => vec![words::denied_ios_1(), words::denied_ios_2()],
        Family::ChromeAndroid => {
            vec![words::denied_chrome_1(), words::denied_chrome_2(), words::denied_chrome_3()]
        }
        Family::Huawei => {
            vec![words::denied_huawei_1(), words::denied_huawei_2(), words::denied_huawei_3()]
        }
        Family::Xiaomi => vec![
            words::denied_xiaomi_1(),
            words::denied_xiaomi_2(),
            words::denied_xiaomi_3(),
            other_browser(family),
        ],
        Family::Uc => {
            vec![words::denied_uc_1(), words::denied_uc_2(), words::denied_uc_3(), other_browser(family)]
        }
        Family::Qq => {
            vec![words::denied_qq_1(), words::denied_qq_2(), words::denied_qq_3(), other_browser(family)]
        }
        Family::OtherAndroid => vec![words::denied_android_1(), words::denied_android_2()],
        Family::Desktop => vec![words::denied_desktop_1(), words::denied_desktop_2()],
    }
}

/// Another browser to go to, where this one does not do it.
fn other_browser(family: Family) -> &'static str {
    match family {
        Family::SafariIos | Family::OtherIos => words::other_browser_ios(),
        Family::ChromeAndroid => words::other_browser_chrome(),
        Family::Huawei | Family::Xiaomi | Family::Uc | Family::Qq | Family::OtherAndroid => {
            words::other_browser_android()
        }
        Family::Desktop => words::other_browser_desktop(),
    }
}

/// The steps, the page's address to take elsewhere, and a button that opens the page anew: some browsers ask only once
/// for each opening. Only in the browser.
#[component]
pub fn WayOut(
    /// What went wrong.
    problem: CameraProblem,
    /// In which browser.
    family: Family,
) -> AnyView {
    let steps = steps(&problem, family);
    if steps.is_empty() {
        return ().still();
    }
    let goes_elsewhere = steps.contains(&other_browser(family));
    let secure = (problem == CameraProblem::Insecure).then(|| {
        let here = window().location().href().unwrap_or_default();
        let there = here.replacen("http:", "https:", 1);
        view! { <a class="btn btn-primary btn-block" rel="external" href=there>{words::open_https()}</a> }
    });
    let address = goes_elsewhere.then(|| {
        let here = window().location().href().unwrap_or_default();
        view! {
            <dl class="facts">
                <CopyRow label=words::address() value=here/>
            </dl>
        }
    });
    let reload = |_| {
        let _ = window().location().reload();
    };
    view! {
        <Sheet title=words::way_title()>
            <ol class="numbered">{steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            {address}
            {secure}
            <button class="btn btn-block" type="button" on:click=reload>{words::reload()}</button>
            <p class="text-soft">{words::person()}</p>
        </Sheet>
    }
    .still()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(problem: &CameraProblem, family: Family) -> String {
        steps(problem, family).concat()
    }

    #[test]
    fn c5_the_way_out_of_a_refusal_names_the_menus_of_each_browser() {
        let cases = [
            (Family::SafariIos, ["网站设置", "Safari 浏览器 › 相机"]),
            (Family::ChromeAndroid, ["权限", "应用 › Chrome"]),
            (Family::Huawei, ["应用和服务", "隐私与安全"]),
            (Family::Xiaomi, ["应用设置", "权限管理"]),
            (Family::Uc, ["UC浏览器", "Chrome"]),
            (Family::Qq, ["QQ浏览器", "网站权限"]),
        ];
        for (family, menus) in cases {
            let said = said(&CameraProblem::Denied, family);
            for menu in menus {
                assert!(said.contains(menu), "{family:?}: {menu}");
            }
        }
    }

    #[test]
    fn c5_no_two_families_share_the_way_out_of_a_refusal() {
        for (at, family) in Family::ALL.into_iter().enumerate() {
            for other in &Family::ALL[at + 1..] {
                let (one, two) = (said(&CameraProblem::Denied, family), said(&CameraProblem::Denied, *other));
                assert!(!one.is_empty() && one != two, "{family:?} and {other:?}");
            }
        }
    }

    #[test]
    fn c5_a_page_without_https_is_opened_with_it_in_every_browser() {
        for family in Family::ALL {
            let said = said(&CameraProblem::Insecure, family);
            assert!(said.contains("http://") && said.contains("https://"), "{family:?}: {said}");
        }
    }

    #[test]
    fn c5_what_a_browser_cannot_do_leads_to_another_one() {
        for problem in [CameraProblem::Unsupported, CameraProblem::Silent, CameraProblem::Broken("X".into())]
        {
            for family in Family::ALL {
                assert!(said(&problem, family).contains("换"), "{problem:?} in {family:?}");
            }
            assert!(said(&problem, Family::OtherIos).contains("Safari"));
            assert!(said(&problem, Family::Uc).contains("Chrome"));
        }
    }

    #[test]
    fn c5_a_missing_and_a_busy_camera_have_their_own_way_out() {
        for family in Family::ALL {
            assert!(said(&CameraProblem::Missing, family).contains("换一台手机"));
            assert!(said(&CameraProblem::InUse, family).contains("视频通话"));
            assert!(said(&CameraProblem::Gone, family).contains("来电"));
        }
    }
}
