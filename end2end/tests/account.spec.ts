import { expect, test, type Page } from "@playwright/test";
import { codeFor, signUp, someone, type Person } from "./person";

/** A number with a right check character (GB 11643-1999) out of its first seventeen digits. */
function withCheck(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * weights[i], 0);
  return digits + "10X98765432"[sum % 11];
}

/** 注册 1/3, filled in. */
async function fillPerson(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("姓名").fill(person.name);
  await page.getByLabel("中国大陆").check();
  await page.getByLabel("证件号码").fill(person.number);
}

/** 注册 1/3 and 2/3, to the last page. */
async function toLastPage(page: Page, person: Person): Promise<void> {
  await fillPerson(page, person);
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/phone/);
  await page.getByLabel("手机号").fill(person.phone);
  await page.getByRole("button", { name: /获取验证码/ }).click();
  await expect(page.getByText(/已发送/)).toBeVisible();
  await page.getByLabel("验证码", { exact: true }).fill(await codeFor(page, person.phone));
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/password/);
}

async function signIn(page: Page, number: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("证件号码").fill(number);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

test("[A4] each wrong number gets its own sentence, and what was typed stays", async ({ page }) => {
  const person = someone("张三");
  await fillPerson(page, person);
  const wrong: [string, string][] = [
    ["430111950615002", "A4-1"],
    ["43011119950615002", "A4-2"],
    ["43011119950615002A", "A4-3"],
    [withCheck("84000019950615002"), "A4-4"],
    [withCheck("43011119950230002"), "A4-5"],
    [withCheck("43011119950615002").replace("0615", "0616"), "A4-6"],
    ["H12345678", "A4-7"],
  ];
  for (const [number, code] of wrong) {
    await page.getByLabel("证件号码").fill(number);
    await page.getByRole("button", { name: "下一步" }).click();
    await expect(page.getByRole("alert")).toContainText(code);
    await expect(page.getByLabel("证件号码")).toHaveValue(number);
  }
  await expect(page.getByRole("alert")).toContainText("港澳居民来往内地通行证");
  await expect(page.getByLabel("姓名")).toHaveValue(person.name);
});

test("[A4] the region decides the kinds; full-width letters and digits and spaces are taken as meant", async ({
  page,
}) => {
  await page.goto("/sign-up");
  await page.getByLabel("姓名").fill("陳大文");
  await expect(page.getByLabel("台湾居民来往大陆通行证")).toBeHidden();
  await page.getByLabel("港澳台", { exact: true }).check();
  for (const kind of ["港澳居民来往内地通行证", "台湾居民来往大陆通行证", "港澳台居民居住证"]) {
    await expect(page.getByLabel(kind)).toBeVisible();
  }
  await page.getByLabel("台湾居民来往大陆通行证").check();
  await page.getByLabel("证件号码").fill("H12345678");
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("alert")).toContainText("A4-7");
  await page.getByLabel("港澳居民来往内地通行证").check();
  await page.getByLabel("证件号码").fill(" ｈ１２３４ 5678 ");
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/sign-up\/phone/);
});

test("[A4] [A5] [A3] a number in full width with a small x: warned of before, read back as meant, then read-only", async ({
  page,
}) => {
  let person = someone("张三");
  while (!person.number.endsWith("X")) person = someone("张三");
  const fullWidth = person.number.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  await page.goto("/sign-up");
  await expect(page.getByText("注册后将无法修改")).toBeVisible();
  await expect(page.getByRole("link", { name: "0731-0000 0001" })).toHaveAttribute("href", "tel:073100000001");
  await toLastPage(page, { ...person, number: fullWidth.replace("X", "x") });
  const grouped = `${person.number.slice(0, 6)} ${person.number.slice(6, 14)} ${person.number.slice(14)}`;
  await expect(page.getByText(grouped)).toBeVisible();
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByLabel("再次输入密码").fill(person.password);
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(page).toHaveURL(/\/me$/);
  await page.goto("/me/profile");
  await expect(page.getByText(grouped)).toBeVisible();
  await expect(page.getByText(/注册后不能自行修改.*技术管理员 0731/)).toBeVisible();
  await expect(page.locator("input[name=number]")).toHaveCount(0);
});

