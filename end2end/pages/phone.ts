import { chromium, expect, type Cookie, type Page } from "@playwright/test";
import { PHONE } from "../tests/walk";
import { atFacePage } from "../tests/phone";
import { launch } from "../browser";

/** Lighthouse's own slow 4G, here put on the browser itself. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1_638.4 * 1_024) / 8, uploadThroughput: (675 * 1_024) / 8 };
/** A cheap phone, and the slow core of a bar of its own, against the machine that measures. */
const PHONE_CPU = 4;
const SLOW_CORE = 6;

async function slowed(page: Page, rate: number, network = false): Promise<void> {
  const session = await page.context().newCDPSession(page);
  if (network) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", NETWORK);
  }
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/**
 * Milliseconds from the first touch until the last file of the program is there, on a phone that has never been here.
 * Until then the page works as the server has drawn it.
 */
export async function woken(url: string, cookies: Cookie[]): Promise<number> {
  const browser = await chromium.launch(launch());
  const context = await browser.newContext({ ...PHONE, serviceWorkers: "block" });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await slowed(page, PHONE_CPU, true);
  await page.goto(url);
  const touched = await page.evaluate(() => {
    dispatchEvent(new Event("pointerdown"));
    return performance.now();
  });
  await page.waitForLoadState("networkidle");
  const files = () =>
    page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\/(pkg|words)\//.test(name)).map((file) => (file as PerformanceResourceTiming).responseEnd));
  // What one file asks for comes after it.
  let seen = -1;
  await expect
    .poll(async () => {
      const [before, now] = [seen, (await files()).length];
      seen = now;
      return now === before;
    }, { intervals: [2_000] })
    .toBe(true);
  const last = Math.max(...(await files()));
  await browser.close();
  return Math.round(last - touched);
}

/** How often a second the live hints look at the camera's picture on a slow core: one figure for each second of a while. */
export async function looks(seconds: number): Promise<number[]> {
  const { browser, page } = await atFacePage("still-1.mjpeg", "方十五");
  await page.addInitScript(() => {
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    const looked: number[] = [];
    (window as unknown as { looked: number[] }).looked = looked;
    CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...how: unknown[]) {
      if (how[0] instanceof HTMLVideoElement) looked.push(performance.now());
      return (draw as (...how: unknown[]) => void).apply(this, how);
    } as typeof draw;
  });
  await page.reload();
  await page.getByRole("checkbox").check();
  await slowed(page, SLOW_CORE);
  await page.getByRole("button", { name: "开始识别" }).tap();
  const looked = () => page.evaluate(() => (window as unknown as { looked: number[] }).looked);
  await expect.poll(async () => (await looked()).length, { timeout: 120_000 }).toBeGreaterThan(0);
  const [start] = await looked();
  await expect.poll(async () => ((await looked()).at(-1) ?? 0) - start, { timeout: 120_000 }).toBeGreaterThan((seconds + 1) * 1_000);
  const times = await looked();
  await browser.close();
  return Array.from({ length: seconds }, (_, second) => times.filter((time) => Math.floor((time - start) / 1_000) === second + 1).length);
}
