import { expect, test } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { someone } from "./person";
import { handsIn } from "./plain";
import { inspector } from "./sound";
import { seen, visit } from "./tour/page";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

let server: Server | undefined;
test.afterAll(async () => {
  await server?.stop();
});

test("[F6] [C15] an officer finds a candidate, whose name stands in no address, and opens the change for them alone", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-people-"))];
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  const url = `http://localhost:${port}`;
  const person = someone("上官云");
  await handsIn(browser, url, person);
  const invited = zhunkaoStaff(data, "add", "zhao.min", "--name", "赵敏", "--role", "exam_officer");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(decodeURIComponent(request.url())));
  const { see, findings } = inspector({ colours: true });
  await enrol(page, "zhao.min", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();

  await visit(see, page, "/admin/people", "office-people-empty");
  const search = async (text: string) => {
    await page.locator("#text").fill(text);
    await page.getByRole("button", { name: "查找", exact: true }).click();
  };
  await search("无此人");
  await expect(page.getByRole("status")).toContainText("没有找到考生");
  for (const [text, by] of [[person.number, "证件号"], [person.phone, "手机号"], [person.number.slice(-4), "证件号后四位"], ["上官云", "姓名"]]) {
    await search(text);
    await expect(page.getByRole("status")).toContainText(`按${by}找到 1 人`);
  }
  await expect(page.getByText(person.number)).toHaveCount(0);
  await seen(see, page, "office-people");
  await page.getByRole("link", { name: "上官云" }).click();
  await expect(page.getByRole("heading", { name: "上官云" })).toBeVisible();
  await expect(page.getByText("已提交，待审核").first()).toBeVisible();
  await seen(see, page, "office-person");
  await page.getByLabel("单独开放修改报考信息，截止时间").fill("2031-01-02T17:00");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByText("已单独开放修改，2031-01-02 17:00 截止。")).toBeVisible();
  for (const url of asked) for (const secret of ["上官云", person.number, person.phone]) expect(url).not.toContain(secret);
  expect(findings.join("\n")).toBe("");
});
