import { expect, test, type Page } from "@playwright/test";
import { cardOf, receipt, signUp, someone, type Person } from "./person";
import { FACE_ROUND, beginRound, completeProfile, phone, toFacePage, verify } from "./phone";

async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("证件号").fill(person.number);
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "登录" }).tap();
  await expect(page).toHaveURL(/\/$/);
}

test("[A3] [A4] [A6] [A7] [A8] [B2] [B3] [B4] [B8] [C1] [C3] [C4] [C6] [C7] [C13] [D1] [D2] a candidate walks the whole road", async () => {
  test.setTimeout(300_000);
  const { browser, page } = await phone("clip-1.mjpeg");
  const person = someone("张三");
  await signUp(page, person);
  await page.getByRole("button", { name: "退出登录" }).tap();
  await signIn(page, person);
  await completeProfile(page);
  await verify(page, cardOf(person, 1));

  await toFacePage(page);
  await beginRound(page);
  await expect(page).toHaveURL(/\/answers$/, { timeout: FACE_ROUND });

  await expect(page.getByText(person.name)).toBeVisible();
  await page.getByLabel("英语").check();
  await page.getByLabel("已毕业").check();
  await page.getByLabel("良").check();
  await page.getByRole("button", { name: "提交报名" }).tap();
  await expect(page).toHaveURL(/\/payment$/);
  await expect(page.getByText("¥100.00").first()).toBeVisible();
  await page.getByRole("link", { name: /已缴费/ }).tap();

  await expect(page).toHaveURL(/\/proof$/);
  await page.getByLabel(/截图/).first().setInputFiles(receipt());
  await page.getByLabel("缴费人姓名").fill(person.name);
  await page.getByLabel("缴费人手机号").fill(person.phone);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: /提交/ }).tap();
  await expect(page).toHaveURL(/\/submitted$/);
  await expect(page.getByText("提交成功").first()).toBeVisible();

  await page.goto("/registrations");
  await expect(page.getByText("已提交").first()).toBeVisible();
  await browser.close();
});
