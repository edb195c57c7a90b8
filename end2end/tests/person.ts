import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { draw } from "../browser";

/** An invented candidate. Nobody has this number but by chance: its area is real, its birthday and sequence are drawn. */
export interface Person {
  name: string;
  number: string;
  phone: string;
  password: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A number with a right check character (GB 11643-1999): of one of 30 years, so that no two of a run are the same. */
function idNumber(chance: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [year, rest] = [1970 + (chance % 30), Math.floor(chance / 30)];
  const [month, day] = [1 + (rest % 12), 1 + (Math.floor(rest / 12) % 28)];
  const sequence = String(Math.floor(rest / 336) % 1000).padStart(3, "0");
  const digits = `430111${year}${two(month)}${two(day)}${sequence}`;
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * WEIGHTS[i], 0);
  return digits + "10X98765432"[sum % 11];
}

/** Someone new each time, so that stories may run again against the same server. */
export function someone(name: string): Person {
  const chance = Math.floor(Math.random() * 1e8);
  const person = {
    name,
    number: idNumber(chance),
    phone: `139${String(chance).padStart(8, "0")}`,
    password: "kT4-brook-lamp",
  };
  // After the stories all that is on the disk is searched for them.
  if (process.env.ZHUNKAO_USED) appendFileSync(process.env.ZHUNKAO_USED, `${JSON.stringify(person)}\n`);
  return person;
}

/** The person's specimen card with the portrait of invented person 1 or 2, photographed: paths of front and back. */
export function cardOf(person: Person, portrait: 1 | 2): { front: string; back: string } {
  const folder = mkdtempSync(join(tmpdir(), "zhunkao-card-"));
  draw("card", folder, "--person", String(portrait), "--name", person.name, "--number", person.number);
  return { front: join(folder, "front.jpg"), back: join(folder, "back.jpg") };
}

/** An order screenshot of the demo's fee, or of another amount, which makes it another picture. */
export function receipt(fen = 10_000): string {
  const folder = mkdtempSync(join(tmpdir(), "zhunkao-receipt-"));
  draw("receipt", folder, "--amount-fen", String(fen));
  return join(folder, "receipt.png");
}

/** The newest SMS code to this phone on the demo page. */
export async function codeFor(page: Page, phone: string): Promise<string> {
  const demo = await page.context().newPage();
  const masked = `${phone.slice(0, 3)}****${phone.slice(7)}`;
  const message = demo.locator("li", { hasText: masked }).filter({ hasText: /验证码是 \d{6}/ }).first();
  // The message leaves after the commit, by a job: on a busy machine a moment later.
  await expect(async () => {
    await demo.goto("/demo");
    await expect(message).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  const code = /验证码是 (\d{6})/.exec((await message.textContent()) ?? "")?.[1];
  await demo.close();
  if (!code) throw new Error("no code for this phone on the demo page");
  return code;
}

/** 注册: the three pages, to the personal centre. */
export async function signUp(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("姓名").fill(person.name);
  await page.getByLabel("中国大陆").check();
  await page.getByLabel("证件号").fill(person.number);
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/phone/);
  await page.getByLabel("手机号").fill(person.phone);
  await page.getByRole("button", { name: /获取验证码/ }).click();
  await expect(page.getByText(/已发送/)).toBeVisible();
  await page.getByLabel("验证码", { exact: true }).fill(await codeFor(page, person.phone));
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/password/);
  // All stories sign up from one address, which slows them down, and never stops them (A13): they wait, as told.
  await expect(async () => {
    if (page.url().endsWith("/me")) return;
    await page.getByLabel("密码", { exact: true }).fill(person.password);
    await page.getByLabel("再次输入密码").fill(person.password);
    await page.getByRole("button", { name: "完成注册" }).click();
    await expect(page).toHaveURL(/\/me$/, { timeout: 5_000 });
  }).toPass({ timeout: 60_000, intervals: [1_000, 3_000] });
}

/** 实名认证, first page: the consent, which is not ticked beforehand. */
export async function giveConsent(page: Page): Promise<void> {
  if (!page.url().includes("/me/identity")) await page.goto("/me/identity");
  await expect(page.getByRole("checkbox")).not.toBeChecked();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "同意并继续" }).click();
}

/** 实名认证, second page: both sides, then 开始认证. Without WASM each side has a button of its own. */
export async function handInCard(
  page: Page,
  card: { front: string; back: string },
  { withoutWasm = false } = {},
): Promise<void> {
  for (const [i, file] of [card.front, card.back].entries()) {
    await page.locator("input[type=file]").nth(i).setInputFiles(file);
    if (withoutWasm) await page.getByRole("button", { name: "上传这一面" }).nth(i).click();
    await expect(page.getByText("待上传", { exact: true })).toHaveCount(1 - i);
  }
  await page.getByRole("button", { name: "开始认证" }).click();
}
