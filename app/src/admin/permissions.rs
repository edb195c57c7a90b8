//! 权限表: the one table by which everything is decided, as it stands in the code.

use domain::staff::{Permission, Role};
use leptos::prelude::*;

use super::api::{Me, load_permissions};
use super::frame::{Entry, Office};
use crate::messages::staff as names;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Mark, Shape};
use crate::words::office as words;

/// 权限表
#[component]
pub fn PermissionsPage() -> impl IntoView {
    let data = ask(|| (), |()| load_permissions());
    let view = |_me: Me, (): ()| table();
    view! { <Office title=words::permissions_title() entry=Entry::Permissions data=data view=view /> }
}

fn table() -> AnyView {
    let heads = Role::ALL.map(|role| view! { <th scope="col">{names::role(role)}</th> });
    let mut last = None;
    let rows = Permission::ALL.iter().map(|permission| {
        let group = permission.group();
        let head = (last != Some(group)).then(|| {
            view! {
                <tr class="office-group">
                    <th scope="rowgroup" colspan="8">
                        {names::group(group)}
                    </th>
                </tr>
            }
        });
        last = Some(group);
        view! { {head} {row(*permission)} }.still()
    });
    view! {
        <p>{words::permissions_lead()}</p>
        <div class="office-scroll" tabindex="0" role="region" aria-label=words::permissions_title()>
            <table class="office-table office-permissions">
                <thead>
                    <tr>
                        <th scope="col">{words::permission()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(permission: Permission) -> AnyView {
    let cells = Role::ALL.map(|role| {
        let may = role.may(permission);
        let mark = may.then(|| view! { <Mark shape=Shape::Done /> });
        let word = if may { words::yes() } else { words::no() };
        view! {
            <td class=if may { "office-may" } else { "office-may-not" }>
                {mark} <span class="sr-only">{word}</span>
            </td>
        }
    });
    let again = permission.needs_confirmation().then(|| {
        view! { <span class="menu-note">{words::asks_again()}</span> }
    });
    view! {
        <tr>
            <th scope="row">{names::permission(permission)} {again}</th>
            {cells}
        </tr>
    }
    .still()
}
