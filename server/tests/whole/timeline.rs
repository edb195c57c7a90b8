//! 报名详情 in every state: what happened, why, what comes next, by when.

use app::ui::moment::moment;
use domain::exam::Exam;
use domain::id::{ProofId, RegistrationId};
use domain::payment::ProofProblem;
use domain::registration::{RejectReason, State};
use service::review::{self, Decision};
use service::{Operator, jobs};

use crate::house::{House, Person, fine};
use crate::road::answers;

/// Somebody at the desk.
struct Desk<'h> {
    house: &'h House,
    staff: Operator,
}

impl Desk<'_> {
    async fn proof(&self) -> (ProofId, i64) {
        let waiting = review::list_proofs(&self.house.cx, &self.staff).await.unwrap().remove(0);
        (waiting.id, waiting.version)
    }

    async fn accept_proof(&self) {
        let (id, version) = self.proof().await;
        review::accept_proof(&self.house.cx, &self.staff, &id, version).await.unwrap();
    }

    /// Sends the proof back; which one it was.
    async fn return_proof(&self, why: ProofProblem) -> ProofId {
        let (id, version) = self.proof().await;
        review::return_proof(&self.house.cx, &self.staff, &id, version, why).await.unwrap();
        id
    }

    async fn decide(&self, id: &str, decision: Decision) {
        let version = self.house.stored(id).await.1;
        let id: RegistrationId = id.parse().unwrap();
        review::decide_registration(&self.house.cx, &self.staff, &id, version, decision).await.unwrap();
    }
}

/// A verified candidate in a school whose desk is manned.
async fn somebody(house: &House) -> (Person, Exam, Desk<'_>) {
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    (person, house.open_exam().await, Desk { house, staff: Operator::at_the_command_line() })
}

/// 报名详情, which must be in this state and say all of this.
async fn says(house: &House, person: &mut Person, id: &str, state: &str, wanted: &[&str]) -> String {
    assert_eq!(house.stored(id).await.0.state.code(), state);
    let page = person.browser.get(&format!("/registrations/{id}")).await.unwrap();
    let words = page.words();
    assert_eq!(page.status, 200, "{state}: {words}");
    for text in ["接下来", "进度", "开始报名"].iter().chain(wanted) {
        assert!(words.contains(text), "{state} does not say {text}: {words}");
    }
    // 我的报名 says the same in one word, which comes first.
    let list = person.browser.get("/registrations").await.unwrap().words();
    assert!(list.contains(wanted[0]), "{state}: {list}");
    words
}

#[tokio::test]
async fn c13_up_to_the_review_the_page_says_what_happened_what_comes_next_and_by_when() {
    let house = House::open().await;
    let (mut person, exam, desk) = somebody(&house).await;
    let w = exam.windows;
    let [pay, review, edit, ticket] = [w.pay.end, w.review.end, w.edit.end, w.ticket.start].map(moment);

    let id = house.at_answers(&mut person, &exam).await;
    let wanted = ["填写中", "请继续完成“报考信息”", "已阅读报考须知", "继续报名：报考信息", "放弃报名"];
    let draft = says(&house, &mut person, &id, "draft", &wanted).await;
    assert!(!draft.contains("提交报考信息"), "nothing was confirmed: {draft}");

    fine(&mut person.browser, "/api/registration/confirm", &answers(&id, "en")).await;
    let by_when = format!("请在 {pay} 前完成缴费并上传订单截图");
    let change = format!("修改报考信息（{edit} 前）");
    let wanted = ["待缴费", &by_when, "还剩", "提交报考信息", "去缴费", "退出报名", &change, "英语", "¥100"];
    says(&house, &mut person, &id, "awaiting_payment", &wanted).await;

    house.hand_in(&person, &id, None).await;
    let by_when = format!("工作人员正在审核，预计 {review} 前完成");
    let wanted = ["已提交，待审核", &by_when, "上传缴费凭证", "更换订单截图", "申请退出报名"];
    let submitted = says(&house, &mut person, &id, "submitted", &wanted).await;
    assert!(!submitted.contains("去缴费"), "nobody pays twice: {submitted}");

    desk.accept_proof().await;
    let wanted = ["审核中", &by_when, "缴费已确认"];
    let reviewed = says(&house, &mut person, &id, "under_review", &wanted).await;
    assert!(!reviewed.contains("更换订单截图"), "what was confirmed stays: {reviewed}");

    desk.decide(&id, Decision::Approve).await;
    let next = format!("请在 {ticket} 后回到这里下载准考证");
    says(&house, &mut person, &id, "approved", &["审核通过", &next]).await;
}

