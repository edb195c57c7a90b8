import { expect, test, type Page } from "@playwright/test";
import { cardOf, giveConsent, handInCard, receipt } from "./person";
import { FACE_ROUND, beginRound } from "./phone";
import { acceptNotice, newcomer, signInHere, study, toNotice, type Walker } from "./walk";

// The back button on every page, and the same page in two tabs.

/** What only asks: it may be asked again. */
const ASKS =
  /\/api\/(account\/(me|profile|signed-in|sign-up)|home|identity|identity\/(state|consent\/history)|payment.*|registration\/(answers|detail|draft|face|list|notice|withdrawal)|security\/load|rename)$/;

/** What is sent that changes something, by its path. */
function changesOf(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    if (request.method() === "POST" && !ASKS.test(path)) sent.push(path);
  });
  return sent;
}

/**
 * A step back. Chromium may leave a navigation without an answer while a worker takes over (`frontend/src/worker.rs`): whoever
 * then taps again gets it.
 */
async function back(page: Page): Promise<void> {
  await page.goBack({ timeout: 30_000 }).catch(() => page.goBack({ timeout: 30_000 }));
}

/** Goes back, sees that what stands there is true, and comes forward again; nothing is sent a second time. */
async function backAndForward(page: Page, sent: string[], isTrue: () => Promise<void>): Promise<void> {
  const [here, before] = [page.url(), [...sent]];
  await back(page);
  await isTrue();
  await page.goForward();
  await expect(page).toHaveURL(here);
  expect(sent).toEqual(before);
}

async function backAfterTheProfile(page: Page, sent: string[]): Promise<void> {
  await page.goto("/me/profile");
  await study(page, "会计学");
  await expect(page).toHaveURL(/\/me$/);
  await backAndForward(page, sent, async () => {
    await expect(page).toHaveURL(/\/me\/profile$/);
    await expect(page.getByLabel("专业")).toHaveValue("会计学");
  });
}

async function backAfterTheIdentity({ page, person }: Walker, sent: string[]): Promise<void> {
  await toNotice(page);
  await acceptNotice(page);
  await expect(page).toHaveURL(/\/me\/identity/);
  const accepted = async () => {
    await expect(page).toHaveURL(/\/notice$/);
    await expect(page.getByText("您已阅读并了解本须知")).toBeVisible();
    await expect(page.getByRole("link", { name: "继续下一步" })).toBeVisible();
  };
  await backAndForward(page, sent, accepted);
  await giveConsent(page);
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(2);
  await back(page);
  await expect(page.getByRole("button", { name: "同意并继续" })).toHaveCount(0);
  await page.goForward();
  await handInCard(page, cardOf(person, 1));
  await expect(page.getByText("认证成功")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "继续报名" }).tap();
  await expect(page).toHaveURL(/\/face$/);
  await backAndForward(page, sent, async () => {
    await expect(page.getByText("认证成功")).toBeVisible();
    await expect(page.locator("input[type=file]")).toHaveCount(0);
  });
}

async function backAfterTheFace(page: Page, sent: string[]): Promise<void> {
  await beginRound(page);
  await expect(page).toHaveURL(/\/answers$/, { timeout: FACE_ROUND });
  await backAndForward(page, sent, async () => {
    await expect(page).toHaveURL(/\/face$/);
    await expect(page.getByText("您已通过人脸识别")).toBeVisible();
    await expect(page.getByRole("button", { name: "开始识别" })).toHaveCount(0);
  });
}

/** The second tab confirms; the first, which still shows the draft, must not undo it unseen. */
async function twoTabsConfirm(page: Page, sent: string[]): Promise<void> {
  const second = await page.context().newPage();
  await second.goto(page.url());
  await page.getByLabel("英语").check();
  await page.getByLabel("主校区考点").check();
  await page.getByLabel("在籍").check();
  await second.getByLabel("日语").check();
  await second.getByLabel("主校区考点").check();
  await second.getByLabel("在籍").check();
  await second.getByRole("button", { name: "提交报名" }).tap();
  await expect(second).toHaveURL(/\/payment$/);
  await page.getByRole("button", { name: "提交报名" }).tap();
  await expect(page.getByRole("alert")).toContainText("内容已在别处更新");
  await page.reload();
  await expect(page.getByLabel("日语")).toBeChecked();
  await page.getByLabel("英语").check();
  await page.getByRole("button", { name: "保存修改" }).tap();
  await expect(page).toHaveURL(/\/registrations\/reg_[0-9A-Z]+$/);
  await expect(page.locator(".facts").first()).toContainText("英语");
  await backAndForward(page, sent, async () => {
    await expect(page).toHaveURL(/\/answers$/);
    await expect(page.getByRole("button", { name: "保存修改" })).toBeVisible();
    await expect(page.getByLabel("英语")).toBeChecked();
  });
  await second.close();
}

