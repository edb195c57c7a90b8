import { expect, test, type Page } from "@playwright/test";
import { signUp, someone } from "./person";
import { PHONE } from "./walk";

// 简体, 繁體, English; 大字.

const root = (page: Page) => page.locator("html");

async function speak(page: Page, language: string): Promise<void> {
  await page.locator(".languages summary").tap();
  await page.locator(`.languages button[value=${language}]`).tap();
  await expect(root(page)).toHaveAttribute("lang", language);
}

/** What a phone would call the portal on its home screen, and in which language. */
async function manifest(page: Page): Promise<{ lang: string; short_name: string }> {
  return (await page.request.get("/manifest.webmanifest")).json();
}

async function typed(page: Page): Promise<void> {
  await expect(page.locator("#name")).toHaveValue("陳大文");
  await expect(page.locator("input[value=hong_kong_macao_taiwan]")).toBeChecked();
  await expect(page.locator("input[value=taiwan_permit]").or(page.locator("#document_kind")).first()).toBeVisible();
  await expect(page.locator("#number")).toHaveValue("H12345678");
}

test("[G2] another language changes title, lang and manifest, keeps what was typed, and stays", async ({ page }) => {
  await page.goto("/sign-up");
  await page.locator("#name").fill("陳大文");
  await page.locator("input[value=hong_kong_macao_taiwan]").check();
  await page.locator("#number").fill("H12345678");
  for (const [language, title, name] of [
    ["en", "Sign up · Details · Zhunkao", "Zhunkao"],
    ["zh-Hant", "註冊 · 個人資料 · 准考", "准考"],
    ["zh-CN", "注册 · 个人信息 · 准考", "准考"],
    ["en", "Sign up · Details · Zhunkao", "Zhunkao"],
  ]) {
    await speak(page, language);
    await expect(page).toHaveTitle(title);
    expect(await manifest(page)).toMatchObject({ lang: language, short_name: name });
    await typed(page);
  }
  await page.reload();
  await expect(root(page)).toHaveAttribute("lang", "en");
  await expect(page.getByLabel("Name", { exact: true })).toBeVisible();
});

test("[G2] the language survives signing out and in; a password is never kept for the new page", async ({ page }) => {
  const person = someone("张三");
  await signUp(page, person);
  await speak(page, "en");
  await page.getByRole("button", { name: "Sign out" }).tap();
  await expect(page).toHaveURL(/\/$/);
  await page.goto("/sign-in");
  await page.getByLabel("Document number").fill(person.number);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await speak(page, "zh-Hant");
  await expect(page.locator("#number")).toHaveValue(person.number);
  await expect(page.locator("#password")).toHaveValue("");
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(person.number);
  await page.locator("#password").fill(person.password);
  await page.getByRole("button", { name: "登入" }).tap();
  await expect(page).toHaveURL(/\/$/);
  await expect(root(page)).toHaveAttribute("lang", "zh-Hant");
});

test("[G2] a newcomer is answered in the language of the browser", async ({ browser }) => {
  for (const [locale, language] of [
    ["en-US", "en"],
    ["zh-TW", "zh-Hant"],
    ["zh-HK", "zh-Hant"],
    ["zh-CN", "zh-CN"],
    ["fr-FR", "zh-CN"],
  ]) {
    const context = await browser.newContext({ ...PHONE, locale });
    const page = await context.newPage();
    await page.goto("/");
    await expect(root(page), locale).toHaveAttribute("lang", language);
    await context.close();
  }
});

test("[G3] large text by one tap: it stays on every page, and what was typed stays", async ({ page }) => {
  await page.goto("/sign-up");
  const size = () => page.locator(".field-label").first().evaluate((label) => parseFloat(getComputedStyle(label).fontSize));
  const normal = await size();
  await page.locator("#name").fill("张三");
  await page.getByRole("button", { name: "大字" }).tap();
  await expect(root(page)).toHaveAttribute("data-text", "large");
  expect(await size()).toBeGreaterThan(normal * 1.3);
  await expect(page.locator("#name")).toHaveValue("张三");
  await page.getByRole("link", { name: "已有账号？去登录" }).tap();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(root(page)).toHaveAttribute("data-text", "large");
  await page.reload();
  await expect(root(page)).toHaveAttribute("data-text", "large");
  await page.getByRole("button", { name: "标准" }).tap();
  await expect(root(page)).toHaveAttribute("data-text", "normal");
  await page.reload();
  await expect(root(page)).toHaveAttribute("data-text", "normal");
});

test("[G2] [G3] [G5] both choices work without scripts, and lead back to the same page", async ({ browser }) => {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/reset");
  await page.getByRole("button", { name: "大字" }).click();
  await expect(root(page)).toHaveAttribute("data-text", "large");
  await speak(page, "en");
  await expect(page).toHaveURL(/\/reset$/);
  await expect(root(page)).toHaveAttribute("data-text", "large");
  await context.close();
});
