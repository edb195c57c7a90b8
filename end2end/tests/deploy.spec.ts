import { expect, test, type Page } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, freePort, nextBuild } from "./deploy";
import { signUp, someone } from "./person";
import { PHONE } from "./walk";

const site = process.env.ZHUNKAO_SITE ?? "";

const running: Server[] = [];
test.afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function serve(port: number, built: string, data: string): Promise<Server> {
  const server = await Server.start(port, built, data);
  running.push(server);
  return server;
}

function buildOf(page: Page): Promise<string | null> {
  return page.locator("html").getAttribute("data-build");
}

test("[G1] a deploy under open pages: no blank page, no old code with new data, and the new version says so", async ({ browser }) => {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "zhunkao-deploy-"))];
  const first = await serve(port, site, data);
  const context = await browser.newContext({ ...PHONE, baseURL: `http://localhost:${port}` });
  const broken: string[] = [];
  context.on("weberror", (error) => broken.push(String(error.error())));

  // One page that has only seen the home page, one that stands in the middle of the site, one that is looked at later.
  const newcomer = await context.newPage();
  await newcomer.goto("/");
  await newcomer.evaluate(() => navigator.serviceWorker.ready);
  const candidate = await context.newPage();
  await signUp(candidate, someone("程十二"));
  await candidate.goto("/registrations");
  await candidate.locator(".tab-bar").getByRole("link", { name: "我的", exact: true }).tap();
  await expect(candidate).toHaveURL(/\/me$/);
  const reader = await context.newPage();
  await reader.goto("/privacy");
  const old = await buildOf(candidate);
  await first.stop();
  await serve(port, nextBuild(site), data);

  // The next page's data comes from another build than the code: the page is loaded anew where it was going.
  await candidate.locator(".tab-bar").getByRole("link", { name: "我的报名" }).tap();
  await expect(candidate.locator(".empty")).toBeVisible();
  await expect(candidate).toHaveURL(/\/registrations$/);
  await expect.poll(() => buildOf(candidate)).not.toBe(old);
  // The next page's code is gone, and nobody here has had it before: the same.
  await newcomer.locator(".demo-banner").getByRole("link").tap();
  await expect(newcomer).toHaveURL(/\/demo$/);
  await expect.poll(() => buildOf(newcomer)).not.toBe(old);
  await expect(newcomer.getByRole("heading", { level: 1 })).toHaveText("演示说明");
  // Who only reads is told, and decides when.
  // Once the page has asked for its program, which it does by itself after a while (docs/DECISIONS/018).
  await expect(async () => {
    await reader.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect(reader.getByText("系统已更新")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  expect(await buildOf(reader)).toBe(old);
  await reader.getByRole("link", { name: "刷新页面" }).tap();
  await expect.poll(() => buildOf(reader)).not.toBe(old);
  await expect(reader.getByText("系统已更新")).toBeHidden();
  await expect(reader.getByText("收集哪些信息")).toBeVisible();
  expect(broken).toEqual([]);
  await context.close();
});