async function backAfterTheProof(page: Page, sent: string[]): Promise<void> {
  await page.getByRole("link", { name: "去缴费" }).tap();
  await page.getByRole("link", { name: /已缴费/ }).tap();
  await expect(page.getByText("拍照或从相册选取")).toBeVisible();
  await backAndForward(page, sent, () => expect(page.locator(".due")).toContainText("¥100.00"));
  await expect(page.getByText("拍照或从相册选取")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(receipt());
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "提交凭证" }).tap();
  await expect(page).toHaveURL(/\/submitted$/);
  await backAndForward(page, sent, async () => {
    await expect(page.getByText("您已上传过这次考试的订单截图")).toBeVisible();
    await expect(page.getByText("切勿重新支付！")).toBeVisible();
    await expect(page.getByRole("button", { name: "提交凭证" })).toHaveCount(0);
  });
}

/** Both tabs show the first screenshot; the one that comes second must not pretend to have replaced it. */
async function twoTabsReplaceTheProof(page: Page): Promise<void> {
  const second = await page.context().newPage();
  await page.goto(page.url().replace("/submitted", "/proof"));
  await second.goto(page.url());
  for (const [tab, picture, done] of [
    [second, receipt(9_900), true],
    [page, receipt(10_100), false],
  ] as const) {
    await expect(tab.getByText("换一张", { exact: true })).toBeVisible();
    await tab.locator("input[type=file]").setInputFiles(picture);
    await tab.getByRole("checkbox").check();
    await tab.getByRole("button", { name: "更换订单截图" }).tap();
    if (done) await expect(tab).toHaveURL(/\/submitted$/);
    else await expect(tab.getByRole("alert").first()).toContainText("内容已在别处更新");
  }
  await second.close();
}

async function theOtherTabSignsOut(page: Page, name: string): Promise<void> {
  const second = await page.context().newPage();
  await page.goto("/me");
  await second.goto("/me");
  await second.getByRole("button", { name: "退出登录" }).tap();
  await expect(second.getByRole("link", { name: "登录", exact: true })).toBeVisible();
  await back(second);
  await page.getByRole("link", { name: "我的报名" }).first().tap();
  for (const tab of [second, page]) {
    // Led there by the server, or told by the program, where the page has one already.
    const door = tab.getByRole("heading", { level: 1, name: "登录" }).or(tab.getByRole("link", { name: "去登录" }));
    await expect(door).toBeVisible();
    await expect(tab.locator("body")).not.toContainText(name, { useInnerText: true });
  }
  await second.close();
}

test("[C10] [C11] [A11] back tells what is true on every page and sends nothing again; two tabs undo nothing unseen", async () => {
  test.setTimeout(420_000);
  const walker = await newcomer("冯五");
  const { browser, page, person } = walker;
  const sent = changesOf(page);
  await page.getByRole("button", { name: "退出登录" }).tap();
  await signInHere(page, person);
  await backAndForward(page, sent, async () => {
    await expect(page).toHaveURL(/\/sign-in$/);
    await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
  });
  await backAfterTheProfile(page, sent);
  await backAfterTheIdentity(walker, sent);
  await backAfterTheFace(page, sent);
  await twoTabsConfirm(page, sent);
  await backAfterTheProof(page, sent);
  await twoTabsReplaceTheProof(page);

  // What happened, happened once.
  await page.goto("/registrations");
  await page.locator(".card-link").first().tap();
  await expect(page.locator(".timeline-word")).toHaveText([
    "开始报名",
    "已阅读报考须知",
    "人脸识别通过",
    "提交报考信息",
    "修改报考信息",
    "上传缴费凭证",
    "更换缴费凭证",
  ]);
  await theOtherTabSignsOut(page, person.name);
  await browser.close();
});
