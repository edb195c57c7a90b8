import { expect, test } from "@playwright/test";
import { signUp, someone } from "./person";
import { completeProfile } from "./phone";

// 个人中心.

test("[B1] every entry leads to a page with a heading, and 个人信息 keeps all but the number", async ({ page }) => {
  await signUp(page, someone("吴一"));
  const entries = page.locator(".menu-link");
  await expect(entries.first()).toBeVisible();
  const names = await entries.locator(".menu-word").allTextContents();
  expect(names).toEqual(expect.arrayContaining(["个人信息", "实名认证", "我的报名", "消息", "账号安全"]));
  for (const [i, name] of names.entries()) {
    await page.goto("/me");
    const href = (await entries.nth(i).getAttribute("href")) ?? "";
    expect((await page.request.get(href)).status(), name).toBe(200);
    await entries.nth(i).click();
    await expect(page).toHaveURL(href);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  await completeProfile(page);
  await page.goto("/me/profile");
  await expect(page.getByLabel("考生类型")).toHaveValue("函授");
  await expect(page.getByLabel("专业")).toHaveValue("会计学");
  await page.getByLabel("姓名").fill("吴一一");
  await page.getByRole("button", { name: "保存个人信息" }).click();
  await expect(page).toHaveURL(/\/me$/);
  await expect(page.locator(".person-name")).toHaveText("吴一一");
  await page.goto("/me/profile");
  await expect(page.locator("form").getByRole("textbox")).toHaveCount(1);
  await expect(page.getByLabel("证件号")).toHaveCount(0);
});
