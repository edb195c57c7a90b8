import { expect, test, type Page } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, STAFF_PASSWORD, appCode, comeIn, enrol, knock, oneTimePassword, zhunkaoStaff } from "./office";
import { inspector } from "./sound";
import { seen, visit } from "./tour/page";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

const running: Server[] = [];
test.afterAll(async () => {
  for (const server of running) await server.stop();
});

/** A school of its own, so that its staff are those of this story. */
async function school(): Promise<{ url: string; data: string }> {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-staff-"))];
  running.push(await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data));
  return { url: `http://localhost:${port}`, data };
}

async function rail(page: Page): Promise<string[]> {
  return page.getByRole("navigation", { name: "后台导航" }).getByRole("link").allTextContents();
}

test("[F1] [F9] the command line makes the first super admin, who adds a reviewer, who sees only what they may", async ({ browser }) => {
  const { url, data } = await school();
  const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静");
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "en-GB" });
  const page = await context.newPage();
  const { see, findings } = inspector({ colours: true });

  // No account, no way in; and one answer, whatever is wrong.
  await page.goto("/admin/staff");
  await expect(page).toHaveURL(/\/admin\/sign-in\?next=/);
  await seen(see, page, "office-sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("登录名");
  await seen(see, page, "office-sign-in-errors");
  for (const login of ["chen.jing", "nobody.here"]) {
    await knock(page, login, "wrong-password");
    await expect(page.getByRole("alert")).toContainText("（F1-1）");
  }

  const boss = await enrol(page, "chen.jing", oneTimePassword(invited), see);
  const codes = await page.locator(".recovery-codes li").allTextContents();
  expect(codes).toHaveLength(10);
  await seen(see, page, "office-recovery-codes");
  await page.getByRole("button", { name: "我已保存" }).click();
  await expect(page.locator(".recovery-codes")).toHaveCount(0);
  await page.reload();
  await expect(page.locator(".recovery-codes")).toHaveCount(0);
  await seen(see, page, "office-security");

  await visit(see, page, "/admin", "office-welcome");
  expect(await rail(page)).toEqual(expect.arrayContaining(["总览", "数据总览", "工作人员", "权限表", "我的账号"]));
  await page.getByRole("link", { name: "数据总览" }).click();
  await expect(page.getByRole("row", { name: /已确认报考信息/ })).toBeVisible();
  await seen(see, page, "office-dashboard");
  await page.getByRole("link", { name: "权限表" }).click();
  await expect(page.getByRole("row", { name: /管理工作人员与角色/ })).toBeVisible();
  await seen(see, page, "office-permissions");

  // Adding somebody: their password is shown once, to whoever added them.
  await page.getByRole("link", { name: "工作人员", exact: true }).click();
  await page.getByRole("link", { name: "添加工作人员" }).click();
  await seen(see, page, "office-add");
  await page.getByRole("button", { name: /添加，并生成/ }).click();
  await expect(page.getByRole("alert")).toContainText("登录名");
  await page.locator("#name").fill("刘洋");
  await page.locator("#login").fill("liu.yang");
  await page.getByRole("radio", { name: /^审核/ }).check();
  await page.getByRole("button", { name: /添加，并生成/ }).click();
  await expect(page.getByRole("heading", { name: "一次性密码" })).toBeVisible();
  const password = (await page.locator(".one-time").textContent()) ?? "";
  await seen(see, page, "office-member-new");
  await page.getByRole("button", { name: "我已保存" }).click();
  await expect(page.getByRole("row", { name: /刘洋.*审核.*待首次登录/ })).toBeVisible();
  await seen(see, page, "office-staff");

  // The reviewer sees what they may, and nothing else.
  const desk = await browser.newContext({ ...DESK, baseURL: url });
  const theirs = await desk.newPage();
  const reviewer = await enrol(theirs, "liu.yang", password);
  await theirs.getByRole("button", { name: "我已保存" }).click();
  await theirs.getByRole("link", { name: "总览", exact: true }).click();
  await expect(theirs.getByRole("row", { name: /实名认证人工核验/ })).toBeVisible();
  const shown = await rail(theirs);
  expect(shown).toEqual(expect.arrayContaining(["总览", "我的账号"]));
  for (const hidden of ["工作人员", "权限表"]) expect(shown).not.toContain(hidden);
  const refused = await theirs.goto("/admin/staff");
  expect(refused?.status()).toBe(403);
  await expect(theirs.getByText("刘洋").first()).toBeHidden();

  // A role that is taken away counts no more, in the session that is open.
  await theirs.goto("/admin");
  await page.getByRole("link", { name: "刘洋" }).click();
  await page.getByRole("button", { name: /^收回：审核/ }).click();
  await expect(page.getByText("还没有角色")).toBeVisible();
  await seen(see, page, "office-member");
  await theirs.reload();
  await expect(theirs.getByText("您的账号还没有角色")).toBeVisible();
  await expect(theirs.getByRole("row", { name: /实名认证人工核验/ })).toHaveCount(0);

  // The last super admin stays.
  await page.goto("/admin/staff");
  await page.getByRole("link", { name: "陈静" }).click();
  await page.getByRole("button", { name: /^收回：超级管理员/ }).click();
  await expect(page.getByRole("alert")).toContainText("（F1-2）");

  // A code was used: the same one opens nothing, the next one does; and so does a code on paper, once.
  const again = await comeIn(browser, url, boss);
  await again.getByRole("button", { name: "退出", exact: true }).click();
  await expect(again).toHaveURL(/\/admin\/sign-in$/);
  await knock(again, reviewer.login, STAFF_PASSWORD);
  await seen(see, again, "office-code");
  await again.locator("#code").fill(appCode(reviewer.secret, -5));
  await again.getByRole("button", { name: "进入后台" }).click();
  await expect(again.getByRole("alert")).toContainText("（F1-5）");
  await knock(again, boss.login, STAFF_PASSWORD);
  await again.locator("#code").fill(codes[0].toLowerCase());
  await again.getByRole("button", { name: "进入后台" }).click();
  await expect(again.getByRole("heading", { name: "总览" })).toBeVisible();
  await again.goto("/admin/security");
  await expect(again.getByText("还剩 9 个恢复码")).toBeVisible();

  // A disabled officer is out at once.
  zhunkaoStaff(data, "disable", "liu.yang");
  await theirs.reload();
  await expect(theirs).toHaveURL(/\/admin\/sign-in/);
  expect(findings.join("\n")).toBe("");
});