test("[A3] back, reload and a second tab keep what was typed", async ({ page, context }) => {
  const person = someone("张三");
  await toLastPage(page, person);
  await page.goBack();
  await expect(page.getByLabel("手机号")).toHaveValue(person.phone);
  await expect(page.getByText("已通过验证")).toBeVisible();
  await page.goto("/sign-up");
  await expect(page.getByLabel("姓名")).toHaveValue(person.name);
  await page.reload();
  await expect(page.getByLabel("证件号码")).toHaveValue(person.number);
  await expect(page.getByLabel("中国大陆")).toBeChecked();
  const tab = await context.newPage();
  await tab.goto("/sign-up/password");
  await expect(tab.getByLabel("再次输入密码")).toBeVisible();
});

test("[A3] what a second tab has changed is not signed up unseen", async ({ page, context }) => {
  const [person, other] = [someone("张三"), someone("李四")];
  await toLastPage(page, person);
  const tab = await context.newPage();
  await fillPerson(tab, other);
  await tab.getByRole("button", { name: "下一步" }).click();
  await expect(tab).toHaveURL(/\/sign-up\/phone/);
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByLabel("再次输入密码").fill(person.password);
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(page.getByRole("alert")).toContainText("409");
  await page.reload();
  await expect(page.getByText(other.number.slice(14))).toBeVisible();
});

test("[A3] after the sign-up, back leads to no form, but to what is true", async ({ page }) => {
  const person = someone("张三");
  await signUp(page, person);
  for (const path of ["/sign-up", "/sign-up/phone", "/sign-up/password"]) {
    await page.goto(path);
    await expect(page.getByText("您已登录，无需再次注册")).toBeVisible();
  }
});

test.describe("a phone whose clock is wrong by a day", () => {
  for (const days of [-1, 1]) {
    test(`[A6] nothing depends on it (${days})`, async ({ page }) => {
      await page.addInitScript((shift) => {
        const RealDate = Date;
        const now = () => RealDate.now() + shift;
        // biome-ignore lint: the page's own clock
        globalThis.Date = class extends RealDate {
          constructor(...args: []) {
            super(...(args.length ? args : ([now()] as unknown as [])));
          }
          static now(): number {
            return now();
          }
        } as DateConstructor;
      }, days * 86_400_000);
      const person = someone("张三");
      await fillPerson(page, person);
      await page.getByRole("button", { name: "下一步" }).click();
      await page.getByLabel("手机号").fill(person.phone);
      await page.getByRole("button", { name: /获取验证码/ }).click();
      await expect(page.getByRole("button", { name: /^(60|5\d) 秒后可重新获取/ })).toBeVisible();
      await page.getByLabel("验证码", { exact: true }).fill(await codeFor(page, person.phone));
      await page.getByRole("button", { name: "下一步" }).click();
      await expect(page).toHaveURL(/\/sign-up\/password/);
    });
  }
});

test("[A7] the rule stands before the field; each refusal has its own sentence", async ({ page }) => {
  const person = someone("张三");
  await toLastPage(page, person);
  await expect(page.getByText("密码需 6–64 个字符")).toBeVisible();
  const refused: [string, string, string][] = [
    ["12345", "12345", "A7-1"],
    ["123456", "123456", "A7-3"],
    ["5201314", "5201314", "A7-3"],
    [`x${person.number.slice(-6)}y`, `x${person.number.slice(-6)}y`, "A7-4"],
    [`x${person.phone}y`, `x${person.phone}y`, "A7-5"],
    [person.password, "something-else", "A7-6"],
  ];
  for (const [password, again, code] of refused) {
    await page.getByLabel("密码", { exact: true }).fill(password);
    await page.getByLabel("再次输入密码").fill(again);
    await page.getByRole("button", { name: "完成注册" }).click();
    await expect(page.getByRole("alert")).toContainText(code);
  }
});

test("[A12] whoever signs up with a number that is taken gets a neutral sentence, and its owner a message", async ({
  page,
  browser,
}) => {
  const owner = someone("张三");
  await signUp(page, owner);
  const context = await browser.newContext({ baseURL: process.env.ZHUNKAO_URL });
  const stranger = await context.newPage();
  const trying = { ...someone("李四"), number: owner.number };
  await toLastPage(stranger, trying);
  await stranger.getByLabel("密码", { exact: true }).fill(trying.password);
  await stranger.getByLabel("再次输入密码").fill(trying.password);
  await stranger.getByRole("button", { name: "完成注册" }).click();
  await expect(stranger.getByRole("alert")).toContainText("A12-1");
  await expect(stranger.getByRole("alert")).toContainText("技术管理员 0731");
  await expect(stranger.getByRole("alert")).not.toContainText("已注册");
  await expect(stranger.getByRole("link", { name: "忘记密码" })).toBeVisible();
  await stranger.goto("/demo");
  await expect(stranger.getByText(/再次注册，未成功/).first()).toBeVisible();
  await context.close();
});

