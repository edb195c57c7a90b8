import { expect, test } from "@playwright/test";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, comeIn, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { readPaper } from "./paper";
import { inspector } from "./sound";
import { seen } from "./tour/page";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

const running: Server[] = [];
test.afterAll(async () => {
  for (const server of running) await server.stop();
});

/** A red dot, 1 × 1. */
const SEAL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

test("[F12] [A2] an admin changes the school's name, which stands on the portal and on the poster; the second admin is told", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-prints-"))];
  running.push(await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data));
  const url = `http://localhost:${port}`;
  const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const { see, findings } = inspector({ colours: true });
  const boss = await enrol(page, "chen.jing", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();

  const rail = page.getByRole("navigation", { name: "后台导航" });
  await rail.getByRole("link", { name: "学校设置" }).click();
  await expect(page.locator("#name")).toHaveValue("示例大学继续教育学院");
  await seen(see, page, "office-settings");
  const second = await comeIn(browser, url, boss);
  await second.goto("/admin/settings");
  await expect(second.locator("#name")).toBeVisible();

  // What cannot be is named, and what was typed stays.
  await page.locator("#name").fill("湘江学院继续教育部");
  await page.locator("#ticket_pattern").fill("座位15");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("准考证号规则不对");
  await seen(see, page, "office-settings-refused");
  await page.locator("#ticket_pattern").fill("院校5 考点1 年份2 学期1 科目1 考场3 座位2");
  await page.locator("#privacy").fill("## 本校说明\n\n由**学籍科**负责。");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByText("配置文件：示例大学继续教育学院").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "隐私说明的版本" })).toContainText("学校自己的说明");
  await second.locator("#hotline").fill("0731-1234 5678");
  await second.getByRole("button", { name: "保存", exact: true }).click();
  await expect(second.getByRole("alert")).toContainText("其他人刚刚改过学校设置");

  // The seal is sent by the browser itself.
  await page.locator("#file").setInputFiles({ name: "seal.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
  await page.getByRole("button", { name: "上传印章" }).click();
  await expect(page.getByRole("alert")).toContainText("不是可用的 PNG 或 JPEG");
  await page.locator("#file").setInputFiles({ name: "seal.png", mimeType: "image/png", buffer: SEAL });
  await page.getByRole("button", { name: "上传印章" }).click();
  await expect(page.getByRole("img", { name: "当前的印章图案" })).toBeVisible();
  await seen(see, page, "office-settings-seal");
  await page.getByRole("button", { name: "取消上传的印章" }).click();
  await expect(page.getByText("目前使用系统自带的“准”字印。")).toBeVisible();

  const home = await (await browser.newContext({ baseURL: url, locale: "zh-CN" })).newPage();
  await home.goto("/");
  await expect(home.getByText("湘江学院继续教育部").first()).toBeVisible();
  await home.goto("/privacy");
  await expect(home.getByText("学籍科")).toBeVisible();

  await rail.getByRole("link", { name: "宣传海报" }).click();
  await expect(page.getByRole("img", { name: "报名网址的二维码" })).toBeVisible();
  await seen(see, page, "office-poster");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载 A4 海报（PDF）" }).click();
  const paper = readPaper(await (await download).path());
  expect(paper.text[0]).toContain("湘江学院继续教育部");
  expect(paper.codes[0]).toEqual([`${url}/`]);
  for (const [name, begins] of [["下载二维码（PNG）", "\x89PNG"], ["下载二维码（SVG）", "<svg"]]) {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    expect(readFileSync(await (await download).path()).toString("latin1").startsWith(begins)).toBe(true);
  }
  expect(findings.join("\n")).toBe("");
});

test("[E7] before the seats are final the page of papers says so, and an auditor has no such page", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-prints-"))];
  running.push(await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data));
  const url = `http://localhost:${port}`;
  const { see, findings } = inspector({ colours: true });
  for (const [login, role, may] of [["zhao.min", "exam_officer", true], ["li.na", "auditor", false]] as const) {
    const invited = zhunkaoStaff(data, "add", login, "--name", "赵敏", "--role", role);
    const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
    const page = await context.newPage();
    await enrol(page, login, oneTimePassword(invited));
    await page.getByRole("button", { name: "我已保存" }).click();
    await expect(page.getByRole("link", { name: "考场材料" })).toHaveCount(may ? 1 : 0);
    await page.goto("/admin/papers");
    if (may) {
      await expect(page.getByText("座位定稿并生成准考证号后，才能打印考场材料。")).toBeVisible();
      await seen(see, page, "office-papers-empty");
    } else {
      await expect(page.getByRole("heading", { name: "生成材料" })).toHaveCount(0);
    }
  }
  expect(findings.join("\n")).toBe("");
});
