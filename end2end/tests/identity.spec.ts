import { readFileSync, statSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { badFiles, file, halfOf } from "./files";
import { networkOf } from "./network";
import { cardOf, giveConsent, handInCard, signUp, someone } from "./person";

// 实名认证: what people hand in instead of a good picture, a bad network, and the way to a person.

/** The JPEG with an EXIF block that says the camera was turned (orientation 6) and where it was. */
function sideways(jpeg: Buffer): Buffer {
  const entries = [
    [0x0112, 3, 1, 6],
    [0x8825, 4, 1, 38],
  ];
  const tiff = Buffer.alloc(8 + 2 + 12 * entries.length + 4 + 20);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, type, count, value], i) => {
    tiff.writeUInt16LE(tag, 10 + 12 * i);
    tiff.writeUInt16LE(type, 12 + 12 * i);
    tiff.writeUInt32LE(count, 14 + 12 * i);
    tiff.writeUInt32LE(value, 18 + 12 * i);
  });
  // The GPS block: one entry, the reference "N".
  tiff.writeUInt16LE(1, 38);
  tiff.writeUInt16LE(1, 40);
  tiff.writeUInt16LE(2, 42);
  tiff.writeUInt32LE(2, 44);
  tiff.write("N\0", 48, "latin1");
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([head, exif, jpeg.subarray(2)]);
}

/** Width and height out of a JPEG's frame header. */
function sizeOf(jpeg: Buffer): [number, number] {
  for (let at = 2; at < jpeg.length; ) {
    const marker = jpeg[at + 1];
    if (marker >= 0xc0 && marker <= 0xc3) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  throw new Error("no frame header");
}

/** Somebody who has consented, before the two pictures. */
async function beforePictures(page: Page, { withoutWasm = false } = {}) {
  const person = someone("张三");
  await signUp(page, person);
  await giveConsent(page);
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(2);
  // Until WASM is there, the browser's own file fields stand here.
  if (!withoutWasm) await expect(page.getByText("拍照或从相册选取").first()).toBeVisible();
  return person;
}

const front = (page: Page) => page.locator("input[type=file]").first();

test("[B3] the phone makes a picture small, turns it and strips it before sending", async ({ page }) => {
  // What leaves the page is looked at where it leaves.
  await page.addInitScript(() => {
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
      const photo = body instanceof FormData ? body.get("photo") : null;
      if (photo instanceof Blob) {
        void photo.arrayBuffer().then((bytes) => {
          (window as unknown as { sent: number[] }).sent = [...new Uint8Array(bytes)];
        });
      }
      return send.call(this, body);
    };
  });
  const person = await beforePictures(page);
  // An iPhone hands over JPEG where only these two are accepted; `capture` would take the album away.
  for (const input of await page.locator("input[type=file]").all()) {
    await expect(input).toHaveAttribute("accept", "image/jpeg,image/png");
    expect(await input.getAttribute("capture")).toBeNull();
  }
  const card = readFileSync(cardOf(person, 1).front);
  // 1,600 × 1,200 pixels that the camera wants to be seen as 1,200 × 1,600.
  await front(page).setInputFiles(file("sideways.jpg", sideways(card)));
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(1);
  const sent = Buffer.from(await page.evaluate(() => (window as unknown as { sent: number[] }).sent));
  expect(sizeOf(sent)).toEqual([1200, 1600]);
  expect(sent.includes("Exif")).toBe(false);
  const kept = await page.request.get("/photo/identity/front");
  expect(sizeOf(await kept.body())).toEqual([1200, 1600]);
  expect((await kept.body()).includes("Exif")).toBe(false);
});

test("[B3] a picture of 48 megapixels and more than 4 MB is taken", async ({ page }) => {
  await beforePictures(page);
  const large = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [8000, 6000];
    const pen = canvas.getContext("2d")!;
    // Noise is what no encoding makes small: a quarter of the picture is enough.
    const noise = pen.createImageData(1000, 1000);
    for (let i = 0; i < noise.data.length; i++) noise.data[i] = i % 4 === 3 ? 255 : Math.random() * 256;
    for (let i = 0; i < 12; i++) pen.putImageData(noise, (i % 4) * 1000, Math.floor(i / 4) * 1000);
    const blob = await new Promise<Blob>((done) => canvas.toBlob((blob) => done(blob!), "image/jpeg", 0.8));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return btoa(text);
  });
  const path = file("large.jpg", Buffer.from(large, "base64"));
  expect(statSync(path).size).toBeGreaterThan(4 << 20);
  await front(page).setInputFiles(path);
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(1, { timeout: 60_000 });
  expect(sizeOf(await (await page.request.get("/photo/identity/front")).body())).toEqual([1600, 1200]);
});

test("[B3] a network that breaks in the middle of a picture: how far it was is shown, and a second try sends it", async ({
  page,
}) => {
  const person = await beforePictures(page);
  const network = await networkOf(page);
  await page.goto(`${network.url}/me/identity`);
  await expect(page.getByText("拍照或从相册选取").first()).toBeVisible();
  await network.slow(20_000);
  await front(page).setInputFiles(cardOf(person, 1).front);
  await expect(page.getByText(/^上传中 [1-9]\d? %$/)).toBeVisible();
  network.cut();
  await expect(page.getByText(/网络断开/)).toBeVisible();
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(2);
  expect((await page.request.get("/photo/identity/front")).status()).toBe(404);
  await network.whole();
  await page.getByRole("button", { name: "重新上传" }).click();
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(1);
});