test("[A12] the personal centre and 账号安全 show numbers masked", async ({ page }) => {
  const person = someone("张三");
  await signUp(page, person);
  for (const path of ["/me", "/me/security", "/me/security/phone"]) {
    await page.goto(path);
    await expect(page.getByText(/^139\*{4}\d{4}$|139\*{4}/).first()).toBeVisible();
    const html = await page.content();
    expect(html).not.toContain(person.number);
    expect(html).not.toContain(person.phone);
  }
});

/** Sends the form until a minute has passed since the number's last code; what was typed stays, but for passwords. */
async function untilSent(page: Page, fill: () => Promise<void>, next: RegExp): Promise<void> {
  await expect(async () => {
    await fill();
    await page.getByRole("button", { name: "获取验证码" }).click();
    await expect(page).toHaveURL(next, { timeout: 3_000 });
  }).toPass({ timeout: 90_000, intervals: [5_000] });
}

test("[A8] [A9] a wrong password, then a forgotten one: reset by number, phone and code", async ({ page }) => {
  const person = someone("张三");
  await signUp(page, person);
  await page.getByRole("button", { name: "退出登录" }).click();
  await signIn(page, person.number, "wrong-password");
  await expect(page.getByRole("alert")).toContainText("A8-1");
  await page.getByRole("link", { name: "忘记密码" }).click();
  await expect(page).toHaveURL(/\/reset$/);
  const fill = async () => {
    await page.getByLabel("证件号码").fill(person.number);
    await page.getByLabel("手机号").fill(person.phone);
  };
  await untilSent(page, fill, /\/reset\/code$/);
  await page.getByLabel("验证码", { exact: true }).fill(await codeFor(page, person.phone));
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page).toHaveURL(/\/reset\/password$/);
  const password = "another-brook-lamp";
  await page.getByLabel("新密码", { exact: true }).fill(password);
  await page.getByLabel("再次输入新密码").fill(password);
  await page.getByRole("button", { name: "重置密码并登录" }).click();
  await expect(page).toHaveURL(/\/me$/);
});

test("[A9] the page is the same for a number that nobody has", async ({ page }) => {
  const nobody = someone("无人");
  await page.goto("/reset");
  await page.getByLabel("证件号码").fill(nobody.number);
  await page.getByLabel("手机号").fill(nobody.phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page).toHaveURL(/\/reset\/code$/);
  await expect(page.getByText(/验证码已发送，请查收短信/)).toBeVisible();
  await page.getByLabel("验证码", { exact: true }).fill("123456");
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("alert")).toContainText("还可尝试 4 次");
  await page.goto("/demo");
  await expect(page.getByText(`139****${nobody.phone.slice(7)}`)).toHaveCount(0);
});

test("[A11] sessions are listed and ended; another password ends the others", async ({ page, browser }) => {
  const person = someone("张三");
  await signUp(page, person);
  const elsewhere = await browser.newContext({ baseURL: process.env.ZHUNKAO_URL });
  const second = await elsewhere.newPage();
  await signIn(second, person.number, person.password);
  await expect(second).toHaveURL(/\/$/);
  await page.getByRole("link", { name: "账号安全" }).click();
  await expect(page).toHaveURL(/\/me\/security$/);
  await expect(page.getByText("本机")).toHaveCount(1);
  await page.getByRole("button", { name: /^退出 / }).click();
  await expect(page.getByText("目前只有本机登录")).toBeVisible();
  await second.goto("/me");
  await expect(second).toHaveURL(/\/sign-in/);

  await signIn(second, person.number, person.password);
  await expect(second).toHaveURL(/\/$/);
  await page.getByRole("link", { name: "修改密码" }).click();
  await page.getByLabel("当前密码").fill("wrong-password");
  const password = "another-brook-lamp";
  await page.getByLabel("新密码", { exact: true }).fill(password);
  await page.getByLabel("再次输入新密码").fill(password);
  await page.getByRole("button", { name: "修改密码" }).click();
  await expect(page.getByRole("alert")).toContainText("A10-2");
  await page.getByLabel("当前密码").fill(person.password);
  await page.getByLabel("新密码", { exact: true }).fill(password);
  await page.getByLabel("再次输入新密码").fill(password);
  await page.getByRole("button", { name: "修改密码" }).click();
  await expect(page).toHaveURL(/\/me\/security$/);
  await second.goto("/me");
  await expect(second).toHaveURL(/\/sign-in/);
  await elsewhere.close();
});

