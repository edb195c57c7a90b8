import { expect, test } from "@playwright/test";

test("[G5] whatever of the program is lost on the way is asked for again, and meanwhile the page works as it stands", async ({ page }) => {
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  const asked = new Map<string, number>();
  await page.route(/\/(pkg|words)\/.*\.(js|wasm|txt)/, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const times = (asked.get(path) ?? 0) + 1;
    asked.set(path, times);
    if (times === 1) await route.abort("connectionreset");
    else await route.continue();
  });
  await page.goto("/");
  const program = page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 60_000 });
  await program;
  await page.getByRole("link", { name: /注册/ }).first().tap();
  await expect(page).toHaveURL(/\/sign-up$/);
  await expect(page.getByLabel("姓名")).toBeVisible();
  expect(broken).toEqual([]);
});

test("[G5] a page whose piece of the program does not come is loaded as a whole, and its form works", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: process.env.ZHUNKAO_URL, locale: "zh-CN", hasTouch: true, serviceWorkers: "block" });
  const page = await context.newPage();
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  await page.route(/\/pkg\/(split|chunk)_.*\.wasm/, (route) => route.abort("connectionreset"));
  await page.goto("/");
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  await page.getByRole("link", { name: /注册/ }).first().tap();
  await expect(page).toHaveURL(/\/sign-up$/);
  await page.getByRole("button", { name: "下一步" }).tap();
  await expect(page.getByRole("alert").first()).toContainText("姓名");
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBeUndefined();
  expect(broken).toEqual([]);
  await context.close();
});
