import { expect, type Page } from "@playwright/test";
import { codeFor, someone, type Person } from "../person";
import { PHONE, type Walker } from "../walk";
import { action, fill, seen, sendButton, sendWrong, visit, type See } from "./page";

// The pages of an account, in any language: nothing here knows a word of them.

/** What nobody needs an account for. */
export async function strangerSees(see: See, page: Page): Promise<void> {
  await visit(see, page, "/", "home-signed-out");
  await page.locator(".announcements summary").first().click();
  await page.locator(".languages summary").click();
  await seen(see, page, "home-languages");
  await visit(see, page, "/privacy", "privacy");
  await visit(see, page, "/no-such-page", "unknown");
  await visit(see, page, "/display", "trouble");
  await visit(see, page, "/offline?to=%2Fme", "offline");
  await visit(see, page, "/demo/pay", "demo-pay");
  await page.goto("/sign-in");
  await sendWrong(page, "password");
  await seen(see, page, "sign-in-errors");
  await fill(page, { number: someone("无人").number, password: "wrong-password" });
  await sendButton(page, "password").click();
  await expect(page.locator(".summary li")).toHaveCount(0);
  await expect(page.getByRole("alert")).toBeVisible();
  await seen(see, page, "sign-in-refused");
}

/** 找回密码, as far as a number goes that nobody has. */
export async function forgetfulSees(see: See, page: Page): Promise<void> {
  await visit(see, page, "/reset", "reset-1");
  await sendWrong(page, "phone");
  await seen(see, page, "reset-1-errors");
  const nobody = someone("无人");
  await fill(page, { number: nobody.number, phone: nobody.phone });
  await sendButton(page, "phone").click();
  await expect(page).toHaveURL(/\/reset\/code$/);
  await seen(see, page, "reset-2");
  await fill(page, { code: "123456" });
  await sendWrong(page, "code");
  await seen(see, page, "reset-2-errors");
}

/** 找回密码, to its end, by somebody whose last code is a minute old. */
export async function resetSees(see: See, page: Page, person: Person): Promise<void> {
  await expect(async () => {
    await page.goto("/reset");
    await fill(page, { number: person.number, phone: person.phone });
    await sendButton(page, "phone").click();
    await expect(page).toHaveURL(/\/reset\/code$/, { timeout: 3_000 });
  }).toPass({ timeout: 90_000, intervals: [5_000] });
  await fill(page, { code: await codeFor(page, person.phone) });
  await sendButton(page, "code").click();
  await expect(page).toHaveURL(/\/reset\/password$/);
  await seen(see, page, "reset-3");
  await sendWrong(page, "password");
  await seen(see, page, "reset-3-errors");
}

/** 注册, with every kind of mistake, to 个人中心. */
export async function signUpSees(see: See, page: Page, person: Person): Promise<void> {
  await visit(see, page, "/sign-up", "sign-up-1");
  await page.locator("input[value=hong_kong_macao_taiwan]").check();
  await sendWrong(page, "number");
  await seen(see, page, "sign-up-1-errors");
  await page.locator("input[value=mainland]").check();
  await fill(page, { name: person.name, number: person.number });
  await sendButton(page, "number").click();
  await expect(page).toHaveURL(/\/sign-up\/phone/);
  await seen(see, page, "sign-up-2");
  await fill(page, { phone: "12345" });
  await sendWrong(page, "phone");
  await seen(see, page, "sign-up-2-errors");
  await fill(page, { phone: person.phone });
  await sendButton(page, "phone").click();
  const code = await codeFor(page, person.phone);
  await page.locator("#code").fill(code === "000000" ? "000001" : "000000");
  await sendWrong(page, "code");
  await seen(see, page, "sign-up-2-wrong-code");
  await fill(page, { code });
  await sendButton(page, "code").click();
  await expect(page).toHaveURL(/\/sign-up\/password/);
  await seen(see, page, "sign-up-3");
  await fill(page, { password: "12345", password_again: "123456" });
  await sendWrong(page, "password");
  await seen(see, page, "sign-up-3-errors");
  // Many people of one address are slowed down (A13).
  await expect(async () => {
    if (page.url().endsWith("/me")) return;
    await fill(page, { password: person.password, password_again: person.password });
    await sendButton(page, "password").click();
    await expect(page).toHaveURL(/\/me$/, { timeout: 5_000 });
  }).toPass({ timeout: 60_000, intervals: [1_000, 3_000] });
  await seen(see, page, "me-new");
}

/** 个人信息, filled in. */
export async function profileSees(see: See, page: Page): Promise<void> {
  await visit(see, page, "/me/profile", "profile");
  const name = await page.locator("#name").inputValue();
  await fill(page, { name: "" });
  await sendWrong(page, "name");
  await seen(see, page, "profile-errors");
  await fill(page, { name });
  await page.locator("#candidate_type").selectOption("函授");
  await page.locator("#major").selectOption("会计学");
  await sendButton(page, "major").click();
  await expect(page).toHaveURL(/\/me$/);
}

/** 账号安全, with another phone signed in. */
export async function securitySees(see: See, { browser, page, person }: Walker): Promise<void> {
  const other = await browser.newContext(PHONE);
  const second = await other.newPage();
  await second.goto("/sign-in");
  await fill(second, { number: person.number, password: person.password });
  await sendButton(second, "password").click();
  await expect(second).toHaveURL(/\/$/);
  await visit(see, page, "/me/security", "security");
  await page.locator("main form:has(input[name=session]) button").click();
  await expect(page.locator(".session")).toHaveCount(1);
  await seen(see, page, "security-alone");
  await other.close();
  await visit(see, page, "/me/security/password", "change-password");
  await sendWrong(page, "current_password");
  await seen(see, page, "change-password-errors");
  await visit(see, page, "/me/security/phone", "change-phone");
  await sendWrong(page, "current_password");
  await seen(see, page, "change-phone-errors");
}

/** 更换手机号, second page; the person's last code is a minute old. */
export async function otherPhoneSees(see: See, page: Page, person: Person): Promise<void> {
  await expect(async () => {
    await page.goto("/me/security/phone");
    await fill(page, { phone: `137${person.phone.slice(3)}`, current_password: person.password });
    await sendButton(page, "phone").click();
    await expect(page).toHaveURL(/\/phone\/codes$/, { timeout: 3_000 });
  }).toPass({ timeout: 90_000, intervals: [5_000] });
  await seen(see, page, "change-phone-codes");
  await sendWrong(page, "old_code");
  await seen(see, page, "change-phone-codes-errors");
}

/** The demo's own pages. */
export async function demoSees(see: See, page: Page): Promise<void> {
  await visit(see, page, "/demo", "demo");
  await visit(see, page, "/demo/specimen", "demo-specimen");
  await action(page).click();
  await expect(page.locator("video")).toBeVisible();
  await expect(action(page)).toBeEnabled();
  await seen(see, page, "demo-specimen-camera");
}
