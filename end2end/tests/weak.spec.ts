import { expect, test, type Locator, type Page } from "@playwright/test";
import { cardOf, codeFor, receipt, someone, type Person } from "./person";
import { FACE_ROUND, phone } from "./phone";
import { weakNetwork } from "./weak";

/** Longer than anything takes on this network that is not lost. */
const PATIENCE = 25_000;

/** Taps until it works, as a person does: looks what comes, and where nothing or an error comes, taps again. */
async function insist(page: Page, act: () => Promise<void>, goal: RegExp | Locator): Promise<void> {
  const reached = (timeout: number) =>
    goal instanceof RegExp
      ? expect(page).toHaveURL(goal, { timeout })
      : expect(goal).toBeVisible({ timeout });
  await expect(async () => {
    const isThere = await reached(100).then(() => true, () => false);
    if (isThere) return;
    // Never blank: what was there stays there, or says what is wrong.
    expect(((await page.locator("main").textContent({ timeout: 5_000 })) ?? "").length).toBeGreaterThan(5);
    await act();
    await reached(PATIENCE);
  }).toPass({ timeout: 6 * PATIENCE, intervals: [500] });
}

async function tap(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name }).first().tap({ timeout: PATIENCE });
}

async function signsUp(page: Page, person: Person): Promise<void> {
  await page.goto("/");
  await insist(page, () => page.getByRole("link", { name: /注册/ }).first().tap({ timeout: PATIENCE }), /\/sign-up$/);
  await page.getByLabel("姓名").fill(person.name);
  await page.getByLabel("中国大陆").check();
  await page.getByLabel("证件号").fill(person.number);
  const stillTyped = async () => {
    await expect(page.getByLabel("姓名")).toHaveValue(person.name);
    await expect(page.getByLabel("证件号")).toHaveValue(person.number);
    await tap(page, "下一步");
  };
  await insist(page, stillTyped, /\/sign-up\/phone/);
  await page.getByLabel("手机号").fill(person.phone);
  await tap(page, /获取验证码/);
  const code = await codeFor(page, person.phone);
  await page.getByLabel("验证码", { exact: true }).fill(code);
  const proven = async () => {
    await expect(page.getByLabel("手机号")).toHaveValue(person.phone);
    await page.getByLabel("验证码", { exact: true }).fill(code);
    await tap(page, "下一步");
  };
  await insist(page, proven, /\/sign-up\/password/);
  const secret = async () => {
    await page.getByLabel("密码", { exact: true }).fill(person.password);
    await page.getByLabel("再次输入密码").fill(person.password);
    await tap(page, "完成注册");
  };
  await insist(page, secret, /\/me$/);
}

async function isKnownByName(page: Page, person: Person): Promise<void> {
  await page.goto("/me/profile");
  const study = async () => {
    await page.getByLabel("考生类型").selectOption("函授");
    await page.getByLabel("专业").selectOption("会计学");
    await tap(page, "保存个人信息");
  };
  await insist(page, study, /\/me$/);
  await page.goto("/me/identity");
  const agree = async () => {
    await page.getByRole("checkbox").check();
    await tap(page, "同意并继续");
  };
  await insist(page, agree, page.locator("input[type=file]").first());
  const card = cardOf(person, 1);
  for (const [i, file] of [card.front, card.back].entries()) {
    const handIn = () => page.locator("input[type=file]").nth(i).setInputFiles(file);
    const isIn = page.getByText("待上传", { exact: true });
    await expect(async () => {
      if ((await isIn.count()) > 1 - i) {
        await handIn();
        await expect(isIn).toHaveCount(1 - i, { timeout: PATIENCE });
      }
    }).toPass({ timeout: 6 * PATIENCE });
  }
  const known = page.getByText("认证成功");
  const begin = async () => {
    const button = page.getByRole("button", { name: "开始认证" });
    if (await button.isVisible()) await button.tap();
    else await page.reload();
  };
  await insist(page, begin, known);
}

