import { expect, test } from "@playwright/test";

test("a page allows only our own scripts, each inline one by its nonce", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const response = await page.goto("/", { waitUntil: "networkidle" });
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("'nonce-");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("'unsafe-eval'");
  expect(complaints).toEqual([]);
});

test("a write that another site sends is refused", async ({ request }) => {
  const send = (headers: Record<string, string>) =>
    request.post("/api/account/sign-in", { headers, form: { number: "1", password: "1" } });
  const foreign = await send({ origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" });
  expect(foreign.status()).toBe(403);
  const own = await send({ "sec-fetch-site": "same-origin" });
  expect(own.status()).not.toBe(403);
});

test("the session cookie is out of reach of scripts and of other hosts", async ({ page, context }) => {
  await page.goto("/sign-up");
  await page.getByLabel("姓名").fill("张三");
  await page.getByLabel("中国大陆").check();
  await page.getByLabel("证件号").fill("430111199506150029");
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/phone/);
  const cookie = (await context.cookies()).find(({ name }) => name === "__Host-session");
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
});

test("[C3] nobody reaches a page of somebody else's road", async ({ page }) => {
  await page.goto("/registrations/reg_01JAAAAAAAAAAAAAAAAAAAAAAA/payment");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("[G4] an unknown page says so and answers 404", async ({ page }) => {
  const response = await page.goto("/no-such-page");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("link", { name: /首页/ }).first()).toBeVisible();
});
