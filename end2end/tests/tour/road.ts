import { expect, type Page } from "@playwright/test";
import { cardOf, receipt, type Person } from "../person";
import { FACE_ROUND } from "../phone";
import type { Walker } from "../walk";
import { action, fill, nothing, seen, sendButton, sendWrong, visit, type See } from "./page";

// The road of a registration, in any language: nothing here knows a word of it.

type Card = { front: string; back: string };

/** The consent on the page of 实名认证, refused first. */
async function consentSees(see: See, page: Page): Promise<void> {
  await visit(see, page, "/me/identity", "consent");
  await sendWrong(page, "consent");
  await seen(see, page, "consent-errors");
  await page.locator("#consent").check();
  await sendButton(page, "consent").click();
  await expect(page.locator("#front")).toBeAttached();
}

/** Both sides, then 开始认证. */
async function handIn(see: See, page: Page, card: Card, places: [string, string]): Promise<void> {
  for (const [i, side] of (["front", "back"] as const).entries()) {
    await page.locator(`#${side}`).setInputFiles(card[side]);
    await expect(page.locator(".sheet:has(.photo-label) .tone-ok")).toHaveCount(i + 1);
    await seen(see, page, places[i]);
  }
  await action(page).click();
}

/** 实名认证 that passes. */
export async function identitySees(see: See, page: Page, person: Person): Promise<void> {
  await consentSees(see, page);
  await seen(see, page, "identity-empty");
  // The answer to “how far is it” is kept back, so that the waiting can be seen.
  await page.route("**/api/identity/state", () => {});
  await handIn(see, page, cardOf(person, 1), ["identity-one-side", "identity-chosen"]);
  await expect(page.locator("progress")).toBeVisible();
  await seen(see, page, "identity-waiting");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await expect(async () => {
    await page.goto("/me/identity");
    await expect(page.locator(".seal")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await seen(see, page, "identity-passed");
  await visit(see, page, "/me/consent", "consent-given");
  await visit(see, page, "/me", "me-verified");
  await visit(see, page, "/me/messages", "messages-none");
}

/** 实名认证 with the back where the front belongs, and then with both as they should be. */
export async function refusedIdentitySees(see: See, page: Page, person: Person): Promise<void> {
  const card = cardOf(person, 1);
  await consentSees(nothing, page);
  await handIn(nothing, page, { front: card.back, back: card.back }, ["", ""]);
  await expect(page.getByRole("alert")).toBeVisible({ timeout: 30_000 });
  await seen(see, page, "identity-refused");
  await page.locator("#front").setInputFiles(card.front);
  await expect(action(page)).toBeEnabled();
  await action(page).click();
  await expect(page.locator(".seal")).toBeVisible({ timeout: 30_000 });
}

/** 改用人工核验, from the first page. */
export async function identityByPersonSees(see: See, page: Page): Promise<void> {
  await page.goto("/me/identity");
  await page.locator("main form:not(:has(#consent)) button[type=submit]").click();
  await expect(page.locator(".badge-word.tone-wait")).toBeVisible();
  await seen(see, page, "identity-person");
}

/** 报考须知, read and accepted; back comes the registration. */
export async function noticeSees(see: See, page: Page): Promise<string> {
  await visit(see, page, "/registrations", "registrations-empty");
  await visit(see, page, "/", "home-signed-in");
  await page.locator(".exam form button").first().click();
  await expect(page).toHaveURL(/\/notice$/);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(action(page)).toBeEnabled();
  await seen(see, page, "notice");
  await action(page).click();
  await expect(page).not.toHaveURL(/\/notice$/);
  return /(reg_[0-9A-Z]+)/.exec(page.url())?.[1] ?? "";
}

async function beginRound(page: Page): Promise<void> {
  await page.locator("#consent").check();
  await page.locator(".bottom-bar button[type=button]").click();
}

/** 人脸识别 before it begins; without the tick it does not. */
export async function faceExplained(see: See, page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/face$/);
  await seen(see, page, "face");
  await page.locator(".bottom-bar button[type=button]").click();
  await expect(page.locator("#consent-error")).toBeVisible();
  await seen(see, page, "face-errors");
}

/** 人脸识别 that passes, seen while the camera runs: what it took is kept back meanwhile. */
export async function faceSees(see: See, page: Page): Promise<void> {
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/upload/face/**", async (route) => {
    await held;
    await route.continue();
  });
  await beginRound(page);
  await expect(page.locator("video")).toBeVisible();
  // Its movements are asked for, with so many pictures taken already.
  await expect(page.locator(".camera-say + .grid p")).not.toBeEmpty({ timeout: FACE_ROUND });
  await seen(see, page, "face-running");
  release();
  await expect(page).toHaveURL(/\/answers$/, { timeout: FACE_ROUND });
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goBack();
  await expect(page.locator(".seal")).toBeVisible();
  await seen(see, page, "face-passed");
}

/** 人脸识别 of somebody else, refused. */
export async function refusedFaceSees(see: See, page: Page): Promise<void> {
  await beginRound(page);
  await expect(page.getByRole("alert")).toBeVisible({ timeout: FACE_ROUND });
  await seen(see, page, "face-refused");
}

/** 不想刷脸？改用人工核验. */
export async function faceByPersonSees(see: See, page: Page): Promise<void> {
  await page.locator("main form:has(input[name=id]) button[type=submit]").click();
  await expect(page).toHaveURL(/\/answers$/);
  await page.goBack();
  await expect(page.locator(".badge-word.tone-wait")).toBeVisible();
  await seen(see, page, "face-person");
}

/** 报考信息: empty, wrong, chosen. */
export async function answersSees(see: See, page: Page, id: string): Promise<void> {
  await visit(see, page, `/registrations/${id}/answers`, "answers");
  await page.locator("input[value=graduated]").check();
  await sendWrong(page, "subject");
  await seen(see, page, "answers-errors");
  for (const choice of ["#subject", "#site", "input[value=good]"]) {
    const kept = page.waitForResponse((response) => response.url().includes("/api/registration/draft"));
    await page.locator(choice).check();
    await kept;
  }
  await page.reload();
  await seen(see, page, "answers-chosen");
  await visit(see, page, `/registrations/${id}`, "registration-draft");
  await visit(see, page, `/registrations/${id}/withdraw`, "withdraw-draft");
  await page.goto(`/registrations/${id}/answers`);
  await action(page).click();
  await expect(page).toHaveURL(/\/payment$/);
}

/** 缴费, 上传凭证, 提交成功. */
export async function paymentSees(see: See, page: Page, id: string): Promise<void> {
  await seen(see, page, "payment");
  await visit(see, page, "/demo/pay?state=paid", "demo-pay-paid");
  await visit(see, page, `/registrations/${id}/proof`, "proof");
  await fill(page, { payer_phone: "123" });
  await sendWrong(page, "screenshot");
  await seen(see, page, "proof-errors");
  await page.goto(`/registrations/${id}/proof`);
  await page.locator("#screenshot").setInputFiles(receipt());
  await page.locator("#payer_is_candidate").check();
  await expect(page.locator(".photo-picture")).toBeVisible();
  await seen(see, page, "proof-chosen");
  await action(page).click();
  await expect(page).toHaveURL(/\/submitted$/);
  await seen(see, page, "submitted");
}

/** What a handed-in registration still offers. */
export async function afterwardsSees(see: See, { page, person }: Walker, id: string): Promise<void> {
  await visit(see, page, "/registrations", "registrations");
  await visit(see, page, `/registrations/${id}`, "registration");
  await visit(see, page, `/registrations/${id}/answers`, "answers-change");
  await visit(see, page, `/registrations/${id}/proof`, "proof-again");
  await visit(see, page, `/registrations/${id}/withdraw`, "withdraw");
  await action(page).click();
  await page.goto(`/registrations/${id}`);
  await expect(page.locator("main form button")).toBeVisible();
  await seen(see, page, "registration-withdrawal");
  await visit(see, page, "/me/profile", "profile-locked");
  await visit(see, page, "/me/rename", "rename");
  await sendWrong(page, "new_name");
  await seen(see, page, "rename-errors");
  await fill(page, { new_name: `${person.name}${person.name}` });
  await page.locator("#rename_reason").check();
  await page.locator("#rename_picture").setInputFiles(receipt());
  await action(page).click();
  await expect(page.locator(".badge-word.tone-wait")).toBeVisible();
  await seen(see, page, "rename-waiting");
}
