import { devices, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { cardOf, signUp, someone, type Person } from "./person";
import { FACE_ROUND, beginRound, phone, verify } from "./phone";

/** How another phone of the same candidate looks to the site. */
export const PHONE = {
  baseURL: process.env.ZHUNKAO_URL,
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  userAgent: devices["Pixel 7"].userAgent,
  locale: "zh-CN",
  timezoneId: "Asia/Shanghai",
};

/** A candidate on their way. */
export interface Walker {
  browser: Browser;
  page: Page;
  person: Person;
}

/** 登录, to the home page. */
export async function signInHere(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("证件号").fill(person.number);
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "登录" }).tap();
  await expect(page).toHaveURL(/\/$/);
}

/** Another phone of the same candidate, signed in by itself. */
export async function anotherPhone({ browser, person }: Walker): Promise<Page> {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await signInHere(page, person);
  return page;
}

/** The same session in a browser without scripts. */
export async function withoutScripts({ browser, page }: Walker): Promise<BrowserContext> {
  const storageState = await page.context().storageState();
  return browser.newContext({ ...PHONE, javaScriptEnabled: false, storageState });
}

/** 个人信息: 考生类型 and 考生专业. */
export async function study(page: Page, major: string): Promise<void> {
  await page.getByLabel("考生类型").selectOption("函授");
  await page.getByLabel("专业").selectOption(major);
  await page.getByRole("button", { name: "保存个人信息" }).tap();
}

/** 开始报名, to the notice. */
export async function toNotice(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "开始报名" }).first().tap();
  await expect(page).toHaveURL(/\/notice$/);
}

/** 我已阅读并了解, after the end of the notice was in sight. */
export async function acceptNotice(page: Page): Promise<void> {
  await expect(page.getByText(/请先阅读到末尾|我已阅读并了解/)).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByRole("button", { name: "我已阅读并了解" }).tap();
}

/** A candidate who has just signed up. */
export async function newcomer(name: string): Promise<Walker> {
  const { browser, page } = await phone("clip-1.mjpeg");
  await page.context().grantPermissions(["camera", "clipboard-read", "clipboard-write"]);
  const person = someone(name);
  await signUp(page, person);
  return { browser, page, person };
}

/** A candidate in front of 报考信息, with the face check behind them. 实名认证 is done there and back on the way. */
export async function toAnswers(name: string, major: string): Promise<Walker> {
  const walker = await newcomer(name);
  const { page, person } = walker;
  await page.goto("/me/profile");
  await study(page, major);
  await expect(page).toHaveURL(/\/me$/);
  await toNotice(page);
  await acceptNotice(page);
  await expect(page).toHaveURL(/\/me\/identity\?next=/);
  await verify(page, cardOf(person, 1));
  await page.getByRole("link", { name: "继续报名" }).tap();
  await expect(page).toHaveURL(/\/face$/);
  await expect(page.getByRole("link", { name: "实名认证，已完成，返回查看" })).toBeVisible();
  await beginRound(page);
  await expect(page).toHaveURL(/\/answers$/, { timeout: FACE_ROUND });
  return walker;
}
