import { expect, test, type Page } from "@playwright/test";
import { signUp, someone } from "./person";
import { completeProfile } from "./phone";
import { toNotice } from "./walk";

/** Once the service worker has the page in its hands. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe("activated");
}

/** Every address that is kept in this browser, and what its answer says. */
function kept(page: Page): Promise<{ cache: string; path: string; text: string }[]> {
  return page.evaluate(async () => {
    const all: { cache: string; path: string; text: string }[] = [];
    for (const cache of await caches.keys()) {
      const opened = await caches.open(cache);
      for (const request of await opened.keys()) {
        const { pathname, search } = new URL(request.url);
        const binary = pathname.endsWith(".wasm");
        const text = binary ? "" : ((await (await opened.match(request))?.text()) ?? "");
        all.push({ cache, path: pathname + search, text });
      }
    }
    return all;
  });
}

test("[G1] the portal can be installed: name, icons and pictures of the sizes they claim, a worker", async ({ page, request }) => {
  await page.goto("/");
  const link = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = (await (await request.get(link ?? "")).json()) as {
    name: string;
    display: string;
    start_url: string;
    icons: { src: string; sizes: string; purpose: string }[];
    screenshots: { src: string; sizes: string; form_factor: string; label: string }[];
  };
  expect(manifest).toMatchObject({ short_name: "准考", display: "standalone", start_url: "/", lang: "zh-CN" });
  expect(manifest.name).toContain("示例大学");
  expect(manifest.icons.map((icon) => icon.purpose)).toContain("maskable");
  expect(manifest.screenshots.map(({ label }) => label)).toEqual(["首页", "报考信息", "报名详情"]);
  expect(new Set(manifest.screenshots.map((screenshot) => screenshot.form_factor))).toEqual(new Set(["narrow"]));
  for (const icon of [...manifest.icons, ...manifest.screenshots]) {
    const size = await page.evaluate(async (src) => {
      const picture = new Image();
      picture.src = src;
      await picture.decode();
      return `${picture.naturalWidth}x${picture.naturalHeight}`;
    }, icon.src);
    expect(size, icon.src).toBe(icon.sizes);
  }
  await installed(page);
  // Chromium's own judgement, the one that decides whether it offers the installation.
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito")).toEqual([]);
});

test("[G1] one's own registrations are read without a network, everything else says what still works", async ({ page, context }) => {
  const person = someone("陆十");
  await signUp(page, person);
  await toNotice(page);
  await page.goto("/registrations");
  await installed(page);
  await page.goto("/registrations");
  const exam = await page.locator(".card-link .exam-title").first().innerText();
  // By the program, which asks for the data alone: once it is there (docs/DECISIONS/018).
  await expect(async () => {
    await page.goto("/registrations");
    await page.touchscreen.tap(1, 1);
    await page.waitForLoadState("networkidle");
    await page.locator(".card-link").first().tap();
    await expect(page).toHaveURL(/\/registrations\/reg_/);
    await expect(page.getByText("放弃报名")).toBeVisible();
    expect((await kept(page)).map((entry) => entry.path).join()).toContain("/api/registration/detail");
  }).toPass({ timeout: 60_000 });
  const detail = page.url();
  await page.reload();
  await expect.poll(async () => (await kept(page)).map((entry) => entry.path)).toContain(new URL(detail).pathname);

  await context.setOffline(true);
  await page.goto("/registrations");
  await expect(page.getByText(exam)).toBeVisible();
  await expect(page.getByText("网络不通，这是上次打开时的内容")).toBeVisible();
  await page.goto(detail);
  await expect(page.getByText(exam)).toBeVisible();
  await expect(page.getByText("网络不通，这是上次打开时的内容")).toBeVisible();
  await page.goto("/me/profile");
  await expect(page.getByRole("heading", { name: "没有网络" })).toBeVisible();
  await page.getByRole("link", { name: "查看我的报名" }).tap();
  await expect(page.getByText(exam)).toBeVisible();

  // Once the network is back, the page asks again by itself.
  await context.setOffline(false);
  await expect(page.getByText("网络不通，这是上次打开时的内容")).toBeHidden();
  await expect(page.getByText(exam)).toBeVisible();
  await page.waitForLoadState();
  await page.goto("/offline?to=%2Fme%2Fprofile");
  await page.getByRole("link", { name: "再试一次" }).tap();
  await expect(page).toHaveURL(/\/me\/profile$/);
  await expect(page.getByText("网络不通，这是上次打开时的内容")).toBeHidden();
});

test("[G1] signing out leaves nothing of one's own in the browser", async ({ page, context }) => {
  const person = someone("苏十一");
  await signUp(page, person);
  await completeProfile(page);
  await toNotice(page);
  await page.goto("/registrations");
  await installed(page);
  await page.goto("/registrations");
  await page.locator(".card-link").first().tap();
  await expect(page.getByText("放弃报名")).toBeVisible();
  // The control: while signed in, something is kept.
  await expect.poll(async () => (await kept(page)).filter((entry) => entry.cache.startsWith("own-")).length).toBeGreaterThan(1);

  await page.goto("/me");
  await page.getByRole("button", { name: "退出登录" }).tap();
  await expect(page.getByRole("link", { name: "登录" }).first()).toBeVisible();
  await expect.poll(async () => (await kept(page)).filter((entry) => entry.cache.startsWith("own-"))).toEqual([]);
  const everything = JSON.stringify([
    await kept(page),
    await page.evaluate(() => ({ ...localStorage, ...sessionStorage })),
    await page.evaluate(async () => (await indexedDB.databases()).map((database) => database.name)),
  ]);
  for (const own of [person.name, person.number, person.phone, "reg_"]) expect(everything).not.toContain(own);
  await context.setOffline(true);
  await page.goto("/registrations");
  await expect(page.getByRole("heading", { name: "没有网络" })).toBeVisible();
});