async function passesTheFaceCheck(page: Page): Promise<void> {
  await page.goto("/");
  const begin = () => page.getByRole("button", { name: "开始报名" }).or(page.getByRole("link", { name: "继续报名" })).first().tap();
  await insist(page, begin, /\/notice$/);
  const accept = async () => {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await tap(page, "我已阅读并了解");
  };
  await insist(page, accept, /\/face$/);
  await expect(async () => {
    if (page.url().endsWith("/answers")) return;
    const consent = page.getByRole("checkbox");
    if (await consent.isVisible()) await consent.check();
    await tap(page, /开始识别|再试一次/);
    const asksAgain = page.getByRole("button", { name: /开始识别|再试一次/ });
    await expect(asksAgain).toBeHidden();
    const end = page.waitForURL(/\/answers$/, { timeout: FACE_ROUND });
    await Promise.race([end, asksAgain.waitFor({ timeout: FACE_ROUND })]);
    end.catch(() => {});
    expect(page.url()).toContain("/answers");
  }).toPass({ timeout: 3 * FACE_ROUND });
}

async function handsInAndPays(page: Page, person: Person): Promise<void> {
  for (const answer of ["英语", "主校区考点", "已毕业", "良"]) await page.getByLabel(answer).check();
  const send = async () => {
    for (const answer of ["英语", "主校区考点", "已毕业", "良"]) await expect(page.getByLabel(answer)).toBeChecked();
    await tap(page, "提交报名");
  };
  await insist(page, send, /\/payment$/);
  await insist(page, () => page.getByRole("link", { name: /已缴费/ }).tap(), /\/proof$/);
  const proof = async () => {
    await expect(page.getByLabel("缴费人姓名")).toHaveValue(person.name);
    await page.getByRole("checkbox").check();
    if (!(await page.getByAltText("所选照片").isVisible())) await page.locator("input[type=file]").setInputFiles(receipt());
    await expect(page.getByAltText("所选照片")).toBeVisible();
    await tap(page, /提交凭证|重新上传/);
  };
  await insist(page, proof, /\/submitted$/);
  await expect(page.getByText("提交成功").first()).toBeVisible({ timeout: PATIENCE });
}

test("[G5] [B3] [C11] sign-up to 提交成功 over a network that is slow and loses one request in twenty", async () => {
  test.setTimeout(900_000);
  const network = await weakNetwork();
  const { browser, page } = await phone("clip-1.mjpeg", { url: network.url });
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  page.on("console", (message) => {
    if (/panick|unreachable executed|RuntimeError/.test(message.text())) broken.push(message.text());
  });
  const person = someone("郭远");
  await signsUp(page, person);
  await isKnownByName(page, person);
  await passesTheFaceCheck(page);
  await handsInAndPays(page, person);
  expect(network.lost.length, network.lost.join("\n")).toBeGreaterThan(3);
  expect(broken, network.lost.join("\n")).toEqual([]);
  await browser.close();
  network.close();
});

test("[G5] whatever of the program is lost on the way is asked for again, and meanwhile the page works as it stands", async ({ page }) => {
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  const asked = new Map<string, number>();
  await page.route(/\/(pkg|words)\/.*\.(js|wasm|txt)/, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const times = (asked.get(path) ?? 0) + 1;
    asked.set(path, times);
    if (times === 1) await route.abort("connectionreset");
    else await route.continue();
  });
  await page.goto("/");
  const program = page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 60_000 });
  await program;
  await page.getByRole("link", { name: /注册/ }).first().tap();
  await expect(page).toHaveURL(/\/sign-up$/);
  await expect(page.getByLabel("姓名")).toBeVisible();
  expect(broken).toEqual([]);
});

test("[G5] a page whose piece of the program does not come is loaded as a whole, and its form works", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: process.env.ZHUNKAO_URL, locale: "zh-CN", hasTouch: true, serviceWorkers: "block" });
  const page = await context.newPage();
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  await page.route(/\/pkg\/(split|chunk)_.*\.wasm/, (route) => route.abort("connectionreset"));
  await page.goto("/");
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  await page.getByRole("link", { name: /注册/ }).first().tap();
  await expect(page).toHaveURL(/\/sign-up$/);
  await page.getByRole("button", { name: "下一步" }).tap();
  await expect(page.getByRole("alert").first()).toContainText("姓名");
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBeUndefined();
  expect(broken).toEqual([]);
  await context.close();
});
