import { expect, test, type Page } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { inspector } from "./sound";
import { seen, visit } from "./tour/page";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

const running: Server[] = [];
test.afterAll(async () => {
  for (const server of running) await server.stop();
});

async function addRoom(page: Page, number: string, spare: string): Promise<void> {
  await page.locator("#number").fill(number);
  await page.locator("#building").fill("教学楼");
  await page.locator("#name").fill("301");
  await page.locator("#spare").fill(spare);
  await page.getByRole("button", { name: "保存考场" }).click();
}

test("[E1] [E2] [E3] an officer adds rooms, arranges, and freezes once it was confirmed", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-seating-"))];
  running.push(await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data));
  const invited = zhunkaoStaff(data, "add", "zhao.min", "--name", "赵敏", "--role", "exam_officer");
  const context = await browser.newContext({ ...DESK, baseURL: `http://localhost:${port}`, locale: "zh-CN" });
  const page = await context.newPage();
  const { see, findings } = inspector({ colours: true });
  await enrol(page, "zhao.min", oneTimePassword(invited));

  await visit(see, page, "/admin/seating", "office-seating-empty");
  await expect(page.getByText("还没有考场，请先添加。")).toBeVisible();
  await addRoom(page, "1", "7-1");
  await expect(page.getByRole("alert")).toContainText("行-列");
  await addRoom(page, "1", "6-5、6-4");
  const rooms = page.getByRole("region", { name: "考场", exact: true });
  await expect(rooms.getByRole("row").nth(1)).toContainText("教学楼 301");
  await expect(rooms.getByRole("row").nth(1)).toContainText("6 × 5");

  await page.locator("#seed").fill("2026");
  await page.getByRole("button", { name: "开始编排" }).click();
  await expect(page.getByText("草稿", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: /^查看考场 .*的座位$/ }).first().click();
  await expect(page.getByRole("heading", { name: /座位表/ })).toBeVisible();
  await seen(see, page, "office-seating-draft");

  await page.locator("#school").fill("79010");
  await page.locator("#year").fill("2026");
  await page.locator("#term").selectOption("2");
  await page.getByRole("button", { name: "定稿", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("请先核对");
  await page.locator("#school").fill("79010");
  await page.locator("#year").fill("2026");
  await page.locator("#term").selectOption("2");
  await page.getByLabel("我已核对以上座位安排").check();
  await page.getByRole("button", { name: "定稿", exact: true }).click();
  await expect(page.getByText("已定稿（第 1 版）")).toBeVisible();
  await expect(page.getByRole("button", { name: "开始编排" })).toHaveCount(0);
  await expect(page.getByText("没有等待补入的考生。")).toBeVisible();
  await expect(page.getByText("有的科目还没有设置考试时间")).toBeVisible();
  await page.getByLabel("英语：开始时间").fill("2027-03-20T11:00");
  await page.getByLabel("英语：结束时间").fill("2027-03-20T09:00");
  await page.getByRole("button", { name: "保存英语的考试时间" }).click();
  await expect(page.getByRole("alert")).toContainText("结束要晚于开始");
  await page.getByLabel("英语：开始时间").fill("2027-03-20T09:00");
  await page.getByLabel("英语：结束时间").fill("2027-03-20T11:00");
  await page.getByRole("button", { name: "保存英语的考试时间" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await seen(see, page, "office-seating-frozen");
  expect(findings).toEqual([]);
});
