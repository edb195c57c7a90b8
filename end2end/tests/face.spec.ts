import { expect, test, type Page } from "@playwright/test";
import { networkOf } from "./network";
import { FACE_ROUND, atFacePage, beginRound, phone, type Phone, type Session, type Wishes } from "./phone";

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

/** What was sent to be compared. */
function sentFaces(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/upload/face/")) sent.push(request.url());
  });
  return sent;
}

/** Keeps every line that the page says below the camera's picture where `said` finds it. */
async function keepWhatIsSaid(page: Page): Promise<void> {
  await page.locator(".camera-say").evaluate((line) => {
    const lines: string[] = [];
    (window as unknown as { lines: string[] }).lines = lines;
    const keep = () => lines.push(line.textContent?.trim() ?? "");
    new MutationObserver(keep).observe(line, { childList: true, characterData: true, subtree: true });
  });
}

function said(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { lines: string[] }).lines);
}

/** 开始识别, by somebody who has agreed or does so now. */
async function begin(page: Page): Promise<void> {
  const consent = page.getByRole("checkbox");
  if (await consent.isVisible()) await consent.check();
  await page.getByRole("button", { name: "开始识别" }).tap();
}

test.describe("one candidate on many phones", () => {
  let candidate: { session: Session; url: string };

  test.beforeAll(async () => {
    const { browser, page } = await atFacePage("clip-1.mjpeg", "钱七");
    candidate = { session: await page.context().storageState(), url: page.url() };
    await browser.close();
  });

  /** The face page on a phone whose camera plays `clip`. */
  async function facePage(clip?: string, wishes: Wishes = {}): Promise<Phone> {
    const { browser, page } = await phone(clip, { ...wishes, session: candidate.session });
    await watchCameras(page);
    await page.goto(candidate.url);
    return { browser, page };
  }

  test("[C4] a still picture before the camera is refused by the server", async () => {
    const { browser, page } = await facePage("still-1.mjpeg");
    const answer = page.waitForResponse((response) => response.url().includes("/upload/face/"), { timeout: FACE_ROUND });
    await begin(page);
    expect(JSON.stringify(await (await answer).json())).toContain("still_picture");
    await expect(page.getByText(/（C6-16）/)).toBeVisible();
    await expect(page).toHaveURL(/\/face$/);
    await browser.close();
  });

  test("[C4] the phone itself says that there is no face; nothing is sent and no try is taken", async () => {
    const { browser, page } = await facePage();
    const sent = sentFaces(page);
    const left = (await page.getByText(/还可尝试 \d 次/).textContent()) ?? "";
    await begin(page);
    await expect(page.getByText("没有看到脸", { exact: true })).toBeVisible();
    expect(await cameras(page)).toEqual(["live"]);
    await page.reload();
    await expect(page.getByText(left, { exact: true })).toBeVisible();
    expect(sent).toEqual([]);
    await browser.close();
  });

  test("[C4] the phone names what to mend, one thing after the other; meanwhile no picture is sent and no try is taken", async () => {
    const { browser, page } = await facePage("flaws-1.mjpeg");
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") asked.push(request.url());
    });
    const left = (await page.getByText(/还可尝试 \d 次/).textContent()) ?? "";
    await keepWhatIsSaid(page);
    await begin(page);
    await expect.poll(() => cameras(page)).toEqual(["live"]);
    asked.length = 0;
    await expect
      .poll(() => said(page), { timeout: 60_000 })
      .toEqual(
        expect.arrayContaining([
          "请靠近一点",
          "请退后一点",
          "请把脸移到框的中间",
          "光线太暗",
          "光线太亮或不均匀",
          "请正对镜头",
          "画面模糊，请拿稳手机",
        ]),
      );
    expect(asked).toEqual([]);
    await page.reload();
    await expect(page.getByText(left, { exact: true })).toBeVisible();
    await browser.close();
  });

  test("[C4] hints that cannot be loaded say so, and another try loads them", async () => {
    const { browser, page } = await facePage();
    const sent = sentFaces(page);
    await page.route("**/guide/blazeface.onnx", (route) => route.abort());
    await begin(page);
    await expect(page.getByText(/（C4-15）/)).toBeVisible();
    expect(await cameras(page)).toEqual(["ended"]);
    await page.unroute("**/guide/blazeface.onnx");
    await page.getByRole("button", { name: "再试一次" }).tap();
    await expect(page.getByText("没有看到脸", { exact: true })).toBeVisible();
    await expect(page.getByText(/（C4-15）/)).toBeHidden();
    expect(sent).toEqual([]);
    await browser.close();
  });

  test("[C4] leaving the page stops the camera", async () => {
    const { browser, page } = await facePage("still-1.mjpeg");
    await begin(page);
    await expect.poll(() => cameras(page)).toEqual(["live"]);
    await page.getByRole("link", { name: "返回", exact: true }).tap();
    await expect(page).toHaveURL(/\/registrations$/);
    await expect.poll(() => cameras(page)).toEqual(["ended"]);
    await browser.close();
  });

  test("[C4] a double tap begins one round", async () => {
    const { browser, page } = await facePage("still-1.mjpeg");
    const consent = page.getByRole("checkbox");
    if (await consent.isVisible()) await consent.check();
    const button = page.getByRole("button", { name: "开始识别" });
    await expect(button).toBeEnabled();
    await button.evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await expect.poll(() => cameras(page)).toEqual(["live"]);
    await expect(page.locator("video")).toBeVisible();
    expect(await cameras(page)).toHaveLength(1);
    await browser.close();
  });

  test("[C5] a refused camera shows the menus of this browser, and another try stays on this step", async () => {
    const { browser, page } = await facePage("clip-1.mjpeg", { camera: "refused" });
    await begin(page);
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
      const { browser, page } = await facePage("clip-1.mjpeg", { camera: "refused", userAgent });
      await begin(page);
      await expect(page.getByText(words)).toBeVisible();
      await browser.close();
    }
  });

  test("[C5] a camera that another program holds, and one that fails in an unknown way, are named", async () => {
    const { browser, page } = await facePage("clip-1.mjpeg");
    for (const [name, code] of [
      ["NotReadableError", /（C5-5）/],
      ["SomethingNewError", /（C5-7 SomethingNewError）/],
    ] as const) {
      await page.addInitScript((name) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
      }, name);
      await page.reload();
      await begin(page);
      await expect(page.getByText(code)).toBeVisible();
    }
    await browser.close();
  });

  // The last of them: from here on a person has it.
  test("[C5] [C6] a page that did not come over HTTPS says so, and a person is one tap away", async () => {
    const { browser, page } = await phone("clip-1.mjpeg", { session: candidate.session });
    // As behind a proxy that takes the secure connection off: the session arrives, the browser trusts nothing.
    const [own, plain] = [new URL(candidate.url).origin, "http://exam.test"];
    await page.route(`${plain}/**`, async (route) => {
      const request = route.request();
      const headers = { ...request.headers(), origin: own };
      const response = await route.fetch({ url: request.url().replace(plain, own), headers, maxRedirects: 0 });
      await route.fulfill({ response });
    });
    await page.goto(candidate.url.replace(own, plain));
    expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
    await begin(page);
    await expect(page.getByText(/https 网址重新打开。（C5-1）/)).toBeVisible();
    const secure = page.getByRole("link", { name: "改用 https 打开本页" });
    await expect(secure).toHaveAttribute("href", candidate.url.replace(own, "https://exam.test"));
    await page.getByRole("button", { name: "不想刷脸？改用人工核验" }).tap();
    await expect(page).toHaveURL(/\/answers$/);
    // What the next page still asks for has nobody to answer it any more.
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await browser.close();
  });
});

