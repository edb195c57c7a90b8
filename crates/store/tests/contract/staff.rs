use domain::staff::totp::TotpSecret;
use domain::staff::{Grant, LoginName, Role, Scope, SiteCode, StaffMember, StaffState};
use store::staff_session::{
    StaffSession, Stage, confirm, delete_all, delete_expired, delete_others, delete_own, find_by_token,
    list_for, see, show, shown,
};
use store::{Error, exam, staff, staff_grant, staff_key, staff_session};

use crate::samples::{a_staff_session, an_exam, at, kind_of, somebody};

const SECRET: TotpSecret = TotpSecret::new(*b"12345678901234567890");

fn active() -> StaffMember {
    StaffMember { state: StaffState::Active, ..somebody(1) }
}

/// An active member with a secret.
async fn enrolled(tx: &mut store::Tx<'_>, n: u32) -> Result<StaffMember, Error> {
    let member = somebody(n);
    staff::insert(tx, &member, "hash").await?;
    staff::set_totp(tx, &member.id, Some(&SECRET)).await?;
    let active = StaffMember { state: StaffState::Active, ..member };
    staff::save_state(tx, &active).await?;
    Ok(StaffMember { version: active.version + 1, ..active })
}

on_every_engine!(f1_nobody_is_there_by_default, |fresh| async {
    let (count, list) = fresh
        .store
        .read(async |r| Ok::<_, Error>((staff::count(r).await?, staff::list(r).await?)))
        .await
        .unwrap();
    assert!(count == 0 && list.is_empty());
});

on_every_engine!(f1_a_member_is_found_by_login_name_and_keeps_every_state, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            let mut member = somebody(1);
            staff::insert(tx, &member, "hash").await?;
            staff::set_totp(tx, &member.id, Some(&SECRET)).await?;
            assert_eq!(staff::find_by_login(tx, "wang.fang1").await?, Some(member.clone()));
            assert_eq!(staff::find_by_login(tx, "wang.fang2").await?, None);
            assert_eq!(staff::load_password(tx, &member.id).await?, "hash");
            for state in
                [StaffState::Active, StaffState::Disabled { at: at(7) }, StaffState::Invited { until: at(9) }]
            {
                member.state = state;
                staff::save_state(tx, &member).await?;
                member.version += 1;
                assert_eq!(staff::find(tx, &member.id).await?, Some(member.clone()));
            }
            let stale = StaffMember { version: 1, ..member };
            assert_eq!(kind_of(staff::save_state(tx, &stale).await), "stale");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_a_login_name_is_one_members, |fresh| async {
    let twin = StaffMember { login: somebody(1).login, ..somebody(2) };
    let add = async |member: &StaffMember| {
        kind_of(fresh.store.write(async |tx| staff::insert(tx, member, "hash").await).await)
    };
    assert_eq!(add(&somebody(1)).await, "ok");
    assert_eq!(add(&twin).await, "taken");
    assert_eq!(add(&somebody(2)).await, "ok");
});

on_every_engine!(f1_nobody_is_active_without_an_app, |fresh| async {
    let refused = fresh.store.write(async |tx| staff::insert(tx, &active(), "hash").await).await;
    assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
    let enrolled = fresh.store.write(async |tx| enrolled(tx, 1).await.map(drop)).await;
    assert_eq!(kind_of(enrolled), "ok", "the control");
});

on_every_engine!(f1_a_step_is_used_once_also_by_two_at_once, |fresh| async {
    let who = fresh.store.write(async |tx| enrolled(tx, 1).await).await.unwrap().id;
    let use_up =
        async |step| fresh.store.write(async |tx| staff::use_step(tx, &who, step).await).await.unwrap();
    let (one, other) = tokio::join!(use_up(100), use_up(100));
    assert!(one ^ other, "exactly one of two");
    assert!(!use_up(99).await && !use_up(100).await && use_up(101).await);
    let found = fresh.store.read(async |r| staff::find_totp(r, &who).await).await.unwrap();
    assert_eq!(found, Some((SECRET, 101)));
});