test.describe("without WASM", () => {
  test.use({ javaScriptEnabled: false });

  test("[F1] [G5] every form of the office works as a plain form", async ({ browser }) => {
    const { url, data } = await school();
    const invited = zhunkaoStaff(data, "add", "chen.jing", "--name", "陈静");
    const context = await browser.newContext({ ...DESK, baseURL: url, javaScriptEnabled: false });
    const page = await context.newPage();
    const boss = await enrol(page, "chen.jing", oneTimePassword(invited));
    await page.getByRole("button", { name: "我已保存" }).click();
    await page.goto("/admin/staff/add");
    await page.locator("#name").fill("刘洋");
    await page.locator("#login").fill("liu.yang");
    await page.getByRole("button", { name: /添加，并生成/ }).click();
    await expect(page.getByRole("heading", { name: "一次性密码" })).toBeVisible();
    await page.getByRole("radio", { name: /^财务/ }).check();
    await page.locator("#site").fill("1");
    await page.getByRole("button", { name: "增加这个角色" }).click();
    await expect(page.getByText("财务：全部考试 · 考点 1")).toBeVisible();
    await page.getByRole("button", { name: /^收回：财务/ }).click();
    await expect(page.getByText("还没有角色")).toBeVisible();
    await page.getByRole("button", { name: "重置登录" }).click();
    await expect(page.getByRole("heading", { name: "一次性密码" })).toBeVisible();
    await page.getByRole("button", { name: "停用账号" }).click();
    await expect(page.getByText("已停用")).toBeVisible();
    await page.getByRole("button", { name: "退出", exact: true }).click();
    await knock(page, "chen.jing", STAFF_PASSWORD);
    await page.locator("#code").fill(appCode(boss.secret, 1));
    await page.getByRole("button", { name: "进入后台" }).click();
    await expect(page.getByRole("heading", { name: "总览" })).toBeVisible();
    await page.goto("/admin/security");
    await page.locator("#current_password").fill(STAFF_PASSWORD);
    await page.locator("#password").fill("Lamp-7-river-stone");
    await page.locator("#password_again").fill("Lamp-7-river-stone");
    await page.getByRole("button", { name: "修改密码" }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await page.getByRole("button", { name: "生成新的恢复码" }).click();
    await expect(page.locator(".recovery-codes li")).toHaveCount(10);
  });
});
