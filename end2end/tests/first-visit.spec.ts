import { expect, test } from "@playwright/test";

/** All of the first visit, in bytes as Chromium counts them on the wire (docs/DECISIONS/005). */
const FIRST_VISIT = 202_000;

test("[G1] the first visit fits into 202 KB", async ({ page }) => {
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
  console.log(`first visit: ${bytes} bytes\n  ${sizes.join("\n  ")}`);
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
