import { readFileSync } from "node:fs";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { receipt, signUp, someone } from "./person";
import { anotherPhone, study, toAnswers, toNotice, withoutScripts, type Walker } from "./walk";

/** The exam that takes registrations now, on the home page. */
async function openExam(page: Page): Promise<Locator> {
  await page.goto("/");
  return page.locator(".exam").filter({ hasText: "报名中" }).first();
}

/** What is left until the exam closes, in minutes, as the page says it now. */
async function minutesLeft(exam: Locator): Promise<number> {
  const text = (await exam.locator(".countdown").textContent()) ?? "";
  const found = /还剩 (\d+)天(\d+)小时/.exec(text);
  if (!found) throw new Error(`no days and hours in “${text}”`);
  return (Number(found[1]) * 24 + Number(found[2])) * 60;
}

test("[C1] the countdown and the deadline are the school's, whatever the phone's clock and zone", async ({ page, browser }) => {
  const exam = await openExam(page);
  const [right, deadline] = [await minutesLeft(exam), await exam.getByText(/截止报名/).textContent()];
  expect(deadline).toMatch(/^\d+月\d+日 周. \d\d:\d\d 截止报名$/);
  for (const { days, zone } of [
    { days: 1, zone: "Asia/Shanghai" },
    { days: -1, zone: "Asia/Shanghai" },
    { days: 0, zone: "America/New_York" },
  ]) {
    const context = await browser.newContext({ baseURL: process.env.ZHUNKAO_URL, locale: "zh-CN", timezoneId: zone });
    const wrong = await context.newPage();
    await wrong.clock.install({ time: Date.now() + days * 24 * 3_600_000 });
    const there = await openExam(wrong);
    expect(await there.getByText(/截止报名/).textContent()).toBe(deadline);
    // Still so after the page has counted for a while by that clock.
    for (const counted of [0, 5_000]) {
      await wrong.clock.runFor(counted);
      expect(Math.abs((await minutesLeft(there)) - right), `${days} ${zone}`).toBeLessThanOrEqual(60);
    }
    await context.close();
  }
});

test("[C1] [F12] the home page shows each exam's phase, the announcements, and a hotline that a tap calls", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".exam")).toHaveCount(2);
  await expect(page.locator(".exam").nth(0)).toContainText("报名中");
  await expect(page.locator(".exam").nth(1)).toContainText("未开始");
  await expect(page.locator(".exam").nth(1)).toContainText("开放报名");
  const news = page.getByText("请提前准备好身份证");
  await news.click();
  await expect(page.getByText(/人像面和国徽面/)).toBeVisible();
  await expect(page.getByRole("link", { name: "0731-0000 0000" })).toHaveAttribute("href", "tel:073100000000");
});

test("[C3] the notice is accepted once its end was in sight, and the version goes along", async ({ page }) => {
  await signUp(page, someone("钱一"));
  await toNotice(page);
  const wait = page.getByRole("button", { name: "请先阅读到末尾" });
  await expect(wait).toBeDisabled();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const accept = page.getByRole("button", { name: "我已阅读并了解" });
  await expect(accept).toBeEnabled();
  await expect(page.locator("input[name=version]")).toHaveValue("1");
  await accept.tap();
  // Unverified: the gate leads to 实名认证, and the later pages stay shut.
  await expect(page).toHaveURL(/\/me\/identity/);
  const registration = /registrations%2F(reg_[0-9A-Z]+)|registrations\/(reg_[0-9A-Z]+)/.exec(page.url());
  const id = registration?.[1] ?? registration?.[2];
  for (const step of ["face", "answers", "payment", "proof"]) {
    await page.goto(`/registrations/${id}/${step}`);
    await expect(page.getByRole("alert")).toContainText("（C3-1）");
  }
});

test("[C3] [G5] without scripts the notice is accepted as it stands", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: process.env.ZHUNKAO_URL, javaScriptEnabled: false, locale: "zh-CN" });
  const page = await context.newPage();
  await signUp(page, someone("孙二"));
  await page.goto("/");
  await page.getByRole("button", { name: "开始报名" }).first().click();
  await expect(page).toHaveURL(/\/notice$/);
  await page.getByRole("button", { name: "我已阅读并了解" }).click();
  await expect(page).toHaveURL(/\/me\/identity/);
  await context.close();
});