test("[B3] [G5] a picture chosen before WASM has arrived is sent once it is there", async ({ page }) => {
  const person = await beforePictures(page);
  let arrive = () => {};
  const arrival = new Promise<void>((done) => (arrive = done));
  await page.route(/\.wasm/, async (route) => {
    await arrival;
    await route.continue();
  });
  await page.reload();
  await front(page).setInputFiles(cardOf(person, 1).front);
  arrive();
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(1);
});

test("[B3] an upload can be cancelled and begun again", async ({ page }) => {
  const person = await beforePictures(page);
  let hold = true;
  await page.route("**/upload/identity/front", async (route) => {
    while (hold) await new Promise((done) => setTimeout(done, 100));
    await route.continue().catch(() => {});
  });
  await front(page).setInputFiles(cardOf(person, 1).front);
  await page.getByRole("button", { name: "取消" }).click();
  await expect(page.getByText(/已取消/)).toBeVisible();
  hold = false;
  await page.getByRole("button", { name: "重新上传" }).click();
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(1);
});

test("[B3] every bad file gets its own sentence and the place stays open", async ({ page }) => {
  await beforePictures(page);
  for (const { what, path, sentence } of badFiles()) {
    await front(page).setInputFiles(path);
    await expect(page.getByRole("alert").first(), what).toContainText(sentence);
    await expect(page.getByText("待上传", { exact: true })).toHaveCount(2);
  }
});

test("[B4] the check goes on while the page is reloaded", async ({ page }) => {
  const person = await beforePictures(page);
  await handInCard(page, cardOf(person, 1));
  await expect(page.getByText(/正在识别|认证成功/).first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("认证成功")).toBeVisible({ timeout: 30_000 });
  await page.goto("/me");
  await expect(page.getByText("已实名").first()).toBeVisible();
});

test("[B5] [B10] a wrong side is named, tries are counted, the same picture is refused", async ({ page }) => {
  const person = await beforePictures(page);
  const card = cardOf(person, 1);
  await expect(page.getByText("还可尝试 5 次")).toBeVisible();
  await handInCard(page, { front: card.back, back: card.back });
  await expect(page.getByText(/B5-2/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("还可尝试 4 次")).toBeVisible();
  await front(page).setInputFiles(card.back);
  await expect(page.getByRole("alert").filter({ hasText: "B10-1" })).toBeVisible();
  await front(page).setInputFiles(card.front);
  await expect(page.getByText("需要重新拍摄")).toHaveCount(0);
  await page.getByRole("button", { name: "开始认证" }).click();
  await expect(page.getByText("认证成功")).toBeVisible({ timeout: 30_000 });
});

test("[B10] a person is one tap away from the first page on", async ({ page }) => {
  await signUp(page, someone("李四"));
  await page.goto("/me/identity");
  await page.getByRole("button", { name: "改用人工核验" }).click();
  await expect(page.getByText("等待人工核验")).toBeVisible();
  await page.goto("/me");
  await expect(page.getByText("人工核验中")).toBeVisible();
});

test("[B2] a consent can be withdrawn, and the page says what that means", async ({ page }) => {
  const person = await beforePictures(page);
  await front(page).setInputFiles(cardOf(person, 1).front);
  await expect(page.getByText("待上传", { exact: true })).toHaveCount(1);
  await page.getByRole("link", { name: "同意与撤回" }).click();
  await expect(page.getByText("您已同意处理证件照片和人脸信息")).toBeVisible();
  await expect(page.getByText(/证件照片立即删除/)).toBeVisible();
  await page.getByRole("button", { name: "撤回同意" }).click();
  await expect(page.getByText(/已撤回同意/)).toBeVisible();
  await expect(page.getByText(/撤回（说明第/)).toBeVisible();
  expect((await page.request.get("/photo/identity/front")).status()).toBe(404);
  await page.goto("/me/identity");
  await expect(page.getByRole("checkbox")).not.toBeChecked();
});

test.describe("without WASM", () => {
  test.use({ javaScriptEnabled: false });

  test("[B3] [G5] bad files come back with their sentence, 40 MB too", async ({ page }) => {
    const person = await beforePictures(page, { withoutWasm: true });
    const card = readFileSync(cardOf(person, 1).front);
    for (const { what, path, sentence } of [...badFiles(), halfOf(card)]) {
      await front(page).setInputFiles(path);
      await page.getByRole("button", { name: "上传这一面" }).first().click();
      await expect(page.getByRole("alert").first(), what).toContainText(sentence);
    }
  });

  test("[B2] [B10] [G5] asking for a person and withdrawing the consent need no script", async ({ page }) => {
    await beforePictures(page, { withoutWasm: true });
    await page.goto("/me/consent");
    await page.getByRole("button", { name: "撤回同意" }).click();
    await expect(page.getByText(/已撤回同意/)).toBeVisible();
    await page.goto("/me/identity");
    await page.getByRole("button", { name: "改用人工核验" }).click();
    await expect(page.getByText("等待人工核验")).toBeVisible();
  });
});
