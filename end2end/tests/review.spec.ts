import { expect, test, type Browser, type Page } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { someone } from "./person";
import { gives, handsIn, send } from "./plain";
import { inspector } from "./sound";
import { seen } from "./tour/page";

test.describe.configure({ timeout: 300_000 });

// A school of its own, so that its queues hold what this story puts into them.
let [server, url, data]: [Server | undefined, string, string] = [undefined, "", ""];
test.beforeAll(async () => {
  const port = await freePort();
  data = mkdtempSync(join(tmpdir(), "zhunkao-review-"));
  server = await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data);
  url = `http://localhost:${port}`;
});
test.afterAll(() => server?.stop());

async function reviewer(browser: Browser, login: string, name: string, javaScriptEnabled = true): Promise<Page> {
  const invited = zhunkaoStaff(data, "add", login, "--name", name, "--role", "reviewer");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", javaScriptEnabled });
  const page = await context.newPage();
  await enrol(page, login, oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();
  await page.goto("/admin");
  return page;
}

async function opens(page: Page, queue: string): Promise<void> {
  await page.goto("/admin");
  await page.getByRole("button", { name: `开始处理：${queue}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: queue })).toBeVisible();
}

test("[F3] [F4] [B9] [B10] [D8] a reviewer settles what waits, and never the same line as another", async ({ browser }) => {
  const person = someone("欧阳望舒");
  const theirs = await handsIn(browser, url, person);
  const page = await reviewer(browser, "wang.fang", "王芳");
  const other = await reviewer(browser, "li.na", "李娜");
  const { see, findings } = inspector({ colours: true });

  // 实名核验: the pictures beside what was typed. The other reviewer is not given the same line.
  await opens(page, "实名核验");
  await expect(page.getByRole("img", { name: "人像面" })).toBeVisible();
  await expect(page.getByText(person.number)).toBeVisible();
  await seen(see, page, "office-review-identity");
  const [line] = [page.url()];
  await other.goto(line);
  await expect(other.getByText("王芳正在处理这一件")).toBeVisible();
  await seen(see, other, "office-review-held");
  await other.goto("/admin");
  await other.getByRole("button", { name: "开始处理：实名核验" }).click();
  await expect(other).toHaveURL(/\/admin$/);
  await send(page, "通过：证件与考生一致");
  await expect(page).toHaveURL(/\/admin$/);
  await other.goto(line);
  await expect(other.getByText("这一件已经处理过了")).toBeVisible();

  // 人脸核验
  await opens(page, "人脸核验");
  await seen(see, page, "office-review-face");
  await send(page, "通过：是本人");

  // 缴费凭证: without a reason nothing is sent back; with one, the candidate gives another.
  await opens(page, "缴费凭证");
  await seen(see, page, "office-review-proof");
  await send(page, "退回，请考生重新上传");
  await expect(page.getByRole("heading", { level: 1, name: "缴费凭证" })).toBeVisible();
  await page.getByRole("radio", { name: "模糊" }).check();
  const old = await page.locator("input[name=version]").first().inputValue();
  const [proof] = [page.url()];
  await send(page, "退回，请考生重新上传");
  await expect(page).toHaveURL(/\/admin$/);
  await theirs.goto("/registrations");
  await theirs.getByRole("link", { name: /外语考试|查看|退回/ }).first().click();
  await expect(theirs.getByText("已退回，待修改").first()).toBeVisible();
  await gives(theirs, person);

  // A decision about the proof as it was is refused, and nothing is overwritten.
  await page.goto(proof);
  await expect(page.getByText("这一件已经处理过了")).toBeVisible();
  const stale = await page.request.post("/api/staff/review/decide", {
    form: { queue: "proof", id: proof.split("/").at(-1) ?? "", version: old, verdict: "approve" },
    headers: { accept: "application/json", origin: url },
  });
  expect(stale.status()).toBe(409);
  await opens(page, "缴费凭证");
  await expect(page.getByText("1 份")).toBeVisible();
  await send(page, "确认已缴费");

  // 报考资格
  await opens(page, "报考资格");
  await seen(see, page, "office-review-registration");
  await send(page, "审核通过");
  await expect(page).toHaveURL(/\/admin$/);
  await theirs.goto("/registrations");
  await expect(theirs.getByText("审核通过").first()).toBeVisible();
  expect(findings.join("\n")).toBe("");
});

test("[F3] [G5] a line is taken, turned back and rejected without scripts", async ({ browser }) => {
  const person = someone("诸葛明");
  await handsIn(browser, url, person);
  const page = await reviewer(browser, "zhao.min", "赵敏", false);
  await opens(page, "实名核验");
  await send(page, "放回队列");
  await expect(page).toHaveURL(/\/admin$/);
  await opens(page, "实名核验");
  await page.locator("form", { has: page.getByRole("button", { name: "退回，请考生重新上传" }) }).getByRole("radio", { name: "姓名不一致" }).check();
  await send(page, "退回，请考生重新上传");
  await expect(page).toHaveURL(/\/admin$/);
  await expect(page.getByRole("row", { name: /实名认证人工核验 0/ })).toBeVisible();
});