test("[C3] [C16] a draft is thrown away and another one begun; who does not scroll may accept after a while", async ({ page }) => {
  await signUp(page, someone("周三"));
  await toNotice(page);
  await page.goto("/registrations");
  await page.locator(".card-link").first().tap();
  await page.getByRole("link", { name: "放弃报名" }).tap();
  await page.getByRole("button", { name: "确认放弃报名" }).tap();
  await expect(page.getByText("已放弃").first()).toBeVisible();
  await page.getByRole("button", { name: "重新报名" }).tap();
  await expect(page).toHaveURL(/\/notice$/);

  await page.clock.install();
  const asked = await page.evaluate(() => Date.now());
  await page.reload();
  await expect(page.getByRole("button", { name: "请先阅读到末尾" })).toBeDisabled();
  // The wait begins when the page is taken over: 19 seconds after it was asked for, the wait still lasts on any machine.
  await page.clock.pauseAt(asked + 19_000);
  await expect(page.getByRole("button", { name: "请先阅读到末尾" })).toBeDisabled();
  await page.clock.runFor(20_000);
  await expect(page.getByRole("button", { name: "我已阅读并了解" })).toBeEnabled();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.clock.resume();
  await page.getByRole("button", { name: "我已阅读并了解" }).tap();
  await expect(page).toHaveURL(/\/me\/identity/);
});

async function answersAreOfferedByTheRules(page: Page): Promise<void> {
  // C8: what cannot be chosen is in sight, with the reason.
  await expect(page.getByLabel(/英语/)).toBeDisabled();
  await expect(page.locator(".choice-barred", { hasText: "英语" })).toContainText("您的专业不能选考");
  await expect(page.locator(".choice-barred", { hasText: "俄语" })).toContainText("名额已满");
  await expect(page.getByLabel(/日语/)).toBeEnabled();
  await expect(page.getByLabel(/城南考点/)).toBeDisabled();
  await expect(page.locator(".choice-barred", { hasText: "城南考点" })).toContainText("名额已满");
  await expect(page.locator(".choice", { hasText: "主校区考点" })).toContainText("学院路 1 号");
}

async function profileIsCorrectedAndLeadsBack(walker: Walker): Promise<void> {
  const { page, person } = walker;
  // C7: everything is read back, and 去修改 returns here.
  for (const text of [person.name, person.phone, "函授", "英语"]) {
    await expect(page.locator(".facts").first()).toContainText(text);
  }
  await expect(page.locator(".facts").first()).toContainText(person.number.slice(14));
  await page.getByLabel(/日语/).check();
  await page.getByLabel(/主校区考点/).check();
  const kept = page.waitForResponse((response) => response.url().includes("/api/registration/draft"));
  await page.getByLabel("在籍").check();
  await kept;
  await page.getByRole("link", { name: "去修改" }).tap();
  await expect(page).toHaveURL(/\/me\/profile/);
  await study(page, "会计学");
  await expect(page).toHaveURL(/\/answers$/);
  await expect(page.getByLabel(/日语/)).toBeChecked();
}

async function anotherPhoneGoesOn(walker: Walker): Promise<void> {
  const other = await anotherPhone(walker);
  await other.getByRole("button", { name: "继续报名" }).first().tap();
  await expect(other).toHaveURL(/\/answers$/);
  await expect(other.getByLabel(/日语/)).toBeChecked();
  await expect(other.getByLabel(/主校区考点/)).toBeChecked();
  await expect(other.getByLabel("在籍")).toBeChecked();
  await other.context().close();
}

async function lowThesisIsRefused(page: Page): Promise<void> {
  await page.getByLabel("已毕业").check();
  await page.getByLabel("中以下").check();
  await page.getByRole("button", { name: "提交报名" }).tap();
  await expect(page.getByRole("alert").first()).toContainText("（C7-1）");
  await page.getByLabel("良").check();
}

