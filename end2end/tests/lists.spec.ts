import { expect, test, type Browser, type Page } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, chooseExam, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { cardOf, giveConsent, handInCard, signUp, someone } from "./person";
import { begins, send } from "./plain";
import { inspector } from "./sound";
import { seen } from "./tour/page";
import { PHONE } from "./walk";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

let server: Server | undefined;
test.afterEach(async () => {
  await server?.stop();
});

const csv = (...lines: string[]) => ({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });

/** A server of its own, with its first super admin before it. */
async function office(browser: Browser): Promise<{ page: Page; url: string }> {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-lists-"))];
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  const url = `http://localhost:${port}`;
  const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  await enrol(page, "chen.jing", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();
  return { page, url };
}

const rail = (page: Page, entry: string) => page.getByRole("navigation", { name: "后台导航" }).getByRole("link", { name: entry }).click();

test("[B1] [C8] an officer adds, renames, moves and retires a major, and takes a file of majors over", async ({ browser }) => {
  const { page } = await office(browser);
  const { see, findings } = inspector({ colours: true });
  await rail(page, "类型与专业");
  await expect(page.getByRole("heading", { name: "类型与专业" })).toBeVisible();
  await seen(see, page, "office-lists");
  const majors = page.locator('.office-scroll[aria-label="专业"]');

  const adding = page.locator("section", { has: page.getByRole("heading", { name: "添加专业" }) });
  await adding.getByLabel("名称").fill("商务日语");
  await adding.getByLabel("本专业语种").selectOption("ja");
  await adding.getByRole("button", { name: "添加" }).click();
  await expect(majors.getByLabel("名称：商务日语")).toBeVisible();
  await expect(majors.getByLabel("商务日语的语种")).toHaveValue("ja");
  // An entry without a name is refused, and the list stays.
  await adding.getByLabel("名称").fill(" ");
  await adding.getByRole("button", { name: "添加" }).click();
  await expect(page.getByRole("alert")).toContainText("B1-9");

  await majors.getByLabel("名称：商务日语").fill("日语");
  await majors.getByRole("button", { name: "保存：商务日语" }).click();
  await expect(majors.getByLabel("名称：日语")).toBeVisible();
  await majors.getByRole("button", { name: "上移：日语" }).click();
  await expect(majors.locator("tbody tr").last().getByRole("textbox")).not.toHaveValue("日语");
  await majors.getByRole("button", { name: "停用：日语" }).click();
  await expect(majors.getByRole("button", { name: "重新启用：日语" })).toBeVisible();
  await majors.getByRole("button", { name: "下移：日语" }).click();
  await expect(majors.locator("tbody tr").last().getByRole("textbox")).toHaveValue("日语");

  await page.getByLabel("专业文件").setInputFiles(csv("专业,外语语种", "护理学,", "日语,日语", "德语,德语文"));
  const importing = page.locator("section", { has: page.getByRole("heading", { name: "导入专业" }) });
  await importing.getByRole("button", { name: "读取并预览" }).click();
  await expect(page.getByRole("heading", { name: "待确认的专业文件" })).toBeVisible();
  await expect(page.getByText("没有这个考试科目，请填写科目名称，如“英语”")).toBeVisible();
  await seen(see, page, "office-lists-preview");
  await page.getByRole("button", { name: "确认导入" }).click();
  await expect(page.getByRole("alert")).toContainText("B1-8");
  await page.getByLabel("有问题的行不导入，其余照常导入").check();
  await page.getByRole("button", { name: "确认导入" }).click();
  await expect(majors.getByLabel("名称：护理学")).toBeVisible();
  await expect(majors.getByRole("button", { name: "停用：日语" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "待确认的专业文件" })).toHaveCount(0);

  await page.getByLabel("考生类型文件").setInputFiles(csv("名称", "开放教育"));
  await page.locator("section", { has: page.getByRole("heading", { name: "导入考生类型" }) }).getByRole("button", { name: "读取并预览" }).click();
  await page.getByRole("button", { name: "放弃这个文件" }).click();
  await expect(page.getByRole("heading", { name: "待确认的考生类型文件" })).toHaveCount(0);
  await expect(page.getByLabel("名称：开放教育")).toHaveCount(0);
  expect(findings.join("\n")).toBe("");
});

test("[C9] [C8] a roster is looked at and taken over, and whom it bars reads why before anything is paid", async ({ browser }) => {
  const { page, url } = await office(browser);
  const { see, findings } = inspector({ colours: true });
  const person = someone("周小雨");
  await rail(page, "学籍名单");
  await expect(page.getByText("本场考试还没有学籍名单")).toBeVisible();
  await chooseExam(page, "报名进行中");
  await seen(see, page, "office-roster-empty");
  const barred = `${person.number},${person.name},不符合,学籍已注销`;
  const file = csv("证件号,姓名,是否符合,原因", barred, "4.30104E+17,李四,符合,", `${person.number},${person.name},符合,`);
  await page.getByLabel("名单文件").setInputFiles(file);
  await page.getByRole("button", { name: "读取并预览" }).click();
  await expect(page.getByRole("heading", { name: "待确认的名单" })).toBeVisible();
  await expect(page.getByText(/末位丢失/)).toBeVisible();
  await expect(page.getByText("与前面的行重复")).toBeVisible();
  await seen(see, page, "office-roster-preview");
  await page.getByRole("button", { name: "确认启用" }).click();
  await expect(page.getByRole("alert")).toContainText("B1-8");
  await page.getByLabel(/有问题的行不导入/).check();
  await page.getByRole("button", { name: "确认启用" }).click();
  await expect(page.getByRole("heading", { name: "待确认的名单" })).toHaveCount(0);
  await expect(page.getByText("启用时间")).toBeVisible();
  await seen(see, page, "office-roster-live");

  // The same file changes nothing, and is given up.
  await page.getByLabel("名单文件").setInputFiles(csv("证件号,姓名,是否符合,原因", barred));
  await page.getByRole("button", { name: "读取并预览" }).click();
  await expect(page.getByText("与当前名单完全相同，确认后没有变化。")).toBeVisible();
  await page.getByRole("button", { name: "放弃这个文件" }).click();
  await expect(page.getByRole("heading", { name: "待确认的名单" })).toHaveCount(0);

  // The candidate, on a phone that runs no scripts.
  const phone = await (await browser.newContext({ ...PHONE, baseURL: url, javaScriptEnabled: false })).newPage();
  await signUp(phone, person);
  await phone.goto("/me/profile");
  await phone.getByLabel("考生类型").selectOption("函授");
  await phone.getByLabel("专业").selectOption("会计学");
  await send(phone, "保存个人信息");
  await giveConsent(phone);
  await handInCard(phone, cardOf(someone("王五"), 1), { withoutWasm: true });
  await expect(phone.getByText(/认证未通过|未通过/).first()).toBeVisible({ timeout: 30_000 });
  await send(phone, /人工核验/);
  await begins(phone);
  await send(phone, "我已阅读并了解");
  await send(phone, /改用人工核验/);
  await expect(phone.getByText("（C9-1）")).toBeVisible();
  await expect(phone.getByText("学籍已注销")).toBeVisible();
  await expect(phone.getByRole("button", { name: "提交报名" })).toHaveCount(0);
  expect(findings.join("\n")).toBe("");
});