#[tokio::test]
async fn c13_what_was_sent_back_says_why_what_to_correct_and_by_when() {
    let house = House::open().await;
    let (mut person, exam, desk) = somebody(&house).await;
    let by_when = format!("请在 {} 前修改并重新提交", moment(exam.windows.review.end));
    let id = house.at_payment(&mut person, &exam).await;
    house.hand_in(&person, &id, None).await;
    let why = [
        (ProofProblem::Blurred, "截图模糊", "（D8-1）"),
        (ProofProblem::NotTheCandidate, "缴费人不是本人", "（D8-2）"),
        (ProofProblem::WrongAmount, "缴费金额与应缴金额不符", "（D8-3）"),
        (ProofProblem::Duplicate, "这笔订单已被使用", "（D8-4）"),
        (ProofProblem::OtherItem, "不是本次考试的缴费项目", "（D8-5）"),
    ];
    assert_eq!(why.len(), ProofProblem::ALL.len(), "every reason");
    for (problem, sentence, code) in why {
        let proof = desk.return_proof(problem).await;
        let wanted = ["已退回，待修改", sentence, code, &by_when, "凭证被退回", "去修改：上传凭证"];
        says(&house, &mut person, &id, "returned", &wanted).await;
        let page = person.browser.get(&format!("/registrations/{id}/proof")).await.unwrap().words();
        assert!(page.contains(code) && page.contains("不用重新填写"), "{page}");
        house.wait(1);
        house.hand_in(&person, &id, Some(proof.as_str())).await;
        let replaced = says(&house, &mut person, &id, "submitted", &["已提交", "更换缴费凭证"]).await;
        assert!(replaced.contains("订单详情截图"), "what a person will look at: {replaced}");
    }
    desk.accept_proof().await;
    desk.decide(&id, Decision::Return).await;
    let wanted = ["已退回，待修改", "（D8-6）", &by_when, "报考信息被退回", "去修改：报考信息"];
    says(&house, &mut person, &id, "returned", &wanted).await;
    fine(&mut person.browser, "/api/registration/change", &answers(&id, "ja")).await;
    let wanted = ["审核中", "修改报考信息", "本次修改待审核", "考试科目", "日语"];
    says(&house, &mut person, &id, "under_review", &wanted).await;
}

#[tokio::test]
async fn c13_what_has_ended_says_why_and_whether_one_may_begin_again() {
    let house = House::open().await;
    let (mut person, exam, desk) = somebody(&house).await;
    for (why, sentence) in [
        (RejectReason::NotEligible, "不符合本场考试的报考条件"),
        (RejectReason::FalseStatements, "提供的信息不实"),
    ] {
        let id = house.at_payment(&mut person, &exam).await;
        house.hand_in(&person, &id, None).await;
        desk.accept_proof().await;
        desk.decide(&id, Decision::Reject(why)).await;
        let wanted = ["审核未通过", sentence, "0731-0000 0000", "（D8-", "重新报名"];
        says(&house, &mut person, &id, "rejected", &wanted).await;
    }

    let id = house.at_answers(&mut person, &exam).await;
    fine(&mut person.browser, "/api/registration/withdraw", &[("id", &id)]).await;
    let wanted = ["已放弃", "您已放弃这份报名", "已放弃报名", "重新报名"];
    says(&house, &mut person, &id, "discarded", &wanted).await;

    let id = house.at_payment(&mut person, &exam).await;
    fine(&mut person.browser, "/api/registration/withdraw", &[("id", &id)]).await;
    let wanted = ["已退出", "没有产生费用", "已退出报名", "重新报名"];
    says(&house, &mut person, &id, "withdrawn", &wanted).await;

    let id = house.at_payment(&mut person, &exam).await;
    house.hand_in(&person, &id, None).await;
    fine(&mut person.browser, "/api/registration/withdrawal/request", &[("id", &id)]).await;
    let wanted = ["已提交，待审核", "正在等待工作人员处理。处理前报名仍然有效", "撤回申请", "申请退出"];
    says(&house, &mut person, &id, "submitted", &wanted).await;
    let open = review::list_withdrawals(&house.cx, &desk.staff).await.unwrap().remove(0);
    review::decide_withdrawal(&house.cx, &desk.staff, &open.id, true).await.unwrap();
    let wanted = ["已退出", "退费事宜由学校财务处理", "0731-0000 0000", "已退出报名", "重新报名"];
    says(&house, &mut person, &id, "withdrawn", &wanted).await;
}