test("[B2] [C6] no consent, no camera; another person is refused by the server, and the tries are counted", async () => {
  const { browser, page } = await atFacePage("clip-2.mjpeg", "李四");
  await watchCameras(page);
  await page.reload();
  await expect(page.getByText("还可尝试 5 次")).toBeVisible();
  await page.getByRole("button", { name: "开始识别" }).tap();
  await expect(page.getByText("请勾选确认：同意").first()).toBeVisible();
  expect(await cameras(page)).toEqual([]);
  await beginRound(page);
  await expect(page.getByText(/（C6-14）/)).toBeVisible({ timeout: FACE_ROUND });
  await expect(page.getByText("还可尝试 4 次")).toBeVisible();
  await expect(page).toHaveURL(/\/face$/);
  await page.reload();
  await expect(page.getByText("还可尝试 4 次")).toBeVisible();
  await browser.close();
});

test("[C5] [C6] a phone without a camera is told so; one tap leads on, and the page tells that a person has it", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "王十二", { camera: "none" });
  await beginRound(page);
  await expect(page.getByText(/（C5-4）/)).toBeVisible();
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

test("[C4] a network cut while the pictures go up keeps the step: they are sent again", async () => {
  const { browser, page } = await atFacePage("clip-1.mjpeg", "卫十六");
  const sent = sentFaces(page);
  const network = await networkOf(page);
  await page.goto(network.url + new URL(page.url()).pathname);
  await network.slow(60_000);
  await beginRound(page);
  await expect(page.getByText(/^正在上传 [1-9]\d? %$/)).toBeVisible({ timeout: FACE_ROUND });
  network.cut();
  await expect(page.getByText(/网络断开了，正在重新发送/)).toBeVisible();
  expect(sent).toHaveLength(1);
  await network.whole();
  await expect(page).toHaveURL(/\/answers$/, { timeout: 60_000 });
  expect(sent.length).toBeGreaterThan(1);
  expect(new Set(sent).size).toBe(1);
  await browser.close();
});
