import { devices, expect, test, type BrowserContextOptions, type Page } from "@playwright/test";
import { signUp, someone } from "./person";

const WECHAT = {
  "an iPhone":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 " +
    "MicroMessenger/8.0.50(0x1800323a) NetType/WIFI Language/zh_CN",
  "an Android phone":
    "Mozilla/5.0 (Linux; Android 14; V2307A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile " +
    "Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x2800313D) WeChat/arm64 Language/zh_CN",
  "企业微信":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 " +
    "wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh",
};

/** Where links lead to, and one that needs somebody signed in. */
const PAGES = ["/", "/sign-up", "/sign-in?next=%2Fme", "/me/identity", "/no-such-page"];

/** Everything that can be reached by the keyboard, in its order. */
async function reachedByTab(page: Page): Promise<string[]> {
  const reached: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName || "");
    if (name !== "BODY" && !reached.includes(name)) reached.push(name);
  }
  return reached;
}

for (const [phone, userAgent] of Object.entries(WECHAT)) {
  for (const javaScriptEnabled of [true, false]) {
    test(`[A1] inside WeChat on ${phone}, ${javaScriptEnabled ? "with" : "without"} scripts, every page is the way to a browser`, async ({ browser }) => {
      const context = await browser.newContext({ userAgent, javaScriptEnabled, locale: "zh-CN", viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      const loaded: string[] = [];
      page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
      for (const path of PAGES) {
        await page.goto(process.env.ZHUNKAO_URL + path);
        await expect(page.getByRole("heading", { name: "请在浏览器打开" })).toBeVisible();
        await expect(page.getByRole("listitem").nth(0)).toContainText("右上角的“···”");
        await expect(page.getByRole("listitem").nth(1)).toContainText("在浏览器打开");
        await expect(page.locator("#address")).toHaveText(process.env.ZHUNKAO_URL + path);
        await expect(page.getByRole("button", { name: "复制网址" })).toBeVisible({ visible: javaScriptEnabled });
        await expect(page.getByRole("textbox").or(page.getByRole("link")).or(page.locator("form"))).toHaveCount(0);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
        expect(await reachedByTab(page)).toEqual(javaScriptEnabled ? ["copy"] : []);
      }
      expect(loaded.filter((path) => /\.wasm$|^\/words\//.test(path))).toEqual([]);
      await context.close();
    });
  }
}

test("[A1] the address is copied by one tap; where the phone does not let us, it is selected to be copied by hand", async ({ browser }) => {
  const inWechat: BrowserContextOptions = { userAgent: WECHAT["an iPhone"], locale: "zh-CN", hasTouch: true };
  const context = await browser.newContext({ ...inWechat, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const url = `${process.env.ZHUNKAO_URL}/registrations`;
  await page.goto(url);
  await page.getByRole("button", { name: "复制网址" }).tap();
  await expect(page.getByRole("button", { name: "已复制" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);

  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await page.reload();
  await page.getByRole("button", { name: "复制网址" }).tap();
  await expect(page.getByRole("button", { name: "请长按复制" })).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe(url);
  await context.close();
});

test("[A1] somebody who signed in elsewhere, large text and the dark: the way out is the same, and shows nothing of one's own", async ({ page, browser }) => {
  const person = someone("赵微");
  await signUp(page, person);
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ userAgent: WECHAT["an Android phone"], locale: "zh-CN", colorScheme: "dark", storageState, viewport: { width: 320, height: 640 } });
  const host = new URL(process.env.ZHUNKAO_URL ?? "").hostname;
  await context.addCookies([{ name: "__Host-text", value: "large", domain: host, path: "/", secure: true, httpOnly: true, sameSite: "Lax" }]);
  const inside = await context.newPage();
  await inside.goto(`${process.env.ZHUNKAO_URL}/me`);
  await expect(inside.getByRole("heading", { name: "请在浏览器打开" })).toBeVisible();
  await expect(inside.locator("html")).toHaveAttribute("data-text", "large");
  await expect(inside.getByText(person.name)).toHaveCount(0);
  expect(await inside.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await context.close();
});

for (const [name, { userAgent }] of Object.entries({ Chrome: devices["Pixel 7"], Safari: devices["iPhone 14"] })) {
  test(`[A1] the control: ${name} sees the pages themselves`, async ({ browser }) => {
    const context = await browser.newContext({ userAgent, locale: "zh-CN" });
    const page = await context.newPage();
    await page.goto(`${process.env.ZHUNKAO_URL}/sign-up`);
    await expect(page.getByLabel("姓名")).toBeEditable();
    await expect(page.getByRole("heading", { name: "请在浏览器打开" })).toHaveCount(0);
    expect((await reachedByTab(page)).length).toBeGreaterThan(3);
    await context.close();
  });
}
