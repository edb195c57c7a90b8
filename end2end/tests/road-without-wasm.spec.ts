import { expect, test, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { badFiles } from "./files";
import { cardOf, codeFor, giveConsent, handInCard, receipt, someone, type Person } from "./person";
import { PHONE } from "./walk";

// A server of one's own, so that the staff's part can be done at its command line.
let [server, url, data]: [Server | undefined, string, string] = [undefined, "", ""];

test.beforeAll(async () => {
  const port = await freePort();
  data = mkdtempSync(join(tmpdir(), "zhunkao-plain-"));
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  url = `http://localhost:${port}`;
});
test.afterAll(() => server?.stop());

function zhunkao(...words: string[]): string {
  const where = ["--data", data, "--models", process.env.ZHUNKAO_MODELS ?? ""];
  return execFileSync(process.env.ZHUNKAO_SERVER ?? "", [...words, ...where], { encoding: "utf8" });
}

async function send(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: button }).first().click();
}

/** What is wrong stands on top, is read first, and leads to its field. */
async function isRefused(page: Page, why: string | RegExp): Promise<void> {
  const summary = page.locator(".summary");
  await expect(summary).toContainText(why);
  await expect(summary).toBeFocused();
  await expect(summary).toBeInViewport();
  const link = summary.getByRole("link").first();
  if (await link.count()) {
    const field = ((await link.getAttribute("href")) ?? "").slice(1);
    await expect(page.locator(`[id="${field}"]`)).toHaveCount(1);
  }
}

async function signsUp(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-up");
  await send(page, "下一步");
  await isRefused(page, "姓名");
  await page.getByLabel("姓名").fill(person.name);
  await page.getByLabel("中国大陆").check();
  await page.getByLabel("证件号").fill("43011119950615");
  await send(page, "下一步");
  await isRefused(page, "证件号");
  await expect(page.getByLabel("姓名")).toHaveValue(person.name);
  await expect(page.getByLabel("中国大陆")).toBeChecked();
  await expect(page.getByLabel("证件号")).toHaveValue("43011119950615");
  await page.getByLabel("证件号").fill(person.number);
  await send(page, "下一步");
  await expect(page).toHaveURL(/\/sign-up\/phone/);
  await page.getByLabel("手机号").fill("1390");
  await send(page, /获取验证码/);
  await isRefused(page, "手机号");
  await expect(page.getByLabel("手机号")).toHaveValue("1390");
  await page.getByLabel("手机号").fill(person.phone);
  await send(page, /获取验证码/);
  await page.getByLabel("验证码", { exact: true }).fill(await codeFor(page, person.phone));
  await send(page, "下一步");
  await expect(page).toHaveURL(/\/sign-up\/password/);
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByLabel("再次输入密码").fill(`${person.password}x`);
  await send(page, "完成注册");
  await isRefused(page, "密码");
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByLabel("再次输入密码").fill(person.password);
  await send(page, "完成注册");
  await expect(page).toHaveURL(/\/me$/);
}

/** 大字 and 语言, in the top bar. */
async function readsAsSheLikes(page: Page): Promise<void> {
  const [root, at] = [page.locator("html"), page.url()];
  await send(page, "大字");
  await expect(root).toHaveAttribute("data-text", "large");
  await page.locator(".languages summary").click();
  await send(page, "English");
  await expect(root).toHaveAttribute("lang", "en");
  expect(page.url()).toBe(at);
  await page.locator(".languages summary").click();
  await send(page, "简体中文");
  await send(page, "标准");
  await expect(root).toHaveAttribute("data-text", "normal");
  await expect(root).toHaveAttribute("lang", "zh-CN");
}

async function isKnownByName(page: Page, person: Person): Promise<void> {
  await page.goto("/me/identity");
  await send(page, "同意并继续");
  await isRefused(page, "同意");
  await giveConsent(page);
  await page.locator("input[type=file]").first().setInputFiles(badFiles()[0].path);
  await send(page, "上传这一面");
  await isRefused(page, badFiles()[0].sentence);
  await handInCard(page, cardOf(person, 1), { withoutWasm: true });
  await expect(page.getByText("认证成功")).toBeVisible({ timeout: 30_000 });
  await page.goto("/me/profile");
  await page.getByLabel("姓名").fill("");
  await page.getByLabel("考生类型").selectOption("函授");
  await page.getByLabel("专业").selectOption("会计学");
  await send(page, "保存个人信息");
  await isRefused(page, "姓名");
  await expect(page.getByLabel("考生类型")).toHaveValue("函授");
  await expect(page.getByLabel("专业")).toHaveValue("会计学");
  await page.getByLabel("姓名").fill(person.name);
  await send(page, "保存个人信息");
  await expect(page).toHaveURL(/\/me$/);
}

