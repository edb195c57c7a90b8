import { expect, test, type Page } from "@playwright/test";
import { badFiles } from "./files";
import { networkOf } from "./network";
import { cardOf, receipt, signUp, someone, type Person } from "./person";
import { FACE_ROUND, beginRound, completeProfile, phone, toFacePage, verify } from "./phone";
import { signInHere } from "./walk";

/** What goes wrong with the file and on the way costs nothing of what was filled in. */
async function proofIsUploadedAtLast(page: Page, person: Person): Promise<void> {
  const network = await networkOf(page);
  await page.goto(network.url + new URL(page.url()).pathname);
  await expect(page.getByText("拍照或从相册选取")).toBeVisible();
  await expect(page.getByRole("img", { name: /截图示例（样本）/ })).toBeVisible();
  const filled = async () => {
    await expect(page.getByLabel("缴费人姓名")).toHaveValue(person.name);
    await expect(page.getByLabel("缴费人手机号")).toHaveValue(person.phone);
    await expect(page.getByRole("checkbox")).toBeChecked();
  };
  await page.getByLabel("缴费人姓名").fill(person.name);
  await page.getByLabel("缴费人手机号").fill(person.phone);
  await page.getByRole("checkbox").check();
  const [file, send] = [page.locator("input[type=file]"), page.getByRole("button", { name: "提交凭证" })];
  for (const { what, path, sentence, seenByPhone } of badFiles()) {
    await file.setInputFiles(path);
    if (!seenByPhone) await send.tap();
    await expect(page.getByRole("alert").first(), what).toContainText(sentence);
    await filled();
  }

  await file.setInputFiles(receipt());
  await expect(page.getByAltText("所选照片")).toBeVisible();
  await network.slow(10_000);
  await send.tap();
  await expect(page.getByText(/^上传中 [1-9]\d? %$/)).toBeVisible();
  await page.getByRole("button", { name: "取消" }).tap();
  await expect(page.getByText(/已取消/)).toBeVisible();
  const again = page.getByRole("button", { name: "重新上传" });
  await again.tap();
  await expect(page.getByText(/^上传中 [1-9]\d? %$/)).toBeVisible();
  network.cut();
  await expect(page.getByText(/网络断开，照片没有传完/)).toBeVisible();
  await filled();
  await network.whole();
  await again.tap();
}

test("[A3] [A4] [A6] [A7] [A8] [B2] [B3] [B4] [B8] [C1] [C3] [C4] [C6] [C7] [C13] [D1] [D2] a candidate walks the whole road", async () => {
  test.setTimeout(300_000);
  const { browser, page } = await phone("clip-1.mjpeg");
  const person = someone("张三");
  await signUp(page, person);
  await page.getByRole("button", { name: "退出登录" }).tap();
  await signInHere(page, person);
  await completeProfile(page);
  await verify(page, cardOf(person, 1));

  await toFacePage(page);
  await beginRound(page);
  await expect(page).toHaveURL(/\/answers$/, { timeout: FACE_ROUND });

  await expect(page.getByText(person.name)).toBeVisible();
  await page.getByLabel("英语").check();
  await page.getByLabel("主校区考点").check();
  await page.getByLabel("已毕业").check();
  await page.getByLabel("良").check();
  await page.getByRole("button", { name: "提交报名" }).tap();
  await expect(page).toHaveURL(/\/payment$/);
  await expect(page.getByText("¥100.00").first()).toBeVisible();
  await page.getByRole("link", { name: /已缴费/ }).tap();

  await expect(page).toHaveURL(/\/proof$/);
  await proofIsUploadedAtLast(page, person);
  await expect(page).toHaveURL(/\/submitted$/);
  await expect(page.getByText("提交成功").first()).toBeVisible();

  await page.goto("/registrations");
  await expect(page.getByText("已提交").first()).toBeVisible();
  await browser.close();
});
