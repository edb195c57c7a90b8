import { expect, test, type Browser, type Page } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort } from "./deploy";
import { DESK, enrol, oneTimePassword, zhunkaoStaff } from "./office";
import { codeFor, signUp, someone, type Person } from "./person";
import { send } from "./plain";
import { inspector } from "./sound";
import { seen, sendButton, visit } from "./tour/page";
import { PHONE } from "./walk";

test.use(DESK);
test.describe.configure({ timeout: 300_000 });

const running: Server[] = [];
test.afterAll(async () => {
  for (const server of running) await server.stop();
});

interface School {
  url: string;
  data: string;
  browser: Browser;
}

async function school(browser: Browser): Promise<School> {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-person-desk-"))];
  running.push(await Server.start(port, process.env.ZHUNKAO_SITE ?? "", data));
  return { url: `http://localhost:${port}`, data, browser };
}

/** Somebody of the staff, signed in. */
async function officer({ url, data, browser }: School, login: string, name: string, ...role: string[]): Promise<Page> {
  const invited = zhunkaoStaff(data, "add", login, "--name", name, ...role);
  const context = await browser.newContext({ ...DESK, baseURL: url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  await enrol(page, login, oneTimePassword(invited));
  await page.getByRole("button", { name: "我已保存" }).click();
  return page;
}

/** A candidate's phone; what is looked at closely runs scripts. */
async function phoneOf({ url, browser }: School, javaScriptEnabled = false): Promise<Page> {
  return (await browser.newContext({ ...PHONE, baseURL: url, javaScriptEnabled })).newPage();
}

/** The page of this candidate. */
async function opens(page: Page, person: Person): Promise<void> {
  await page.goto("/admin/people");
  await page.locator("#text").fill(person.number);
  await page.getByRole("button", { name: "查找", exact: true }).click();
  await page.getByRole("link", { name: person.name }).click();
  await expect(page.getByRole("heading", { name: person.name })).toBeVisible();
}

/** In the form around this field: the document was compared. */
const compared = (page: Page, field: string) => page.locator(`main form:has(#${field}) input[name=compared]`).check();

test("[F10] an officer writes to one candidate, who reads it in 个人中心", async ({ browser }) => {
  const own = await school(browser);
  const person = someone("上官云");
  const phone = await phoneOf(own, true);
  await signUp(phone, person);
  const page = await officer(own, "zhao.min", "赵敏", "--role", "exam_officer");
  const { see, findings } = inspector({ colours: true });
  await opens(page, person);
  await sendButton(page, "message-text").click();
  await expect(page.getByRole("alert")).toContainText("（F10-3）");
  await page.locator("#message-text").fill("请在周五前补交学籍证明。");
  await sendButton(page, "message-text").click();
  const row = page.getByRole("row", { name: /请在周五前补交学籍证明/ });
  await expect(row).toContainText("未读");
  await expect(page.getByRole("heading", { name: "核对证件后重置密码" })).toHaveCount(0);
  await seen(see, page, "office-person-messages");

  await phone.goto("/me");
  await expect(phone.locator(".menu-link", { hasText: "消息" })).toContainText("1 条未读");
  await phone.locator(".menu-link", { hasText: "消息" }).click();
  await expect(phone.getByText("请在周五前补交学籍证明。")).toBeVisible();
  await expect(phone.getByText("未读", { exact: true })).toBeVisible();
  await seen(see, phone, "messages");
  await send(phone, "全部标为已读");
  await expect(phone.getByText("已读", { exact: true })).toBeVisible();
  await phone.goto("/me");
  await expect(phone.getByText(/条未读/)).toHaveCount(0);
  await page.reload();
  await expect(row).toContainText("已读");
  await expect(row).toContainText("已发送");
  expect(findings.join("\n")).toBe("");
});

test("[A9] whoever lost password and phone comes with the document, and gets in with a code that is handed over", async ({ browser }) => {
  const own = await school(browser);
  const person = someone("司马青");
  const other = `137${person.phone.slice(3)}`;
  const phone = await phoneOf(own);
  await signUp(phone, person);
  const page = await officer(own, "chen.jing", "陈静", "--role", "technical_admin");
  const { see, findings } = inspector({ colours: true });
  await opens(page, person);
  await sendButton(page, "phone").click();
  await expect(page.getByRole("alert")).toContainText("（A9-2）");
  await page.locator("#reset-reason").selectOption("phone_lost");
  await page.locator("#phone").fill(other);
  await sendButton(page, "phone").click();
  await expect(page.getByRole("alert")).toContainText("（A9-3）");
  await seen(see, page, "office-person-reset-refused");
  await compared(page, "phone");
  await sendButton(page, "phone").click();
  await expect(page.getByRole("heading", { name: "请把重置码交给考生" })).toBeVisible();
  const handed = (await page.locator(".one-time").textContent()) ?? "";
  await seen(see, page, "office-person-reset");
  await page.getByRole("button", { name: "我已保存" }).click();
  await expect(page.getByText(handed)).toHaveCount(0);

  const fresh = await phoneOf(own, true);
  await fresh.goto("/reset");
  await fresh.locator("#number").fill(person.number);
  await fresh.locator("#phone").fill(other);
  await sendButton(fresh, "phone").click();
  await expect(fresh).toHaveURL(/\/reset\/code$/);
  await fresh.locator("#code").fill(await codeFor(fresh, other));
  await sendButton(fresh, "code").click();
  await expect(fresh).toHaveURL(/\/reset\/password$/);
  await fresh.locator("#code").fill("aaaa-bbbb-cccc-dddd");
  await fresh.locator("#password").fill("another-brook-lamp");
  await fresh.locator("#password_again").fill("another-brook-lamp");
  await sendButton(fresh, "password").click();
  await expect(fresh.getByRole("alert")).toContainText("还可尝试 4 次");
  await seen(see, fresh, "reset-3-handed");
  await fresh.locator("#code").fill(handed);
  await fresh.locator("#password").fill("another-brook-lamp");
  await fresh.locator("#password_again").fill("another-brook-lamp");
  await sendButton(fresh, "password").click();
  await expect(fresh).toHaveURL(/\/me$/);
  await phone.goto("/me");
  await expect(phone).toHaveURL(/\/sign-in/);
  expect(findings.join("\n")).toBe("");
});

test("[A5] one officer proposes another document number, a second one approves it", async ({ browser }) => {
  const own = await school(browser);
  const [person, right] = [someone("诸葛明"), someone("诸葛明")];
  const phone = await phoneOf(own);
  await signUp(phone, person);
  const page = await officer(own, "chen.jing", "陈静", "--role", "technical_admin");
  const second = await officer(own, "zhao.min", "赵敏", "--role", "exam_officer");
  const { see, findings } = inspector({ colours: true });
  await visit(see, second, "/admin/number-changes", "office-number-changes-empty");
  await opens(page, person);
  await page.locator("#number-reason").selectOption("mistyped");
  await page.locator("#number-kind").selectOption("resident_id");
  await page.locator("#number").fill(person.number);
  await compared(page, "number");
  await sendButton(page, "number").click();
  await expect(page.getByRole("alert")).toContainText("（A5-2）");
  await page.locator("#number").fill(right.number);
  await sendButton(page, "number").click();
  await expect(page.getByText("等待另一位工作人员复核。")).toBeVisible();
  await seen(see, page, "office-person-number");

  // Whoever proposed it has no button.
  await visit(see, page, "/admin/number-changes", "office-number-changes-own");
  await expect(page.getByText("须由另一位工作人员复核")).toBeVisible();
  await expect(page.getByRole("button", { name: /同意更正/ })).toHaveCount(0);
  await second.reload();
  await seen(see, second, "office-number-changes");
  await second.getByRole("button", { name: "同意更正：诸葛明", exact: true }).click();
  await expect(second.getByText("没有等待复核的证件号更正。")).toBeVisible();

  await phone.goto("/me");
  await expect(phone).toHaveURL(/\/sign-in/);
  await phone.locator("#number").fill(right.number);
  await phone.locator("#password").fill(person.password);
  await send(phone, "登录");
  await expect(phone).not.toHaveURL(/\/sign-in/);
  await phone.goto("/me/messages");
  await expect(phone.getByText(/您的证件号已更正/)).toBeVisible();
  expect(findings.join("\n")).toBe("");
});