async function reachesTheAnswers(page: Page): Promise<string> {
  await page.goto("/");
  await send(page, "开始报名");
  await expect(page).toHaveURL(/\/notice$/);
  await send(page, "我已阅读并了解");
  await expect(page).toHaveURL(/\/face$/);
  // What stands there is text to a browser without scripts, and nothing to a search for text.
  await expect(page.locator("noscript")).toBeVisible();
  expect(await page.locator("noscript").textContent()).toMatch(/人脸识别需要摄像头.*允许运行脚本/);
  await expect(page.getByRole("button", { name: "开始识别" })).toBeDisabled();
  await send(page, /改用人工核验/);
  await expect(page).toHaveURL(/\/answers$/);
  return /registrations\/(reg_[0-9A-Z]+)/.exec(page.url())?.[1] ?? "";
}

async function answers(page: Page): Promise<void> {
  await page.getByLabel("英语").check();
  await page.getByLabel("主校区考点").check();
  await page.getByLabel("已毕业").check();
  await page.getByLabel("中以下").check();
  await send(page, "提交报名");
  await isRefused(page, "（C7-1）");
  for (const kept of ["英语", "主校区考点", "已毕业", "中以下"]) await expect(page.getByLabel(kept)).toBeChecked();
  await page.getByLabel("良").check();
  await send(page, "提交报名");
  await expect(page).toHaveURL(/\/payment$/);
}

async function pays(page: Page, person: Person): Promise<void> {
  await expect(page.locator("img.pay-code")).toBeVisible();
  await page.getByRole("link", { name: /已缴费/ }).click();
  await page.getByLabel("缴费人姓名").fill(person.name);
  await page.locator("input[type=file]").setInputFiles(receipt());
  await send(page, "提交凭证");
  await isRefused(page, "缴费人");
  await expect(page.getByLabel("缴费人姓名")).toHaveValue(person.name);
  await expect(page.getByLabel("缴费人手机号")).toHaveValue(person.phone);
  await page.getByRole("checkbox").check();
  await page.locator("input[type=file]").setInputFiles(receipt());
  await send(page, "提交凭证");
  await expect(page).toHaveURL(/\/submitted$/);
  await expect(page.getByText("提交成功").first()).toBeVisible();
}

async function changesHerMind(page: Page, id: string): Promise<void> {
  await page.goto(`/registrations/${id}`);
  await page.getByRole("link", { name: /修改报考信息/ }).click();
  await page.getByLabel("中以下").check();
  await send(page, "保存修改");
  await isRefused(page, "（C7-1）");
  await expect(page.getByLabel("英语")).toBeChecked();
  await expect(page.getByLabel("中以下")).toBeChecked();
  await page.getByLabel("优").check();
  await send(page, "保存修改");
  await expect(page).toHaveURL(new RegExp(`/registrations/${id}$`));
  await expect(page.getByText("本次修改待审核")).toBeVisible();

  await page.getByRole("link", { name: "申请退出报名" }).click();
  await send(page, "提交退出申请");
  await expect(page.getByText(/正在等待工作人员处理/).first()).toBeVisible();
  await send(page, "撤回申请");
  await expect(page.getByRole("link", { name: "申请退出报名" })).toBeVisible();
}

test("[G5] [C4] [C6] [C7] [C14] [C16] [D2] [G2] the whole road without scripts, and a person in the place of the camera", async ({ browser }) => {
  test.setTimeout(300_000);
  const context = await browser.newContext({ ...PHONE, baseURL: url, javaScriptEnabled: false });
  const page = await context.newPage();
  const person = someone("郑月");
  await signsUp(page, person);
  await readsAsSheLikes(page);
  await isKnownByName(page, person);
  const id = await reachesTheAnswers(page);
  await readsAsSheLikes(page);
  await answers(page);
  await pays(page, person);
  await changesHerMind(page, id);

  // The face waits for a person, who decides.
  expect(zhunkao("face", "list")).toContain(id);
  zhunkao("face", "decide", id, "approve");
  await page.goto(`/registrations/${id}/face`);
  await expect(page.getByRole("heading", { name: "工作人员已核对是您本人" })).toBeVisible();
  await context.close();
});