#[tokio::test]
async fn d5_past_the_deadline_the_place_is_free_and_whoever_paid_can_still_say_so() {
    let house = House::open().await;
    let (mut person, exam, desk) = somebody(&house).await;
    let id = house.at_payment(&mut person, &exam).await;
    let end = exam.windows.pay.end;
    let (detail, payment, proof) = (
        format!("/registrations/{id}"),
        format!("/registrations/{id}/payment"),
        format!("/registrations/{id}/proof"),
    );
    // The control: a second before the end the fee is asked for, and nothing is late.
    house.set_clock(end.plus_seconds(-1));
    person.browser = house.sign_in(&person).await;
    let words = person.browser.get(&payment).await.unwrap().words();
    assert!(words.contains("付款二维码") && words.contains("还剩 0分1秒"), "{words}");
    for path in [&detail, &payment, &proof] {
        let words = person.browser.get(path).await.unwrap().words();
        assert!(!words.contains("补交订单截图"), "{path}: {words}");
    }

    house.set_clock(end);
    let when = moment(end);
    let says_late = format!("缴费已于 {when} 截止");
    let wanted = ["待缴费", &says_late, "报名即将失效", "已缴费但没来得及上传？补交订单截图"];
    says(&house, &mut person, &id, "awaiting_payment", &wanted).await;
    let words = person.browser.get(&payment).await.unwrap().words();
    assert!(words.contains(&says_late) && words.contains("不要再缴费"), "{words}");
    assert!(!words.contains("付款二维码"), "nobody pays too late: {words}");

    // The job at the deadline: expired, the place is free, and its owner is told.
    jobs::run_due(&house.cx).await.unwrap();
    let why = ["已失效", "未在截止时间前缴费", "名额已释放", "报名已失效", "补交订单截图", "由财务核对"];
    says(&house, &mut person, &id, "expired", &why).await;
    assert_eq!(house.count("SELECT taken FROM subjects WHERE code = 'en' ORDER BY taken DESC").await, 0);
    let (to, text, _) = service::demo::messages(&house.cx).await.unwrap().remove(0);
    assert!(to.expose() == person.phone && text.contains(&exam.title), "{text}");

    // Paid in time, uploaded too late: a list for the finance office, and nothing is lost.
    let words = person.browser.get(&proof).await.unwrap().words();
    assert!(words.contains(&says_late) && words.contains("交财务核对"), "{words}");
    assert_eq!(house.hand_in(&person, &id, None).await, detail);
    let given = ["已失效", "已交财务核对", "请勿重复缴费", "0731-0000 0000", "缴费截止后上传凭证"];
    let words = says(&house, &mut person, &id, "expired", &given).await;
    assert!(!words.contains("补交订单截图"), "it was given: {words}");
    let late = review::list_late_proofs(&house.cx, &desk.staff).await.unwrap();
    assert_eq!(late.len(), 1);
    assert!(person.browser.picture(&format!("/photo/proof/{id}")).await.unwrap().status == 200);
    assert!(matches!(house.stored(&id).await.0.state, State::Expired { .. }), "nothing moved by itself");
}
