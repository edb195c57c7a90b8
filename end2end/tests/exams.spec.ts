import { expect, test } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, comeIn, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { inspector } from "./sound";
import { seen } from "./tour/page";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

let server: Server | undefined;
test.afterAll(async () => {
  await server?.stop();
});

test("[F2] [C2] an officer copies an exam, mends its windows, publishes it; the second officer is told", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-exams-"))];
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  const url = `http://localhost:${port}`;
  const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const { see, findings } = inspector({ colours: true });
  const boss = await enrol(page, "chen.jing", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();

  await page.getByRole("navigation", { name: "后台导航" }).getByRole("link", { name: "考试管理" }).click();
  await expect(page.getByRole("heading", { name: "考试管理" })).toBeVisible();
  await seen(see, page, "office-exams");
  await page.locator("tbody th a").first().click();
  await page.getByRole("button", { name: "顺延 6 个月" }).click();
  await expect(page.getByText("内容齐全，可以发布。")).toBeVisible();
  await seen(see, page, "office-exam-draft");
  const draft = page.url();

  // Another officer has the same version before them.
  const second = await comeIn(browser, url, boss);
  await second.goto(draft);
  await expect(second.locator("#title")).toBeVisible();

  await page.locator("#title").fill("冬季学位外语考试");
  await page.getByRole("button", { name: "保存" }).first().click();
  await expect(page.getByRole("heading", { name: "冬季学位外语考试" })).toBeVisible();
  await second.locator("#title").fill("夏季学位外语考试");
  await second.getByRole("button", { name: "保存" }).first().click();
  await expect(second.getByRole("alert")).toContainText("其他人刚刚改过");
  await second.goto(draft);
  await expect(second.locator("#title")).toHaveValue("冬季学位外语考试");

  // Windows that cannot be are named, and nothing is kept.
  const end = await page.locator("#register_end").inputValue();
  await page.locator("#register_end").fill("2020-01-01T09:00");
  await page.getByRole("button", { name: "保存" }).last().click();
  await expect(page.getByRole("alert").getByRole("link", { name: "报名的结束时间要晚于开始时间。" })).toHaveAttribute("href", "#register_end");
  await seen(see, page, "office-exam-windows-refused");
  await page.goto(draft);
  await expect(page.locator("#register_end")).toHaveValue(end);

  // No candidate sees a draft; everybody sees it once it is published, and nobody once it is closed.
  const home = await (await browser.newContext({ baseURL: url, locale: "zh-CN" })).newPage();
  await home.goto("/");
  await expect(home.getByRole("heading").first()).toBeVisible();
  await expect(home.getByText("冬季学位外语考试")).toHaveCount(0);
  await page.locator("summary", { hasText: "发布考试" }).click();
  await page.getByRole("button", { name: "确认发布" }).click();
  await expect(page.getByText("已发布", { exact: true })).toBeVisible();
  await seen(see, page, "office-exam-published");
  await home.reload();
  await expect(home.getByText("冬季学位外语考试")).toBeVisible();
  await page.locator("summary", { hasText: "停用考试" }).click();
  await page.getByRole("button", { name: "确认停用" }).click();
  await expect(page.getByText("已停用", { exact: true })).toBeVisible();
  await home.reload();
  await expect(home.getByText("冬季学位外语考试")).toHaveCount(0);
  expect(findings.join("\n")).toBe("");
});
