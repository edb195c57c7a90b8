import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { expect, type Browser, type Page } from "@playwright/test";
import { nothing, seen, type See } from "./tour/page";

/** A desk: the back office is looked at on a screen. */
export const DESK = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 };

export const STAFF_PASSWORD = "river-Lamp-42-stone";

/** Somebody of the staff, with the secret that their app has. */
export interface Colleague {
  login: string;
  secret: string;
}

/** `zhunkao staff …` beside a running server, on the data of its demo. */
export function zhunkaoStaff(data: string, ...words: string[]): string {
  const options = ["--data", data, "--models", process.env.ZHUNKAO_MODELS ?? ""];
  return execFileSync(process.env.ZHUNKAO_SERVER ?? "", ["staff", ...words, ...options], { encoding: "utf8" });
}

/** The one-time password that the command line has printed. */
export function oneTimePassword(printed: string): string {
  const found = /password +(\S+)/.exec(printed);
  if (!found) throw new Error(printed);
  return found[1];
}

/** What an authenticator app shows (RFC 6238), so many steps from now. */
export function appCode(secret: string, ahead = 0): string {
  const bits = [...secret.replaceAll(/\s/g, "")].map((digit) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(digit).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(step).digest();
  const offset = hash[hash.length - 1] & 15;
  return String((hash.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}

/** First step of the door. */
export async function knock(page: Page, login: string, password: string): Promise<void> {
  await page.goto("/admin/sign-in");
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** The first sign-in, with every mistake, up to the recovery codes. */
export async function enrol(page: Page, login: string, password: string, see: See = nothing): Promise<Colleague> {
  await knock(page, login, password);
  await expect(page.getByRole("heading", { name: "设置账号" })).toBeVisible();
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await seen(see, page, "office-enrol");
  await page.locator("#code").fill("000000");
  await page.locator("#password").fill("short");
  await page.locator("#password_again").fill("short");
  await page.getByRole("button", { name: "完成设置" }).click();
  await expect(page.getByRole("alert")).toContainText("密码");
  await seen(see, page, "office-enrol-errors");
  await page.locator("#password").fill(STAFF_PASSWORD);
  await page.locator("#password_again").fill(STAFF_PASSWORD);
  await page.locator("#code").fill(appCode(secret));
  await page.getByRole("button", { name: "完成设置" }).click();
  await expect(page.getByRole("heading", { name: "请保存恢复码" })).toBeVisible();
  return { login, secret };
}

/** Both steps, in a browser of its own, with the app's next code: the one before was used. */
export async function comeIn(browser: Browser, url: string, who: Colleague): Promise<Page> {
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  await knock(page, who.login, STAFF_PASSWORD);
  await expect(page.getByRole("heading", { name: "登录验证" })).toBeVisible();
  await page.locator("#code").fill(appCode(who.secret, 1));
  await page.getByRole("button", { name: "进入后台" }).click();
  await expect(page.getByRole("heading", { name: "总览" })).toBeVisible();
  return page;
}

/** Chooses the exam whose title says this. */
export async function chooseExam(page: Page, title: string): Promise<void> {
  const list = page.getByRole("combobox", { name: "考试", exact: true });
  const value = await list.locator("option", { hasText: title }).first().getAttribute("value");
  await list.selectOption(value);
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page).toHaveURL(new RegExp(`exam=${value}`));
}