async function paymentPageHelps({ page, person }: Walker): Promise<void> {
  const code = page.locator("img.pay-code");
  await expect(code).toBeVisible();
  expect(await code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(400);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "保存付款码到相册" }).tap(),
  ]);
  expect(readFileSync(await download.path()).subarray(1, 4).toString()).toBe("PNG");
  await expect(page.locator(".numbered li")).toHaveCount(5);
  await expect(page.getByText("缴费信息填写和报名注册信息不一致")).toBeVisible();
  await expect(page.getByText("必须在报名时间截止前完成缴费")).toBeVisible();
  await expect(page.locator(".countdown")).toContainText("还剩");
  const link = await page.getByRole("link", { name: "打开学校缴费页面" }).getAttribute("href");
  const school = await page.context().newPage();
  await school.goto(link ?? "");
  await expect(school.getByRole("heading", { name: "演示缴费" })).toBeVisible();
  await school.close();
  await page.bringToFront();
  for (const [label, value] of [
    ["缴费项目", "成人高等教育学士学位外语水平考试费"],
    ["姓名", person.name],
    ["手机号", person.phone],
    ["证件号码", person.number],
    ["缴费链接", link],
  ]) {
    await page.getByRole("button", { name: `复制 ${label}` }).tap();
    await expect(page.getByRole("button", { name: `已复制 ${label}` })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText()), label ?? "").toBe(value);
  }
}

async function proofIsHandedInWithoutScripts(walker: Walker, id: string): Promise<void> {
  const context = await withoutScripts(walker);
  const page = await context.newPage();
  await page.goto(`/registrations/${id}/payment`);
  await expect(page.locator(".copy-value", { hasText: walker.person.phone })).toBeVisible();
  await page.getByRole("link", { name: /已缴费/ }).click();
  await page.getByLabel("缴费人姓名").fill("别人");
  await page.getByRole("checkbox").check();
  await page.locator("input[type=file]").setInputFiles(receipt());
  await page.getByRole("button", { name: "提交凭证" }).click();
  await expect(page.getByRole("alert").first()).toContainText("缴费人姓名与报名信息不一致");
  await page.getByLabel("缴费人姓名").fill(walker.person.name);
  await page.getByRole("checkbox").check();
  await page.locator("input[type=file]").setInputFiles(receipt());
  await page.getByRole("button", { name: "提交凭证" }).click();
  await expect(page).toHaveURL(/\/submitted$/);
  await expect(page.getByText("接下来会怎样")).toBeVisible();
  await context.close();
}

async function answersAreChangedAndTheProofStays(page: Page, id: string): Promise<void> {
  await page.goto(`/registrations/${id}`);
  await page.getByRole("link", { name: /修改报考信息/ }).tap();
  await expect(page).toHaveURL(/\/answers$/);
  await expect(page.getByText("切勿重新支付！")).toBeVisible();
  await expect(page.getByAltText("订单详情截图")).toBeVisible();
  await page.getByLabel(/英语/).check();
  await page.getByRole("button", { name: "保存修改" }).tap();
  await expect(page).toHaveURL(new RegExp(`/registrations/${id}$`));
  await expect(page.getByText("本次修改待审核")).toBeVisible();
  await expect(page.locator(".facts")).toContainText("考试科目");
}

async function siteIsChangedWithoutScripts(walker: Walker, id: string): Promise<void> {
  const context = await withoutScripts(walker);
  const page = await context.newPage();
  await page.goto(`/registrations/${id}/answers`);
  await expect(page.getByLabel(/主校区考点/)).toBeChecked();
  await page.getByLabel(/东校区考点/).check();
  await page.getByRole("button", { name: "保存修改" }).click();
  await expect(page).toHaveURL(new RegExp(`/registrations/${id}$`));
  for (const text of ["东校区考点", "东湖大道 88 号", "考试科目、考点"]) {
    await expect(page.locator(".facts").first()).toContainText(text);
  }
  await context.close();
}

