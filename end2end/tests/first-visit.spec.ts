import { expect, test } from "@playwright/test";

/** All of the first visit with the program, in bytes as Chromium counts them on the wire (docs/DECISIONS/005). */
const FIRST_VISIT = 200_000;
/** Until somebody touches the page (docs/DECISIONS/018). */
const UNTOUCHED = 20_000;

test("[G1] the first visit fits into 200 KB, and into 20 KB until the page is touched", async ({ page }) => {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0;
  const sizes: string[] = [];
  const urls = new Map<string, string>();
  network.on("Network.responseReceived", (event) => urls.set(event.requestId, event.response.url));
  network.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
    sizes.push(`${event.encodedDataLength} ${urls.get(event.requestId)}`);
  });
  await page.goto("/", { waitUntil: "networkidle" });
  const untouched = bytes;
  const loaded = [...urls.values()].filter((url) => url.endsWith(".wasm"));
  await page.touchscreen.tap(1, 1);
  // The service worker keeps what the page has loaded: once it is there, all of the first visit is.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 60_000 });
  await expect.poll(() => sizes.some((size) => size.endsWith(".wasm"))).toBe(true);
  console.log(`first visit: ${untouched} bytes, then ${bytes} in all\n  ${sizes.join("\n  ")}`);
  // The program may have come by itself, on a machine that was slow to call the network idle.
  if (loaded.length === 0) expect(untouched).toBeLessThanOrEqual(UNTOUCHED);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(FIRST_VISIT);
});

test.describe("before WASM", () => {
  test.use({ javaScriptEnabled: false });

  test("[G5] the home page can be read", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: /学士学位外语考试/ }).first()).toBeVisible();
    await expect(page.getByText("报名中").first()).toBeVisible();
  });
});
