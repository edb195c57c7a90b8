import { expect, type Browser, type Page } from "@playwright/test";
import { cardOf, giveConsent, handInCard, receipt, signUp, someone, type Person } from "./person";
import { PHONE } from "./walk";

// The road on a phone that runs no scripts, with people in the place of the machine.

/** Presses the first button of this name. */
export const send = (page: Page, button: string | RegExp) => page.getByRole("button", { name: button }).first().click();

/** Begins with the exam of this name, or with the first one. */
export async function begins(page: Page, exam?: string): Promise<void> {
  await page.goto("/");
  const card = exam ? page.locator("main section").filter({ hasText: exam }) : page.locator("main");
  await card.getByRole("button", { name: "开始报名" }).first().click();
}

/** A candidate who leaves document and face to people, up to the proof; the phone runs no scripts. */
export async function handsIn(browser: Browser, url: string, person: Person, exam?: string): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, baseURL: url, javaScriptEnabled: false });
  const page = await context.newPage();
  await signUp(page, person);
  await page.goto("/me/profile");
  await page.getByLabel("考生类型").selectOption("函授");
  await page.getByLabel("专业").selectOption("会计学");
  await send(page, "保存个人信息");
  await giveConsent(page);
  // The machine does not take this card for theirs: a person is asked.
  await handInCard(page, cardOf(someone("王五"), 1), { withoutWasm: true });
  await expect(page.getByText(/认证未通过|未通过/).first()).toBeVisible({ timeout: 30_000 });
  await send(page, /人工核验/);
  await begins(page, exam);
  await send(page, "我已阅读并了解");
  await expect(page).toHaveURL(/\/face$/);
  await send(page, /改用人工核验/);
  await answers(page);
  await gives(page, person);
  return page;
}

/** 报考信息, to the payment. */
export async function answers(page: Page): Promise<void> {
  await page.getByLabel("英语").check();
  await page.getByLabel("主校区考点").check();
  await page.getByLabel("在籍").check();
  await send(page, "提交报名");
  await expect(page).toHaveURL(/\/payment$/);
}

/** The proof of payment, the first or another one; each amount is another picture. */
export async function gives(page: Page, person: Person, fen?: number): Promise<void> {
  await page.getByRole("link", { name: /已缴费|上传|重新提交|修改凭证/ }).first().click();
  await page.getByLabel("缴费人姓名").fill(person.name);
  await page.locator("input[type=file]").setInputFiles(receipt(fen));
  const own = page.getByLabel(/本人/);
  if (await own.count()) await own.first().check();
  await send(page, "提交凭证");
  await expect(page.getByText("提交成功")).toBeVisible();
}
