import { expect, test, type Page } from "@playwright/test";
import { button, enter, errorsLead, reads, space, tabTo, type } from "./keys";
import { answers, identity, face, notice, payment, proof, renames, studies, withdraws } from "./keyboard-road";
import { cardOf, codeFor, receipt, someone, type Person } from "./person";
import { phone } from "./phone";

// Account and road with a keyboard alone, and what a screen reader is told of each form on the way.

const DESK = {
  baseURL: process.env.ZHUNKAO_URL,
  viewport: { width: 1280, height: 800 },
  locale: "zh-CN",
  timezoneId: "Asia/Shanghai",
};

async function signUp(page: Page, person: Person): Promise<void> {
  await page.goto("/");
  await tabTo(page, page.getByRole("link", { name: "跳到正文" }));
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await enter(page, page.getByRole("link", { name: "注册新用户" }));
  await expect(page).toHaveURL(/\/sign-up$/);
  await reads(page, "sign-up-1");
  await enter(page, button(page, "下一步"));
  await errorsLead(page, "name", /请填写姓名/);
  await reads(page, "sign-up-1-errors");
  await page.keyboard.insertText(person.name);
  await space(page, page.getByLabel("中国大陆"));
  // Another choice of the same question is an arrow away.
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("港澳台", { exact: true })).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await type(page, page.getByLabel("证件号码"), person.number);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-up\/phone/);
  await type(page, page.getByLabel("手机号"), person.phone);
  await enter(page, button(page, "获取验证码"));
  const code = page.getByLabel("验证码", { exact: true });
  await expect(code).toBeVisible();
  await reads(page, "sign-up-2");
  await type(page, code, "1");
  await page.keyboard.press("Enter");
  await expect(page.locator(".summary")).toBeFocused();
  await type(page, code, await codeFor(page, person.phone));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-up\/password/);
  await reads(page, "sign-up-3");
  await enter(page, button(page, "完成注册"));
  await errorsLead(page, "password", /A7-1/);
  await expect(async () => {
    if (page.url().endsWith("/me")) return;
    await type(page, page.getByLabel("密码", { exact: true }), person.password);
    await type(page, page.getByLabel("再次输入密码"), person.password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/me$/, { timeout: 5_000 });
  }).toPass({ timeout: 60_000, intervals: [1_000, 3_000] });
}

async function signInAgain(page: Page, person: Person): Promise<void> {
  await enter(page, button(page, "退出登录"));
  await enter(page, page.getByRole("link", { name: "登录", exact: true }));
  await expect(page).toHaveURL(/\/sign-in$/);
  await reads(page, "sign-in");
  await type(page, page.getByLabel("证件号码"), person.number);
  await type(page, page.getByLabel("密码", { exact: true }), person.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await enter(page, page.getByRole("link", { name: "我的", exact: true }));
  await expect(page).toHaveURL(/\/me$/);
}

async function account(page: Page): Promise<void> {
  await enter(page, page.getByRole("link", { name: "账号安全" }));
  await enter(page, page.getByRole("link", { name: "修改密码" }));
  await reads(page, "change-password");
  await enter(page, button(page, "修改密码"));
  await errorsLead(page, "current_password", /请填写当前密码/);
  await enter(page, page.getByRole("link", { name: "返回", exact: true }));
  await enter(page, page.getByRole("link", { name: /更换手机号/ }));
  await reads(page, "change-phone");
  await enter(page, button(page, "获取验证码"));
  await errorsLead(page, "phone", /请填写手机号/);
  await page.goto("/me");
  await enter(page, page.getByRole("link", { name: "个人信息", exact: true }));
  await reads(page, "profile");
}

test("[G3] account and road by keyboard alone, to 提交成功: the focus is always in sight, and forms are read out with their errors", async () => {
  test.setTimeout(480_000);
  const { browser } = await phone("clip-1.mjpeg");
  const context = await browser.newContext({ ...DESK, permissions: ["camera", "clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  let person = someone("张三");
  while (person.number.endsWith("X")) person = someone("张三");
  await signUp(page, person);
  await signInAgain(page, person);
  await account(page);
  await studies(page);
  await identity(page, cardOf(person, 1));
  await notice(page);
  await face(page);
  await answers(page);
  await payment(page);
  await proof(page, receipt());
  await withdraws(page);
  await renames(page, receipt());
  await browser.close();
});

test("[G3] the control: a focus that cannot be seen is noticed", async ({ page }) => {
  await page.goto("/sign-in");
  await page.locator("#number").evaluate((field) => (field.style.outline = "none"));
  await expect(tabTo(page, page.locator("#password"))).rejects.toThrow(/focus to be seen/);
});
