import { chromium, devices, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { launch } from "../browser";
import { cardOf, giveConsent, handInCard, signUp, someone, type Person } from "./person";

/** A challenge lives 90 s, which outlasts a loop of the clip (14.3 s); a slow machine gets its time on top. */
export const FACE_ROUND = 140_000;

export interface Phone {
  browser: Browser;
  page: Page;
}

/** What a browser keeps of a signed-in candidate. */
export type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** How a phone differs from one whose camera works and that nobody has signed in on. */
export interface Wishes {
  /** Who is signed in. */
  session?: Session;
  /** The browser it says to be. */
  userAgent?: string;
  /** `allowed`: as soon as a page asks. `refused`: by a setting, as after a “no”. `none`: the phone has no camera. */
  camera?: "allowed" | "refused" | "none";
  /** Where it finds the portal; a network of its own leads there by another address. */
  url?: string;
  /** The language that it asks for; simplified Chinese if nothing is said. */
  locale?: string;
}

/** A phone whose camera plays `clip`; without one, Chromium's own test picture, which is no face. */
export async function phone(clip?: string, wishes: Wishes = {}): Promise<Phone> {
  const { session, userAgent, camera = "allowed", locale = "zh-CN", url = process.env.ZHUNKAO_URL } = wishes;
  const options = launch(camera === "none" ? undefined : clip);
  const asks = "--use-fake-ui-for-media-stream";
  const device = "--use-fake-device-for-media-stream";
  options.args = (options.args ?? [])
    .filter((argument) => camera !== "refused" || argument !== asks)
    .map((argument) => (camera === "none" && argument === device ? `${device}=device-count=0` : argument));
  const browser = await chromium.launch(options);
  const context = await browser.newContext({
    baseURL: url,
    storageState: session,
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    userAgent: userAgent ?? devices["Pixel 7"].userAgent,
    locale,
    timezoneId: "Asia/Shanghai",
    // To be granted one thing is to be refused all others.
    permissions: [camera === "refused" ? "geolocation" : "camera"],
  });
  return { browser, page: await context.newPage() };
}

/** 个人信息: the two choices that 报考信息 reads back. */
export async function completeProfile(page: Page): Promise<void> {
  await page.goto("/me/profile");
  await page.getByLabel("考生类型").selectOption("函授");
  await page.getByLabel("专业").selectOption("会计学");
  await page.getByRole("button", { name: "保存个人信息" }).tap();
  await expect(page).toHaveURL(/\/me$/);
}

/** 实名认证 to 已实名. */
export async function verify(page: Page, card: { front: string; back: string }): Promise<void> {
  await giveConsent(page);
  await handInCard(page, card);
  await expect(page.getByText("认证成功")).toBeVisible({ timeout: 30_000 });
}

/** 开始报名 to the face page. */
export async function toFacePage(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "开始报名" }).or(page.getByRole("link", { name: "继续报名" })).first().tap();
  await expect(page).toHaveURL(/\/notice$/);
  const read = page.getByRole("button", { name: "我已阅读并了解" });
  await expect(read.or(page.getByRole("button", { name: "请先阅读到末尾" }))).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await read.tap();
  await expect(page).toHaveURL(/\/face$/);
}

/** Agrees to the face check, which nobody has ticked beforehand, and begins a round. */
export async function beginRound(page: Page): Promise<void> {
  const consent = page.getByRole("checkbox");
  await expect(consent).not.toBeChecked();
  await consent.check();
  await page.getByRole("button", { name: "开始识别" }).tap();
}

/** A verified candidate whose card shows invented person 1, on the face page of a phone whose camera plays `clip`. */
export async function atFacePage(clip: string, name: string, wishes: Wishes = {}): Promise<Phone & { person: Person }> {
  const { browser, page } = await phone(clip, wishes);
  const person = someone(name);
  await signUp(page, person);
  await completeProfile(page);
  await verify(page, cardOf(person, 1));
  await toFacePage(page);
  return { browser, page, person };
}