async function proofIsReplaced(page: Page): Promise<void> {
  await page.getByRole("link", { name: "更换订单截图" }).tap();
  await expect(page.getByText("切勿重新支付！")).toBeVisible();
  await expect(page.getByAltText("已上传的照片")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(receipt());
  await expect(page.getByAltText("所选照片")).toBeVisible();
  await page.getByRole("checkbox").check();
  const button = page.getByRole("button", { name: "更换订单截图" });
  await expect(button).toBeInViewport();
  await button.tap();
  await expect(page).toHaveURL(/\/submitted$/);
}

async function withdrawalIsAskedForAndTakenBack(page: Page, id: string): Promise<void> {
  await page.goto(`/registrations/${id}`);
  await page.getByRole("link", { name: "申请退出报名" }).tap();
  await expect(page.getByText(/退出需要工作人员同意/)).toBeVisible();
  await page.getByRole("button", { name: "提交退出申请" }).tap();
  await expect(page.getByText(/正在等待工作人员处理/).first()).toBeVisible();
  await page.getByRole("button", { name: "撤回申请" }).tap();
  await expect(page.getByRole("link", { name: "申请退出报名" })).toBeVisible();
  await expect(page.locator(".timeline")).toContainText("撤回退出申请");
}

async function anotherNameIsAskedFor(page: Page, name: string): Promise<void> {
  await page.getByLabel("申请改为").fill(name);
  await page.getByLabel("户籍姓名已变更").check();
  await page.locator("input[type=file]").setInputFiles(receipt());
  await page.getByRole("button", { name: "提交更名申请" }).click();
  await expect(page.getByText("处理中", { exact: true })).toBeVisible();
  await expect(page.locator(".facts").nth(1)).toContainText(name);
  const picture = page.getByAltText("证明材料照片");
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await page.getByRole("button", { name: "撤回申请" }).click();
  await expect(page.getByText("已撤回", { exact: true })).toBeVisible();
  await expect(page.getByText(/\d 已撤回$/)).toBeVisible();
}

async function theNameIsLockedButForARequest(walker: Walker): Promise<void> {
  const { page, person } = walker;
  await page.goto("/me/profile");
  await expect(page.locator("input[name=name]")).toHaveAttribute("type", "hidden");
  await expect(page.getByText(/姓名有误请提交更名申请/)).toBeVisible();
  await page.getByRole("link", { name: "更名申请" }).tap();
  await expect(page).toHaveURL(/\/me\/rename$/);
  await expect(page.getByText("拍照或从相册选取")).toBeVisible();
  await page.getByRole("button", { name: "提交更名申请" }).tap();
  for (const missing of ["申请改为", "更名原因", "证明材料照片"]) {
    await expect(page.getByRole("alert").first()).toContainText(missing);
  }
  await anotherNameIsAskedFor(page, `${person.name}九`);
  const context = await withoutScripts(walker);
  const plain = await context.newPage();
  await plain.goto("/me/rename");
  await anotherNameIsAskedFor(plain, `${person.name}八`);
  await context.close();
  await page.goto("/me");
  await expect(page.locator(".person-name")).toHaveText(person.name);
}

test("[B8] [C7] [C8] [C10] [C11] [C13] [C14] [C16] [D1] [D2] from 报考信息 to every page behind it", async () => {
  test.setTimeout(420_000);
  const walker = await toAnswers("吴四", "英语");
  const { browser, page } = walker;
  const id = /registrations\/(reg_[0-9A-Z]+)/.exec(page.url())?.[1] ?? "";
  await answersAreOfferedByTheRules(page);
  await profileIsCorrectedAndLeadsBack(walker);
  await anotherPhoneGoesOn(walker);
  await lowThesisIsRefused(page);
  await page.getByRole("button", { name: "提交报名" }).dblclick();
  await expect(page).toHaveURL(/\/payment$/);

  // C10: the back button shows what was sent, not a form that could be sent twice.
  await page.goBack();
  await page.goto(`/registrations/${id}/answers`);
  await expect(page.getByRole("button", { name: "保存修改" })).toBeVisible();
  await page.goto(`/registrations/${id}/payment`);

  await paymentPageHelps(walker);
  await proofIsHandedInWithoutScripts(walker, id);
  await answersAreChangedAndTheProofStays(page, id);
  await siteIsChangedWithoutScripts(walker, id);
  await page.reload();
  await proofIsReplaced(page);
  await page.goBack();
  await withdrawalIsAskedForAndTakenBack(page, id);
  await theNameIsLockedButForARequest(walker);
  await page.goto(`/registrations/${id}`);
  for (const word of ["开始报名", "提交报考信息", "上传缴费凭证", "修改报考信息", "更换缴费凭证"]) {
    await expect(page.locator(".timeline")).toContainText(word);
  }
  await browser.close();
});
