import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { receipt, signUp, someone } from "./person";
import { anotherPhone, study, toAnswers, toNotice, withoutScripts, type Walker } from "./walk";

/** What is left until the open exam closes, in minutes, as the home page says it. */
async function minutesLeft(page: Page): Promise<number> {
  await page.goto("/");
  const open = page.locator(".exam").filter({ hasText: "报名中" }).first();
  const text = (await open.locator(".countdown").textContent()) ?? "";
  const found = /还剩 (\d+)天(\d+)小时/.exec(text);
  if (!found) throw new Error(`no days and hours in “${text}”`);
  return (Number(found[1]) * 24 + Number(found[2])) * 60;
}

test("[C1] the countdown is the server's on a phone whose clock is a day ahead", async ({ page, browser }) => {
  const right = await minutesLeft(page);
  const context = await browser.newContext({ baseURL: process.env.ZHUNKAO_URL, locale: "zh-CN" });
  const wrong = await context.newPage();
  await wrong.clock.install({ time: Date.now() + 24 * 3_600_000 });
  expect(Math.abs((await minutesLeft(wrong)) - right)).toBeLessThanOrEqual(60);
  // Still so after the page has counted for a while by that clock.
  await wrong.clock.runFor(5_000);
  const later = await wrong.locator(".exam").filter({ hasText: "报名中" }).first().locator(".countdown").textContent();
  expect(later).toMatch(/还剩 \d+天\d+小时/);
  const days = Number(/(\d+)天/.exec(later ?? "")?.[1]);
  expect(Math.abs(days * 24 * 60 - right)).toBeLessThanOrEqual(24 * 60);
  await context.close();
});

test("[C1] the home page shows each exam's phase, and the announcements", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".exam")).toHaveCount(2);
  await expect(page.locator(".exam").nth(0)).toContainText("报名中");
  await expect(page.locator(".exam").nth(1)).toContainText("未开始");
  await expect(page.locator(".exam").nth(1)).toContainText("开放报名");
  const news = page.getByText("请提前准备好身份证");
  await news.click();
  await expect(page.getByText(/人像面和国徽面/)).toBeVisible();
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

test("[C16] a draft is thrown away and another one begun", async ({ page }) => {
  await signUp(page, someone("周三"));
  await toNotice(page);
  await page.goto("/registrations");
  await page.locator(".card-link").first().tap();
  await page.getByRole("link", { name: "放弃报名" }).tap();
  await page.getByRole("button", { name: "确认放弃报名" }).tap();
  await expect(page.getByText("已放弃").first()).toBeVisible();
  await page.getByRole("button", { name: "重新报名" }).tap();
  await expect(page).toHaveURL(/\/notice$/);
});

async function answersAreOfferedByTheRules(page: Page): Promise<void> {
  // C8: what cannot be chosen is in sight, with the reason.
  await expect(page.getByLabel(/英语/)).toBeDisabled();
  await expect(page.locator(".choice-barred", { hasText: "英语" })).toContainText("您的专业不能选考");
  await expect(page.locator(".choice-barred", { hasText: "俄语" })).toContainText("名额已满");
  await expect(page.getByLabel(/日语/)).toBeEnabled();
}

async function profileIsCorrectedAndLeadsBack(walker: Walker): Promise<void> {
  const { page, person } = walker;
  // C7: everything is read back, and 去修改 returns here.
  for (const text of [person.name, person.phone, "函授", "英语"]) {
    await expect(page.locator(".facts").first()).toContainText(text);
  }
  await expect(page.locator(".facts").first()).toContainText(person.number.slice(14));
  await page.getByLabel(/日语/).check();
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

async function paymentPageHelps(page: Page): Promise<void> {
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
  const copy = page.getByRole("button", { name: "复制 姓名" });
  await copy.tap();
  await expect(page.getByRole("button", { name: "已复制 姓名" })).toBeVisible();
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

async function proofIsReplaced(page: Page): Promise<void> {
  await page.getByRole("link", { name: "更换订单截图" }).tap();
  await expect(page.getByText("切勿重新支付！")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(receipt());
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

test("[C7] [C8] [C10] [C11] [C13] [C14] [C16] [D1] [D2] from 报考信息 to every page behind it", async () => {
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

  await paymentPageHelps(page);
  await proofIsHandedInWithoutScripts(walker, id);
  await answersAreChangedAndTheProofStays(page, id);
  await proofIsReplaced(page);
  await page.goBack();
  await withdrawalIsAskedForAndTakenBack(page, id);
  for (const word of ["开始报名", "提交报考信息", "上传缴费凭证", "修改报考信息", "更换缴费凭证"]) {
    await expect(page.locator(".timeline")).toContainText(word);
  }
  await browser.close();
});
