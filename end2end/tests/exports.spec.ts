import { expect, test, type Page } from "@playwright/test";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, STAFF_PASSWORD, chooseExam, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { someone } from "./person";
import { handsIn } from "./plain";
import { inspector } from "./sound";
import { seen } from "./tour/page";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

let server: Server | undefined;
test.afterAll(async () => {
  await server?.stop();
});

/** The bytes behind the link of this name in the newest line. */
async function downloaded(page: Page, name: RegExp): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).first().click()]);
  return readFileSync(await download.path());
}

test("[F7] an officer takes out a masked table, then whole names with a reason, and throws both away", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-exports-"))];
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  const url = `http://localhost:${port}`;
  const person = someone("上官云");
  await handsIn(browser, url, person);
  const invited = zhunkaoStaff(data, "add", "sun.li", "--name", "孙丽", "--role", "exam_officer");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const { see, findings } = inspector({ colours: true });
  await enrol(page, "sun.li", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();

  await page.getByRole("navigation", { name: "后台导航" }).getByRole("link", { name: "导出" }).click();
  await expect(page.getByRole("heading", { name: "导出", exact: true })).toBeVisible();
  await expect(page.getByText("还没有导出。")).toBeVisible();
  await chooseExam(page, "报名进行中");
  await page.getByLabel("文件格式").selectOption("csv");
  await page.getByLabel("报名状态").selectOption("submitted");
  await page.getByRole("button", { name: "开始导出" }).click();
  // Nobody reloads: the page asks by itself.
  await expect(page.getByText("已完成")).toBeVisible();
  await seen(see, page, "office-exports");
  const masked = (await downloaded(page, /^下载：CSV/)).toString("utf8");
  expect(masked.startsWith("\u{FEFF}报名编号,")).toBe(true);
  expect(masked).toContain("上**");
  for (const secret of ["上官云", person.number, person.phone]) expect(masked).not.toContain(secret);

  // Whole names: not without a reason. The address names the exam by now, so that the page was drawn anew.
  await page.getByLabel("文件格式").selectOption("csv");
  await page.getByLabel("包含完整的姓名、证件号码、手机号和准考证号").check();
  await page.getByRole("button", { name: "开始导出" }).click();
  await expect(page.getByRole("alert")).toContainText("请填写用途");
  await seen(see, page, "office-exports-refused");
  await page.getByLabel("用途").fill("报送省考试院");
  await page.getByRole("button", { name: "开始导出" }).click();
  await expect(page.getByText("已完成")).toHaveCount(2);
  const whole = (await downloaded(page, /^下载：CSV/)).toString("utf8");
  for (const known of ["上官云", person.number, person.phone]) expect(whole).toContain(known);

  for (const left of [1, 0]) {
    await page.getByRole("button", { name: /^删除：/ }).first().click();
    await expect(page.getByText("已完成")).toHaveCount(left);
  }
  await expect(page.getByText("还没有导出。")).toBeVisible();
  expect(findings.join("\n")).toBe("");
});

test("[F7] without the program an export is asked for, followed by reloading, and stopped or thrown away", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-exports-plain-"))];
  const own = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  try {
    const url = `http://localhost:${port}`;
    const invited = zhunkaoStaff(data, "add", "he.jun", "--name", "何军", "--role", "exam_officer");
    const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", javaScriptEnabled: false });
    const page = await context.newPage();
    await enrol(page, "he.jun", oneTimePassword(invited));
    await page.getByRole("button", { name: "我已保存" }).click();
    await page.goto("/admin/exports");
    await page.getByLabel("文件格式").selectOption("dbf");
    await page.getByRole("button", { name: "开始导出" }).click();
    await expect(async () => {
      await page.getByRole("link", { name: "刷新进度" }).click();
      await expect(page.getByText("已完成")).toBeVisible({ timeout: 1_000 });
    }).toPass();
    expect((await downloaded(page, /^下载：DBF/))[0]).toBe(3);
    await page.getByRole("button", { name: /^删除：/ }).click();
    await expect(page.getByText("还没有导出。")).toBeVisible();
    // The password again, for what only it opens.
    await page.goto("/admin/confirm?next=/admin/exports");
    await page.locator("#current_password").fill(STAFF_PASSWORD);
    await page.getByRole("button", { name: "确认", exact: true }).click();
    await expect(page.getByLabel("照片文件名")).toBeVisible();
  } finally {
    await own.stop();
  }
});
