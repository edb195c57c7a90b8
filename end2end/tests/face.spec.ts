import { expect, test, type Page } from "@playwright/test";
import { FACE_ROUND, atFacePage, beginRound } from "./phone";

test.describe.configure({ timeout: 240_000 });

const UC =
  "Mozilla/5.0 (Linux; U; Android 12; zh-CN; M2012K11AC Build/SKQ1.211006.001) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Version/4.0 Chrome/100.0.4896.58 UCBrowser/15.6.8.1218 Mobile Safari/537.36";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 " +
  "Mobile/15E148 Safari/604.1";

/** Keeps every camera that the page opens where `cameras` finds it. */
async function watchCameras(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const opened: MediaStream[] = [];
    (window as unknown as { opened: MediaStream[] }).opened = opened;
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      const stream = await ask(wishes);
      opened.push(stream);
      return stream;
    };
  });
}

/** `live` or `ended`, for each camera that was opened since the page was loaded. */
function cameras(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as { opened: MediaStream[] }).opened.flatMap((stream) =>
      stream.getTracks().map((track) => track.readyState),
    ),
  );
}

test("[C6] another person before the camera is refused by the server, and the tries are counted", async () => {
  const { browser, page } = await atFacePage("clip-2.mjpeg", "李四");
  await expect(page.getByText("还可尝试 5 次")).toBeVisible();
  await beginRound(page);
  await expect(page.getByText(/（C6-14）/)).toBeVisible({ timeout: FACE_ROUND });
  await expect(page.getByText("还可尝试 4 次")).toBeVisible();
  await expect(page).toHaveURL(/\/face$/);
  await page.reload();
  await expect(page.getByText("还可尝试 4 次")).toBeVisible();
  await browser.close();
});

test("[C4] a still picture before the camera is refused by the server", async () => {
  const { browser, page } = await atFacePage("still-1.mjpeg", "赵六");
  const answer = page.waitForResponse((response) => response.url().includes("/upload/face/"), { timeout: FACE_ROUND });
  await beginRound(page);
  expect(JSON.stringify(await (await answer).json())).toContain("still_picture");
  await expect(page.getByText(/（C6-16）/)).toBeVisible();
  await expect(page).toHaveURL(/\/face$/);
  await browser.close();
});

test("[B2] the camera does not start before the consent for the face is ticked", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "钱七");
  await watchCameras(page);
  await page.reload();
  await page.getByRole("button", { name: "开始识别" }).tap();
  await expect(page.getByText("请勾选确认：同意").first()).toBeVisible();
  expect(await cameras(page)).toEqual([]);
  await browser.close();
});

test("[C6] one tap leads on without a face check, and the page tells that a person has it", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "孙八");
  await page.getByRole("button", { name: "不想刷脸？改用人工核验" }).tap();
  await expect(page).toHaveURL(/\/answers$/);
  await page.goBack();
  await expect(page.getByText("已转人工核验")).toBeVisible();
  await page.getByRole("link", { name: "继续报名" }).tap();
  await expect(page).toHaveURL(/\/answers$/);
  await browser.close();
});

test("[C6] [G5] the way by a person works before WASM has arrived", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "周九");
  await page.route(/\.wasm/, (route) => route.abort());
  await page.reload();
  await page.getByRole("button", { name: "不想刷脸？改用人工核验" }).tap();
  await expect(page).toHaveURL(/\/answers$/);
  await browser.close();
});

test("[C5] a refused camera shows the menus of this browser, and another try stays on this step", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "吴十", { camera: "refused" });
  await beginRound(page);
  await expect(page.getByText(/（C5-3）/)).toBeVisible();
  await expect(page.getByText(/应用 › Chrome › 权限 › 相机/)).toBeVisible();
  await page.context().grantPermissions(["camera"]);
  await page.getByRole("button", { name: "再试一次" }).tap();
  await expect(page.getByText(/（C5-3）/)).toBeHidden();
  await expect(page).toHaveURL(/\/face$/);
  await browser.close();
});

test("[C5] UC and Safari get their own words", async () => {
  for (const [userAgent, words] of [
    [UC, /UC浏览器 › 权限 › 相机/],
    [SAFARI, /网站设置/],
  ] as const) {
    const { browser, page } = await atFacePage("clip-1.mjpeg", "郑十一", { camera: "refused", userAgent });
    await beginRound(page);
    await expect(page.getByText(words)).toBeVisible();
    await browser.close();
  }
});

test("[C5] a phone without a camera is told so, and a person is one tap away", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "王十二", { camera: "none" });
  await beginRound(page);
  await expect(page.getByText(/（C5-4）/)).toBeVisible();
  await page.getByRole("button", { name: "不想刷脸？改用人工核验" }).tap();
  await expect(page).toHaveURL(/\/answers$/);
  await browser.close();
});

test("[C5] a camera that another program holds, and one that fails in an unknown way, are named", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "冯十三");
  for (const [name, code] of [
    ["NotReadableError", /（C5-5）/],
    ["SomethingNewError", /（C5-7 SomethingNewError）/],
  ] as const) {
    await page.addInitScript((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
    }, name);
    await page.reload();
    const consent = page.getByRole("checkbox");
    if (await consent.isVisible()) await consent.check();
    await page.getByRole("button", { name: "开始识别" }).tap();
    await expect(page.getByText(code)).toBeVisible();
  }
  await browser.close();
});

test("[C4] leaving the page stops the camera", async () => {
  const { browser, page } = await atFacePage("still-1.mjpeg", "陈十四");
  await watchCameras(page);
  await page.reload();
  await beginRound(page);
  await expect.poll(() => cameras(page)).toEqual(["live"]);
  await page.getByRole("link", { name: "返回", exact: true }).tap();
  await expect(page).toHaveURL(/\/registrations$/);
  await expect.poll(() => cameras(page)).toEqual(["ended"]);
  await browser.close();
});

test("[C4] a double tap begins one round", async () => {
  const { browser, page } = await atFacePage("still-1.mjpeg", "褚十五");
  await watchCameras(page);
  await page.reload();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "开始识别" }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect.poll(() => cameras(page)).toEqual(["live"]);
  await expect(page.locator("video")).toBeVisible();
  expect(await cameras(page)).toHaveLength(1);
  await browser.close();
});

test("[C4] a network cut while the pictures go up keeps the step: they are sent again", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "卫十六");
  let cuts = 0;
  await page.route(/\/upload\/face\//, (route) => {
    cuts += 1;
    return cuts <= 2 ? route.abort("connectionreset") : route.continue();
  });
  await beginRound(page);
  await expect(page.getByText(/网络断开了，正在重新发送/)).toBeVisible({ timeout: FACE_ROUND });
  await expect(page).toHaveURL(/\/answers$/, { timeout: 60_000 });
  expect(cuts).toBe(3);
  await browser.close();
});
