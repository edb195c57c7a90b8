import { expect, test } from "@playwright/test";
import { cardOf, codeFor, giveConsent, handInCard, someone } from "./person";

// Every form of the road but the camera works before WASM arrives, and without it.
test.use({ javaScriptEnabled: false });

test("[G5] [A3] [A4] signing up without WASM keeps what was typed and shows what is wrong", async ({ page }) => {
  const person = someone("王五");
  await page.goto("/sign-up");
  await page.getByLabel("姓名").fill(person.name);
  await page.getByLabel("中国大陆").check();
  const mistyped = person.number.slice(0, 17) + (person.number.endsWith("1") ? "2" : "1");
  await page.getByLabel("证件号").fill(mistyped);
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("alert").first()).toContainText("证件号");
  await expect(page.getByLabel("姓名")).toHaveValue(person.name);
  await expect(page.getByLabel("证件号")).toHaveValue(mistyped);

  await page.getByLabel("证件号").fill(person.number);
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/phone/);
  await page.getByLabel("手机号").fill(person.phone);
  await page.getByRole("button", { name: /获取验证码/ }).click();
  await page.getByLabel("验证码", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("alert").first()).toContainText("验证码");
  await expect(page.getByLabel("手机号")).toHaveValue(person.phone);
  await page.getByLabel("验证码", { exact: true }).fill(await codeFor(page, person.phone));
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/password/);
  await page.getByLabel("密码", { exact: true }).fill("123456");
  await page.getByLabel("再次输入密码").fill("123456");
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByLabel("再次输入密码").fill(person.password);
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(page).toHaveURL(/\/me$/);

  // 实名认证: two plain file inputs, and a waiting page that reloads itself.
  await giveConsent(page);
  await handInCard(page, cardOf(person, 1), { withoutWasm: true });
  await expect(page.getByText("认证成功")).toBeVisible({ timeout: 30_000 });
});