on_every_engine!(f1_a_reset_app_leaves_no_secret_and_frees_no_step, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            let who = enrolled(tx, 1).await?;
            staff::use_step(tx, &who.id, 100).await?;
            staff::save_state(
                tx,
                &StaffMember { state: StaffState::Invited { until: at(9) }, ..who.clone() },
            )
            .await?;
            staff::set_totp(tx, &who.id, None).await?;
            assert_eq!(staff::find_totp(tx, &who.id).await?, None);
            staff::set_totp(tx, &who.id, Some(&SECRET)).await?;
            assert_eq!(staff::find_totp(tx, &who.id).await?, Some((SECRET, 100)));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_roles_are_held_once_each_and_taken_one_by_one, |fresh| async {
    let exam_id = an_exam(1).id;
    let site = SiteCode::parse("1").unwrap();
    let at_site = Scope { exam: Some(exam_id.clone()), site: Some(site) };
    let grants = [
        Grant::everywhere(Role::Reviewer),
        Grant::new(Role::Reviewer, Scope { exam: Some(exam_id), site: None }).unwrap(),
        Grant::new(Role::Reviewer, at_site).unwrap(),
    ];
    fresh
        .store
        .write(async |tx| {
            exam::insert(tx, &an_exam(1), at(0)).await?;
            let who = enrolled(tx, 1).await?.id;
            for grant in &grants {
                assert!(staff_grant::add(tx, &who, grant).await?);
                assert!(!staff_grant::add(tx, &who, grant).await?, "it is held already");
            }
            assert_eq!(staff_grant::list(tx, &who).await?, grants);
            assert!(staff_grant::remove(tx, &who, &grants[1]).await?);
            assert!(!staff_grant::remove(tx, &who, &grants[1]).await?);
            assert_eq!(staff_grant::list(tx, &who).await?, [grants[0].clone(), grants[2].clone()]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_what_somebody_may_is_asked_of_the_present, |fresh| async {
    let grant = Grant::everywhere(Role::Auditor);
    fresh
        .store
        .write(async |tx| {
            let who = enrolled(tx, 1).await?;
            let session = a_staff_session(1);
            staff_session::insert(tx, &session, "token").await?;
            staff_grant::add(tx, &who.id, &grant).await?;
            let held = async |tx: &mut store::Tx<'_>, now, idle| {
                Ok::<_, Error>(staff_grant::list_in_session(tx, &session.id, at(now), at(idle)).await?.len())
            };
            assert_eq!(held(tx, 999, -1).await?, 1);
            assert_eq!(held(tx, 1_000, -1).await?, 0, "the session has ended");
            assert_eq!(held(tx, 999, 0).await?, 0, "nothing was done for long");
            staff_grant::remove(tx, &who.id, &grant).await?;
            assert_eq!(held(tx, 999, -1).await?, 0, "the role was taken away");
            staff_grant::add(tx, &who.id, &grant).await?;
            staff::save_state(tx, &who.clone().disabled(at(5))).await?;
            assert_eq!(held(tx, 999, -1).await?, 0, "the account is disabled");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_a_session_before_its_second_step_holds_nothing, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            let who = enrolled(tx, 1).await?.id;
            staff_grant::add(tx, &who, &Grant::everywhere(Role::SuperAdmin)).await?;
            for (n, stage, held) in [(1, Stage::Code, 0), (2, Stage::Enrol, 0), (3, Stage::Open, 1)] {
                let session = StaffSession { stage, ..a_staff_session(n) };
                staff_session::insert(tx, &session, &format!("token {n}")).await?;
                let grants = staff_grant::list_in_session(tx, &session.id, at(1), at(-1)).await?;
                assert_eq!(grants.len(), held, "{stage:?}");
            }
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_only_active_super_admins_are_counted, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            let boss = Grant::everywhere(Role::SuperAdmin);
            let first = enrolled(tx, 1).await?;
            staff::insert(tx, &somebody(2), "hash").await?;
            staff_grant::add(tx, &first.id, &boss).await?;
            staff_grant::add(tx, &somebody(2).id, &boss).await?;
            assert_eq!(staff_grant::count_super_admins(tx).await?, 1, "one has not signed in yet");
            staff::save_state(tx, &first.disabled(at(1))).await?;
            assert_eq!(staff_grant::count_super_admins(tx).await?, 0);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_a_session_of_staff_ends_when_nothing_is_done_and_in_any_case, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            enrolled(tx, 1).await?;
            let session = a_staff_session(1);
            staff_session::insert(tx, &session, "token").await?;
            assert_eq!(find_by_token(tx, "token", at(999), at(-1)).await?, Some(session.clone()));
            assert_eq!(find_by_token(tx, "token", at(1_000), at(-1)).await?, None);
            assert_eq!(find_by_token(tx, "token", at(500), at(0)).await?, None, "idle");
            see(tx, &session.id, at(400)).await?;
            assert!(find_by_token(tx, "token", at(500), at(0)).await?.is_some(), "something was done");
            confirm(tx, &session.id, at(450)).await?;
            let found = find_by_token(tx, "token", at(500), at(0)).await?.unwrap();
            assert_eq!((found.seen, found.confirmed), (at(400), at(450)));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_sessions_of_staff_are_listed_and_ended, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            let who = enrolled(tx, 1).await?.id;
            let other = enrolled(tx, 2).await?.id;
            for n in 1..=4 {
                let staff = if n == 4 { other.clone() } else { who.clone() };
                let session = StaffSession { staff, created: at(i64::from(n)), ..a_staff_session(n) };
                staff_session::insert(tx, &session, &format!("token {n}")).await?;
            }
            let half = StaffSession { stage: Stage::Code, ..a_staff_session(5) };
            staff_session::insert(tx, &half, "token 5").await?;
            let listed = list_for(tx, &who, at(9), at(-1)).await?;
            assert_eq!(
                listed.iter().map(|session| session.created).collect::<Vec<_>>(),
                [at(3), at(2), at(1)]
            );
            assert!(!delete_own(tx, &who, &a_staff_session(4).id).await?, "somebody else's");
            assert!(delete_own(tx, &who, &a_staff_session(3).id).await?);
            assert_eq!(delete_others(tx, &who, &a_staff_session(1).id).await?, 2, "also the half one");
            assert_eq!((delete_all(tx, &who).await?, delete_all(tx, &other).await?), (1, 1));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_sessions_of_staff_that_have_ended_are_cleared_away, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            enrolled(tx, 1).await?;
            let later = StaffSession { ends: at(2_000), seen: at(900), ..a_staff_session(2) };
            staff_session::insert(tx, &a_staff_session(1), "one").await?;
            staff_session::insert(tx, &later, "two").await?;
            assert_eq!(delete_expired(tx, at(999), at(-1)).await?, 0);
            assert_eq!(delete_expired(tx, at(1_000), at(-1)).await?, 1);
            assert_eq!(delete_expired(tx, at(1_000), at(900)).await?, 1, "idle");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_what_is_shown_once_stays_until_it_was_read, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            enrolled(tx, 1).await?;
            let session = a_staff_session(1);
            staff_session::insert(tx, &session, "token").await?;
            assert_eq!(shown(tx, &session.id).await?, None);
            show(tx, &session.id, Some("一次性密码")).await?;
            assert_eq!(shown(tx, &session.id).await?.as_deref(), Some("一次性密码"));
            show(tx, &session.id, None).await?;
            assert_eq!(shown(tx, &session.id).await?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f1_a_recovery_code_opens_once_its_own_members_door, |fresh| async {
    let (mine, yours) = fresh
        .store
        .write(async |tx| {
            let (mine, yours) = (enrolled(tx, 1).await?.id, enrolled(tx, 2).await?.id);
            let codes: Vec<String> = (0..10).map(|n| format!("234567890{n}")).collect();
            staff_key::replace_codes(tx, &mine, &codes).await?;
            staff_key::replace_codes(tx, &yours, &codes).await?;
            Ok::<_, Error>((mine, yours))
        })
        .await
        .unwrap();
    let use_up = async |who, code| {
        fresh.store.write(async |tx| staff_key::use_code(tx, who, code, at(1)).await).await.unwrap()
    };
    let (one, other) = tokio::join!(use_up(&mine, "2345678900"), use_up(&mine, "2345678900"));
    assert!(one ^ other, "exactly one of two");
    assert!(!use_up(&mine, "AAAAAAAAAA").await);
    assert!(use_up(&yours, "2345678900").await, "another member's own");
    let left = async || fresh.store.read(async |r| staff_key::codes_left(r, &mine).await).await.unwrap();
    assert_eq!(left().await, 9);
    fresh.store.write(async |tx| staff_key::forget_codes(tx, &mine).await).await.unwrap();
    assert_eq!(left().await, 0);
});

on_every_engine!(f1_a_browser_is_known_to_the_member_who_signed_in_with_it, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            let who = enrolled(tx, 1).await?;
            staff_key::remember(tx, &who.id, "browser", at(100)).await?;
            assert!(staff_key::is_known(tx, "wang.fang1", "browser", at(99)).await?);
            assert!(!staff_key::is_known(tx, "wang.fang1", "browser", at(100)).await?, "not for ever");
            assert!(!staff_key::is_known(tx, "wang.fang2", "browser", at(0)).await?);
            staff_key::remember(tx, &who.id, "another", at(100)).await?;
            assert_eq!(staff_key::forget_others(tx, &who.id, "browser").await?, 1);
            assert_eq!(staff_key::delete_expired(tx, at(100)).await?, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

#[test]
fn the_samples_are_different_people() {
    assert_ne!(somebody(1).login, somebody(2).login);
    assert!(LoginName::parse(somebody(1).login.as_str()).is_ok());
}
