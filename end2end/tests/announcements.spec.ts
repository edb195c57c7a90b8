import { expect, test } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, comeIn, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { inspector } from "./sound";
import { seen, visit } from "./tour/page";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

let server: Server | undefined;
test.afterAll(async () => {
  await server?.stop();
});

test("[F10] an officer posts an announcement, corrects it and withdraws it; everybody reads it on the home page", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-announcements-"))];
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  const url = `http://localhost:${port}`;
  const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静", "--role", "exam_officer");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const { see, findings } = inspector({ colours: true });
  const officer = await enrol(page, "chen.jing", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();
  await visit(see, page, "/admin/announcements", "office-announcements");

  // Nothing is posted without a text, and what was typed stays.
  await page.locator("#title").fill("报名延期");
  await page.getByRole("button", { name: "发布到首页" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator("#title")).toHaveValue("报名延期");
  await seen(see, page, "office-announcements-refused");
  await page.locator("#text").fill("报名延至周五。");
  await page.getByRole("button", { name: "发布到首页" }).click();
  await expect(page.getByRole("heading", { name: "报名延期" })).toBeVisible();

  const home = await (await browser.newContext({ baseURL: url, locale: "zh-CN" })).newPage();
  await home.goto("/");
  await home.getByText("报名延期").click();
  await expect(home.getByText("报名延至周五。")).toBeVisible();

  // A second officer has the same version before them, and is told.
  const second = await comeIn(browser, url, officer);
  await second.goto("/admin/announcements");
  const corrects = async (desk: typeof page, text: string) => {
    const sheet = desk.locator("section").filter({ has: desk.getByRole("heading", { name: "报名延期" }) }).last();
    await sheet.locator("summary").click();
    await sheet.locator("textarea").fill(text);
    await sheet.getByRole("button", { name: "保存更正" }).click();
  };
  await expect(second.getByText("报名延至周五。").first()).toBeVisible();
  await corrects(page, "报名延至周六。");
  await expect(page.getByText("报名延至周六。").first()).toBeVisible();
  await corrects(second, "报名延至周日。");
  await expect(second.getByRole("alert")).toBeVisible();
  await home.reload();
  await home.getByText("报名延期").click();
  await expect(home.getByText("报名延至周六。")).toBeVisible();

  await page.getByRole("button", { name: "撤下：报名延期" }).click();
  await expect(page.getByText(/已于 .* 撤下/)).toBeVisible();
  await seen(see, page, "office-announcements-withdrawn");
  await home.reload();
  await expect(home.getByText("报名延至周六。")).toHaveCount(0);
  expect(findings.join("\n")).toBe("");
});
