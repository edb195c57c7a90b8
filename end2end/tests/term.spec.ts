import { expect, test, type Browser, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { readPaper } from "./paper";
import { cardOf, receipt, signUp, someone, type Person } from "./person";
import { FACE_ROUND, beginRound, completeProfile, phone, verify } from "./phone";
import { answers, begins, gives, handsIn, send } from "./plain";
import { printsPapers } from "./print";
import { inspector } from "./sound";
import { nothing, seen, type See } from "./tour/page";

// A whole term of a school, from the first account of its staff to the scores, in one database.

test.use(DESK);
test.describe.configure({ timeout: 600_000 });

const EXAM = "冬季学位外语考试";
const HOUR = 3_600_000;

let [server, url, data]: [Server | undefined, string, string] = [undefined, "", ""];
test.beforeAll(async () => {
  const port = await freePort();
  data = mkdtempSync(join(tmpdir(), "zhunkao-term-"));
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  url = `http://localhost:${port}`;
});
test.afterAll(() => server?.stop());

/** So many hours from now, as a date and time field in Shanghai takes it. */
const at = (hours: number) => new Date(Date.now() + (hours + 8) * HOUR).toISOString().slice(0, 16);

/** Sets every window of the exam that the page shows: begin and end, in hours from now. */
async function windows(page: Page, spans: Record<string, [number, number]>): Promise<void> {
  for (const [name, [start, end]] of Object.entries(spans)) {
    await page.locator(`#${name}_start`).fill(at(start));
    await page.locator(`#${name}_end`).fill(at(end));
  }
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/staff/exam/windows"));
  await page.getByRole("button", { name: "保存" }).last().click();
  expect((await saved).status()).toBeLessThan(400);
  await expect(page.getByRole("alert")).toHaveCount(0);
}

/** A super admin, made on the command line. */
async function superAdmin(browser: Browser): Promise<Page> {
  const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  await enrol(page, "chen.jing", oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();
  return page;
}

/** The next term's exam, with windows that are open now; the address of its page. */
async function publishes(page: Page): Promise<string> {
  await page.goto("/admin/exams");
  await page.locator("tbody th a").first().click();
  await page.getByRole("button", { name: "顺延 6 个月" }).click();
  await expect(page.getByText("内容齐全，可以发布。")).toBeVisible();
  await page.locator("#title").fill(EXAM);
  await page.getByRole("button", { name: "保存" }).first().click();
  await expect(page.getByRole("heading", { name: EXAM })).toBeVisible();
  await windows(page, { register: [-24, 24], edit: [-24, 24], pay: [-24, 25], review: [-24, 26], ticket: [27, 30], score: [31, 40] });
  await page.locator("summary", { hasText: "发布考试" }).click();
  await page.getByRole("button", { name: "确认发布" }).click();
  await expect(page.getByText("已发布")).toBeVisible();
  return page.url();
}

/** A candidate whose camera works: card and face are judged by the machine. */
async function walks(person: Person): Promise<Page> {
  const { page } = await phone("clip-1.mjpeg", { url });
  await signUp(page, person);
  await completeProfile(page);
  await verify(page, cardOf(person, 1));
  await begins(page, EXAM);
  await expect(page).toHaveURL(/\/notice$/);
  await expect(page.getByText(/请先阅读到末尾|我已阅读并了解/)).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByRole("button", { name: "我已阅读并了解" }).tap();
  await expect(page).toHaveURL(/\/face$/);
  await beginRound(page);
  await expect(page).toHaveURL(/\/answers$/, { timeout: FACE_ROUND });
  await answers(page);
  await gives(page, person, 10_000);
  return page;
}

/** Settles every line of a queue: by the name that stands on it, the button and perhaps a reason. */
async function settles(page: Page, queue: string, acts: Record<string, [button: string, reason?: string]>): Promise<void> {
  const left = new Set(Object.keys(acts));
  while (left.size > 0) {
    await page.goto("/admin");
    await page.getByRole("button", { name: `开始处理：${queue}` }).click();
    await expect(page.getByRole("heading", { level: 1, name: queue })).toBeVisible();
    await expect(page.locator(".skeleton")).toHaveCount(0);
    const main = (await page.locator("main").textContent()) ?? "";
    const who = [...left].find((name) => main.includes(name));
    if (!who) throw new Error(`${queue}: nobody of ${[...left].join(", ")} in ${main}`);
    const [button, reason] = acts[who];
    if (reason) await page.getByRole("radio", { name: reason, exact: true }).check();
    const here = page.url();
    await send(page, button);
    // On to the next line of the queue, or back to the overview.
    await expect(page).not.toHaveURL(here);
    left.delete(who);
  }
}

/** 更名申请. Whoever grants it has seen that the document is theirs: 实名认证 holds. */
async function renames(page: Page, name: string): Promise<void> {
  await page.goto("/me/rename");
  await page.locator("#new_name").fill(name);
  await page.locator("#rename_reason").check();
  await page.locator("#rename_picture").setInputFiles(receipt());
  await page.getByRole("button", { name: "提交更名申请" }).tap();
  await expect(page.getByText("处理中").first()).toBeVisible();
}

async function seats(page: Page, see: See): Promise<void> {
  await page.goto("/admin/seating");
  const exam = page.locator("select[name=exam]");
  if (!(await exam.locator("option:checked").textContent())?.includes(EXAM)) {
    await exam.selectOption({ label: EXAM });
    await page.getByRole("button", { name: "查看", exact: true }).click();
  }
  await page.getByLabel("英语：开始时间").fill(at(29));
  await page.getByLabel("英语：结束时间").fill(at(30.5));
  await page.getByRole("button", { name: "保存英语的考试时间" }).click();
  await page.locator("#number").fill("1");
  await page.locator("#building").fill("教学楼");
  await page.locator("#name").fill("301");
  await page.getByRole("button", { name: "保存考场" }).click();
  await expect(page.getByRole("region", { name: "考场", exact: true })).toContainText("教学楼 301");
  await page.getByRole("button", { name: "开始编排" }).click();
  await expect(page.getByText("草稿", { exact: true })).toBeVisible();
  await page.locator("#school").fill("79010");
  await page.locator("#year").fill("2026");
  await page.locator("#term").selectOption("2");
  await page.getByLabel("我已核对以上座位安排").check();
  await page.getByRole("button", { name: "定稿", exact: true }).click();
  await expect(page.getByText("已定稿（第 1 版）")).toBeVisible();
  await seen(see, page, "office-seating-term");
}

/** The ticket on the screen and on paper; its number. */
async function ticket(page: Page, name: string, number: string, see: See): Promise<string> {
  await page.goto("/registrations");
  await page.getByRole("link", { name: new RegExp(EXAM) }).click();
  await page.getByRole("link", { name: "查看准考证" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "准考证" })).toBeVisible();
  await expect(page.getByText(name)).toBeVisible();
  await expect(page.getByText("教学楼 301")).toBeVisible();
  await seen(see, page, "ticket");
  const digits = ((await page.locator("main .number").first().textContent()) ?? "").replaceAll(/\D/g, "");
  expect(digits).toHaveLength(15);
  const [seat] = (await page.locator(".ticket-place dd").allTextContents()).slice(1);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载准考证（PDF）" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("准考证.pdf");
  const paper = readPaper(await file.path());
  for (const said of [name, digits, seat, "教学楼301", EXAM, "英语"]) expect(paper.text[0]).toContain(said);
  expect(paper.text[0]).not.toContain(number);
  expect(paper.title).toBe("准考证");
  expect(paper.codes[0]).toHaveLength(1);
  expect(paper.codes[0][0]).toMatch(/^ZK[0-9A-Z]{119}$/);
  return digits;
}

async function publishesScores(page: Page, rows: string[], see: See): Promise<void> {
  await page.goto("/admin/scores");
  const exam = page.locator("select[name=exam]");
  if (!(await exam.locator("option:checked").textContent())?.includes(EXAM)) {
    await exam.selectOption({ label: EXAM });
    await page.getByRole("button", { name: "查看", exact: true }).click();
  }
  await expect(page.locator("#file")).toBeVisible();
  const csv = ["准考证号,姓名,成绩", ...rows].join("\r\n");
  await page.locator("#file").setInputFiles({ name: "成绩.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: "读取并预览" }).click();
  await expect(page.getByRole("heading", { name: "待确认的文件" })).toBeVisible();
  await expect(page.getByRole("region", { name: "有问题的行" })).toContainText("姓名与准考证号不一致");
  await seen(see, page, "office-scores-preview");
  await page.getByRole("button", { name: "确认导入" }).click();
  await expect(page.getByRole("alert")).toContainText("文件中有的行有问题");
  await page.getByLabel("有问题的行不导入").check();
  await page.getByRole("button", { name: "确认导入" }).click();
  await expect(page.getByRole("heading", { name: "待确认的文件" })).toHaveCount(0);
  await page.locator("#pass_line").fill("60");
  await page.getByRole("button", { name: "公布成绩" }).click();
  await expect(page.getByText("最近公布时间")).toBeVisible();
  await seen(see, page, "office-scores");
}

/** A command beside the running server. */
function zhunkao(...words: string[]): string {
  return execFileSync(process.env.ZHUNKAO_SERVER ?? "", [...words, "--data", data], { encoding: "utf8" });
}

test("[F2] [E3] [E4] [E5] [E7] [E10] [F8] a whole term: exam, three candidates, review, seats, papers, tickets, scores", async ({ browser }) => {
  const { see, findings } = inspector({ colours: true });
  const boss = await superAdmin(browser);
  const exam = await publishes(boss);

  const [first, second, third] = ["张三", "李思", "赵柳"].map((name) => someone(name));
  const page = await walks(first);
  const theirs = await handsIn(browser, url, second, EXAM);
  await handsIn(browser, url, third, EXAM);

  // Documents and faces that people judge, one proof sent back and replaced, one name corrected.
  await settles(boss, "实名核验", { 李思: ["通过：证件与考生一致"], 赵柳: ["通过：证件与考生一致"] });
  await settles(boss, "人脸核验", { 李思: ["通过：是本人"], 赵柳: ["通过：是本人"] });
  await settles(boss, "缴费凭证", { 张三: ["确认已缴费"], 李思: ["退回，请考生重新上传", "模糊"], 赵柳: ["确认已缴费"] });
  await theirs.goto("/registrations");
  await theirs.getByRole("link", { name: new RegExp(EXAM) }).click();
  await gives(theirs, second, 10_100);
  await settles(boss, "缴费凭证", { 李思: ["确认已缴费"] });
  await renames(page, "张叁");
  await settles(boss, "更名申请", { 张叁: ["同意更名"] });
  await settles(boss, "报考资格", { 张叁: ["审核通过"], 李思: ["审核通过"], 赵柳: ["不予通过，报名结束", "不符合报考条件"] });

  await seats(boss, see);
  await printsPapers(boss, EXAM, ["张叁", "李思"], see);
  await boss.goto(exam);
  await windows(boss, { register: [-48, -40], edit: [-48, -40], pay: [-48, -39], review: [-48, -30], ticket: [-1, 28], score: [29, 40] });
  const number = await ticket(page, "张叁", first.number, see);
  const other = await ticket(theirs, "李思", second.number, nothing);
  expect(other).not.toBe(number);

  // Read without a network once it was opened.
  await page.goto("/registrations");
  await page.getByRole("link", { name: new RegExp(EXAM) }).click();
  await page.getByRole("link", { name: "查看准考证" }).click();
  await expect(page.getByRole("img", { name: "准考证照片" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("教学楼 301")).toBeVisible();
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByText("教学楼 301")).toBeVisible();
  await page.context().setOffline(false);

  await boss.goto(exam);
  await windows(boss, { ticket: [-20, -2], score: [-1, 40] });
  await publishesScores(boss, [`${number},张叁,86.5`, `${other},李四,90`], see);
  await page.goto("/registrations");
  await page.getByRole("link", { name: new RegExp(EXAM) }).click();
  await page.getByRole("link", { name: "查看成绩" }).click();
  await expect(page.getByText("86.5")).toBeVisible();
  await expect(page.getByText("合格", { exact: true }).first()).toBeVisible();
  await seen(see, page, "score");
  await page.getByRole("button", { name: "申请复查" }).tap();
  await expect(page.getByText(/您已于 .* 申请复查/)).toBeVisible();
  await boss.reload();
  await boss.getByRole("button", { name: /^维持原成绩/ }).click();
  await expect(boss.getByText("没有等待答复的复查申请。")).toBeVisible();
  await page.reload();
  await expect(page.getByText(/维持原成绩/)).toBeVisible();
  await theirs.goto("/registrations");
  await theirs.getByRole("link", { name: new RegExp(EXAM) }).click();
  await theirs.getByRole("link", { name: "查看成绩" }).click();
  await expect(theirs.getByText("成绩尚未公布")).toBeVisible();

  await page.context().browser()?.close();
  expect(zhunkao("audit", "verify")).toMatch(/ok +\d+ entries/);
  zhunkao("check");
  expect(findings.join("\n")).toBe("");
});