test.describe("before WASM", () => {
  test.use({ javaScriptEnabled: false });

  test("[A9] [A10] [A11] reset, another phone and the sessions work without WASM", async ({ page }) => {
    const person = someone("张三");
    await signUp(page, person);
    await page.goto("/me/security");
    await expect(page.getByText("本机", { exact: true })).toBeVisible();

    const phone = `137${person.phone.slice(3)}`;
    const fill = async () => {
      await page.goto("/me/security/phone");
      await page.getByLabel("新手机号").fill(phone);
      await page.getByLabel("密码", { exact: true }).fill(person.password);
    };
    await untilSent(page, fill, /\/phone\/codes$/);
    await page.getByLabel(/旧手机号 .* 收到的验证码/).fill(await codeFor(page, person.phone));
    await page.getByLabel(/新手机号 .* 收到的验证码/).fill(await codeFor(page, phone));
    await page.getByRole("button", { name: "确认更换" }).click();
    await expect(page).toHaveURL(/\/me\/security$/);
    await expect(page.getByText(`137****${phone.slice(7)}`)).toBeVisible();

    await page.goto("/me");
    await page.getByRole("button", { name: "退出登录" }).click();
    const fillReset = async () => {
      await page.goto("/reset");
      await page.getByLabel("证件号码").fill(person.number);
      await page.getByLabel("手机号").fill(phone);
    };
    await untilSent(page, fillReset, /\/reset\/code$/);
    await page.getByLabel("验证码", { exact: true }).fill(await codeFor(page, phone));
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByLabel("新密码", { exact: true }).fill("another-brook-lamp");
    await page.getByLabel("再次输入新密码").fill("another-brook-lamp");
    await page.getByRole("button", { name: "重置密码并登录" }).click();
    await expect(page).toHaveURL(/\/me$/);
  });

  test("[A10] a phone that is gone: the tick and the new code are enough", async ({ page }) => {
    const person = someone("张三");
    await signUp(page, person);
    const phone = `136${person.phone.slice(3)}`;
    const fill = async () => {
      await page.goto("/me/security/phone");
      await page.getByLabel("新手机号").fill(phone);
      await page.getByLabel("密码", { exact: true }).fill(person.password);
    };
    await untilSent(page, fill, /\/phone\/codes$/);
    await page.getByLabel(/新手机号 .* 收到的验证码/).fill(await codeFor(page, phone));
    await page.getByRole("button", { name: "确认更换" }).click();
    await expect(page.getByRole("alert")).toContainText("A10-4");
    await page.getByLabel(/新手机号 .* 收到的验证码/).fill(await codeFor(page, phone));
    await page.getByLabel(/旧手机号已停用/).check();
    await page.getByRole("button", { name: "确认更换" }).click();
    await expect(page).toHaveURL(/\/me\/security$/);
    // The letter leaves after the commit, by a job, and without scripts the page does not look again by itself.
    await expect(async () => {
      await page.goto("/demo");
      await expect(page.getByText(/7 天内用本手机号找回密码/).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 15_000 });
  });

  test("[A8] [A13] the sixth wrong try waits, with a sentence of its own", async ({ page }) => {
    const person = someone("张三");
    for (let wrong = 0; wrong < 5; wrong++) {
      await expect(async () => {
        await signIn(page, person.number, "wrong-password");
        await expect(page.getByRole("alert")).toContainText("A8-1", { timeout: 2_000 });
      }).toPass({ timeout: 30_000, intervals: [3_000] });
    }
    await signIn(page, person.number, "wrong-password");
    await expect(page.getByRole("alert")).toContainText("A8-3");
  });
});
