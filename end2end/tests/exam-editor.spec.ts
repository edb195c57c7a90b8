import { expect, test, type Page } from "@playwright/test";
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

const NAMES = ["register", "edit", "pay", "review", "ticket", "score"];

/** `2031-03-05T09:00`, so many days from now: far enough from midnight that the hour does not matter. */
function day(ahead: number): string {
  return `${new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)}T09:00`;
}

/** Windows of a term: registering is open. */
async function fillWindows(page: Page): Promise<void> {
  const spans = [[-2, 10], [-2, 11], [-2, 12], [-2, 15], [16, 20], [25, 28]];
  for (const [place, name] of NAMES.entries()) {
    await page.locator(`#${name}_start`).fill(day(spans[place][0]));
    await page.locator(`#${name}_end`).fill(day(spans[place][1]));
  }
}

/** A part of the exam, by its link. */
async function part(page: Page, exam: string, name: string): Promise<void> {
  await page.goto(exam);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name, exact: true }).first()).toBeVisible();
}

test("[F2] [C8] [C17] an exam is written from nothing, part by part, and published; a test is wiped", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-editor-"))];
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  const url = `http://localhost:${port}`;
  const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const { see, findings } = inspector({ colours: true });
  const boss = await enrol(page, "chen.jing", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();

  // A draft with a name and a term; a year that is none is told.
  await page.goto("/admin/exams");
  await page.locator("#year").fill("27");
  await page.locator("#name").fill("学位外语加试");
  await page.getByRole("button", { name: "新建草稿" }).click();
  await expect(page.getByRole("alert")).toContainText("年份要写成四位数字");
  await page.locator("#year").fill("2031");
  // Sent before the program came, the form is a plain one, which comes back empty.
  await page.locator("#name").fill("学位外语加试");
  await page.getByRole("button", { name: "新建草稿" }).click();
  await expect(page.getByRole("heading", { name: "2031年上半年学位外语加试" })).toBeVisible();
  const exam = page.url();
  await expect(page.getByRole("link", { name: "没有考试科目。" })).toHaveAttribute("href", /\/subjects#subjects$/);
  await expect(page.getByRole("link", { name: "报名的开始或结束时间没有填好。" })).toHaveAttribute("href", "#register_start");
  await expect(page.locator("#register_start")).toHaveValue("");
  await expect(page.locator("summary", { hasText: "发布考试" })).toHaveCount(0);
  await seen(see, page, "office-exam-new");
  await fillWindows(page);
  await page.getByRole("button", { name: "保存", exact: true }).last().click();
  await expect(page.getByText("没有填好")).toHaveCount(0);

  // Subjects and sites: what cannot be is told, and what was typed stays.
  await part(page, exam, "科目、考点与名额");
  const second = await comeIn(browser, url, boss);
  await second.goto(`${exam}/subjects`);
  await expect(second.locator("#capacity")).toBeVisible();
  const cell = (form: string, row: number, what: string) => page.locator(`#${form} [name="sent[${row}][${what}]"]`);
  await cell("subjects", 0, "code").fill("en");
  await cell("subjects", 0, "name").fill("英语");
  await cell("subjects", 0, "capacity").fill("很多");
  await cell("subjects", 1, "code").fill("ja");
  await cell("subjects", 1, "name").fill("日语");
  await page.locator("#capacity").fill("300");
  await page.getByRole("button", { name: "保存科目和总名额" }).click();
  await expect(page.getByRole("alert")).toContainText("“很多”不是可以用的数字。");
  await expect(cell("subjects", 1, "name")).toHaveValue("日语");
  await cell("subjects", 0, "capacity").fill("200");
  await page.getByRole("button", { name: "保存科目和总名额" }).click();
  await expect(cell("subjects", 4, "code")).toBeVisible();
  await second.locator("#capacity").fill("5");
  await second.getByRole("button", { name: "保存科目和总名额" }).click();
  await expect(second.getByRole("alert")).toContainText("其他人刚刚改过");
  await cell("sites", 0, "code").fill("1");
  await cell("sites", 0, "name").fill("主校区考点");
  await cell("sites", 0, "address").fill("示例路 1 号");
  await page.getByRole("button", { name: "保存考点" }).click();
  await expect(cell("sites", 3, "code")).toBeVisible();
  await seen(see, page, "office-exam-subjects");
  // The order of the subjects is what was typed.
  await cell("subjects", 1, "place").fill("0");
  await page.getByRole("button", { name: "保存科目和总名额" }).click();
  await expect(cell("subjects", 0, "name")).toHaveValue("日语");

  await part(page, exam, "报考规则");
  await page.getByRole("checkbox", { name: "台湾居民来往大陆通行证" }).uncheck();
  await page.locator("#years").fill("两年");
  await page.getByRole("button", { name: "保存规则" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveAttribute("href", "#years");
  await page.locator("#years").fill("2");
  await page.locator("#order").selectOption("review_first");
  await page.getByRole("button", { name: "保存规则" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  const major = page.locator('#majors select[name="sent[0][major]"]');
  await major.selectOption("英语");
  await page.locator('#majors [name="sent[0][only][0]"]').check();
  await page.getByRole("button", { name: "保存专业限制" }).click();
  await expect(page.locator('#majors input[name="sent[0][major]"]')).toHaveValue("英语");
  await page.reload();
  await expect(page.locator("#order")).toHaveValue("review_first");
  await expect(page.getByRole("checkbox", { name: "台湾居民来往大陆通行证" })).not.toBeChecked();
  await seen(see, page, "office-exam-rules");

  // The school's code: a link, and then a picture that says another one.
  await part(page, exam, "缴费");
  await page.locator("#amount").fill("1,5");
  await page.locator("#item").fill("学位外语考试费");
  await page.locator("#payee").fill("示例大学财务处");
  await page.locator("#link").fill("https://pay.example.edu.cn/a");
  await page.getByRole("button", { name: "保存缴费信息" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveAttribute("href", "#amount");
  await page.locator("#amount").fill("120");
  await page.getByRole("button", { name: "保存缴费信息" }).click();
  await expect(page.getByRole("img", { name: "缴费二维码" })).toBeVisible();
  const picture = await (await page.request.get(`${new URL(exam).pathname.replace("/admin", "")}/payment-code.png`)).body();
  await page.locator("#link").fill("https://pay.example.edu.cn/b");
  const saved = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().includes("/api/staff/exam/"));
  await page.getByRole("button", { name: "保存缴费信息" }).click();
  await saved;
  await page.reload();
  await expect(page.locator("#link")).toHaveValue("https://pay.example.edu.cn/b");
  await page.getByRole("button", { name: "上传并读取" }).click();
  await expect(page.getByRole("alert")).toContainText("没有选择图片");
  await page.locator("#file").setInputFiles({ name: "code.png", mimeType: "image/png", buffer: picture });
  await page.getByRole("button", { name: "上传并读取" }).click();
  await expect(page.locator("#link")).toHaveValue("https://pay.example.edu.cn/a");
  await seen(see, page, "office-exam-payment");

  // The notice is looked at as a candidate will see it, and then kept.
  await part(page, exam, "报考须知");
  await page.locator("#text").fill("# 须知\n\n- 请带证件\n\n<script>document.title = '坏'</script>\n\n[链接](javascript:alert(1))");
  await page.getByRole("button", { name: "预览" }).click();
  await expect(page.locator("#preview").getByRole("heading", { name: "须知" })).toBeVisible();
  await expect(page.locator("#preview li")).toHaveText("请带证件");
  await expect(page.locator("#preview script, #preview a[href^='javascript']")).toHaveCount(0);
  await expect(page.getByText("这是预览，还没有保存。")).toBeVisible();
  await seen(see, page, "office-exam-notice");
  await page.getByRole("button", { name: "保存为新版本" }).click();
  await expect(page.getByText("第 2 版")).toBeVisible();
  await expect(page.getByText("这是预览，还没有保存。")).toHaveCount(0);

  // Nothing is missing any more.
  await page.goto(exam);
  await expect(page.getByText("内容齐全，可以发布。")).toBeVisible();
  await page.locator("#is_test").check();
  await page.getByRole("button", { name: "保存", exact: true }).first().click();
  await expect(page.getByText("测试", { exact: true }).first()).toBeVisible();
  await page.locator("summary", { hasText: "发布考试" }).click();
  await page.getByRole("button", { name: "确认发布" }).click();
  await expect(page.getByText("已发布", { exact: true })).toBeVisible();
  const home = await (await browser.newContext({ baseURL: url, locale: "zh-CN" })).newPage();
  await home.goto("/");
  await expect(home.getByRole("heading", { name: "【测试】2031年上半年学位外语加试" })).toBeVisible();

  // Closed, and shown again only with a reason.
  await page.locator("summary", { hasText: "停用考试" }).click();
  await page.getByRole("button", { name: "确认停用" }).click();
  await expect(page.getByText("已停用", { exact: true })).toBeVisible();
  await page.locator("summary", { hasText: "重新开放" }).click();
  await page.getByRole("button", { name: "确认重新开放" }).click();
  await expect(page.getByRole("alert")).toContainText("请写明原因");
  await page.locator("summary", { hasText: "重新开放" }).evaluate((summary) => ((summary.parentElement as HTMLDetailsElement).open = true));
  await page.locator("#reason").fill("误停");
  await page.getByRole("button", { name: "确认重新开放" }).click();
  await expect(page.getByText("已发布", { exact: true })).toBeVisible();

  // The end of a test, by its name.
  await page.locator("summary", { hasText: "清空测试" }).click();
  await page.locator("#name").fill("另一场考试");
  await page.getByRole("button", { name: "确认清空" }).click();
  await expect(page.getByRole("alert")).toContainText("名称不一致");
  await page.locator("summary", { hasText: "清空测试" }).evaluate((summary) => ((summary.parentElement as HTMLDetailsElement).open = true));
  await page.locator("#name").fill("2031年上半年学位外语加试");
  await page.getByRole("button", { name: "确认清空" }).click();
  await expect(page.getByRole("button", { name: "新建草稿" })).toBeVisible();
  await expect(page.getByText("学位外语加试")).toHaveCount(0);
  await home.reload();
  await expect(home.getByText("学位外语加试")).toHaveCount(0);
  expect(findings.join("\n")).toBe("");
});
