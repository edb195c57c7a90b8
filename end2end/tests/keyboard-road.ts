import { expect, type Locator, type Page } from "@playwright/test";
import { button, enter, errorsLead, reads, space, tabTo, type } from "./keys";
import { FACE_ROUND } from "./phone";

// The road of a registration for somebody who has a keyboard and nothing else: Tab, Enter, Space and the arrows.

const link = (page: Page, name: string | RegExp) => page.locator("main").getByRole("link", { name });

/** The first key wakes the program up; until then the page is the one that needs none. */
async function awake(page: Page, sign: Locator): Promise<void> {
  await page.keyboard.press("Tab");
  await expect(sign).toBeVisible({ timeout: 60_000 });
  await expect(sign).toBeEnabled({ timeout: 60_000 });
}

/** Space opens the list, the arrows lead to the line, Enter takes it. */
async function pick(page: Page, list: Locator, wanted: string): Promise<void> {
  await space(page, list);
  const lines = await list.locator("option").count();
  const here = () => page.evaluate(() => (document.activeElement as HTMLOptionElement).value);
  for (let line = 0; line < lines && (await here()) !== wanted; line++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(list).toHaveValue(wanted);
  await expect(list).toBeFocused();
}

/** Tab to the first of a question's answers, Space, and the arrow down to `answer`. */
async function choose(page: Page, first: Locator, answer: Locator): Promise<void> {
  await space(page, first);
  await expect(first).toBeChecked();
  for (let steps = 0; steps < 8 && !(await answer.isChecked()); steps++) await page.keyboard.press("ArrowDown");
  await expect(answer).toBeChecked();
}

/** Tab to the picture's place; Space opens the system's own choice of a file, which no page sees. */
async function choosePicture(page: Page, field: Locator, file: string): Promise<void> {
  await tabTo(page, field);
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Space");
  await (await chooser).setFiles(file);
}

/** Stops the first picture on its way and sends it after all: the focus is at the picture's place, not lost with a button. */
async function changeOnesMind(page: Page, field: Locator, file: string): Promise<void> {
  let isHeld = true;
  await page.route("**/upload/identity/front", async (route) => {
    while (isHeld) await new Promise((done) => setTimeout(done, 100));
    await route.continue().catch(() => {});
  });
  await choosePicture(page, field, file);
  await enter(page, button(page, "取消"));
  await expect(page.getByText(/已取消/)).toBeVisible();
  await expect(field).toBeFocused();
  isHeld = false;
  await enter(page, button(page, "重新上传"));
  await expect(field).toBeFocused();
}

/** 个人信息, from the form itself. */
export async function studies(page: Page): Promise<void> {
  await pick(page, page.getByLabel("考生类型"), "函授");
  await pick(page, page.getByLabel("考生专业"), "会计学");
  await enter(page, button(page, "保存个人信息"));
  await expect(page).toHaveURL(/\/me$/);
}

/** 实名认证 to 认证成功, from 个人中心. */
export async function identity(page: Page, card: { front: string; back: string }): Promise<void> {
  await enter(page, link(page, /^实名认证/));
  await expect(page).toHaveURL(/\/me\/identity/);
  await reads(page, "consent");
  await enter(page, button(page, "同意并继续"));
  await errorsLead(page, "consent", /请勾选确认/);
  await page.keyboard.press("Space");
  await expect(page.locator("#consent")).toBeChecked();
  await enter(page, button(page, "同意并继续"));
  await expect(page.locator("#front")).toBeAttached();
  await awake(page, page.getByText("拍照或从相册选取").first());
  await reads(page, "identity");
  const missing = page.getByText("待上传", { exact: true });
  await changeOnesMind(page, page.locator("#front"), card.front);
  await expect(missing).toHaveCount(1);
  await choosePicture(page, page.locator("#back"), card.back);
  await expect(missing).toHaveCount(0);
  await enter(page, button(page, "开始认证"));
  await expect(page.getByText("认证成功")).toBeVisible({ timeout: 60_000 });
}

/** 报考须知, from what 实名认证 ends with. It is read to its end as the space bar moves it. */
export async function notice(page: Page): Promise<void> {
  await enter(page, link(page, "返回个人中心"));
  await expect(page).toHaveURL(/\/me$/);
  await enter(page, page.getByRole("link", { name: "首页", exact: true }));
  await enter(page, button(page, "开始报名").first());
  await expect(page).toHaveURL(/\/notice$/);
  const read = button(page, "我已阅读并了解");
  await expect(async () => {
    await page.keyboard.press("Space");
    await expect(read).toBeEnabled({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await enter(page, read);
  await expect(page).toHaveURL(/\/face$/);
}

/** 人脸识别, which needs no hand once it has begun. */
export async function face(page: Page): Promise<void> {
  await awake(page, button(page, "开始识别"));
  await reads(page, "face");
  await enter(page, button(page, "开始识别"));
  await errorsLead(page, "consent", /请勾选确认/);
  await page.keyboard.press("Space");
  await expect(page.locator("#consent")).toBeChecked();
  await enter(page, button(page, "开始识别"));
  // The button goes, the focus stays in the page.
  await expect(page.locator("main")).toBeFocused();
  await expect(page).toHaveURL(/\/answers$/, { timeout: FACE_ROUND });
  await expect(page.locator("main")).toBeFocused();
}

/** 报考信息. */
export async function answers(page: Page): Promise<void> {
  await reads(page, "answers");
  await enter(page, button(page, "提交报名"));
  await errorsLead(page, "subject", /请选择/);
  await page.keyboard.press("Space");
  await expect(page.locator("#subject")).toBeChecked();
  await choose(page, page.locator("#site"), page.getByLabel("主校区考点"));
  await choose(page, page.locator("#enrolment"), page.getByLabel("已毕业"));
  await choose(page, page.locator("#thesis"), page.getByLabel("良"));
  await enter(page, button(page, "提交报名"));
  await expect(page).toHaveURL(/\/payment$/);
}

/** 缴费: what has to be typed elsewhere is copied. */
export async function payment(page: Page): Promise<void> {
  await awake(page, button(page, "复制 姓名"));
  await reads(page, "payment");
  await enter(page, button(page, "复制 姓名"));
  await expect(button(page, "已复制 姓名")).toBeFocused();
  await enter(page, link(page, "已缴费，上传订单截图"));
  await expect(page).toHaveURL(/\/proof$/);
}

/** 上传凭证, to 提交成功. */
export async function proof(page: Page, picture: string): Promise<void> {
  await awake(page, page.getByText("拍照或从相册选取"));
  await reads(page, "proof");
  await enter(page, button(page, "提交凭证"));
  await errorsLead(page, "payer_is_candidate", /请勾选确认/);
  await page.keyboard.press("Space");
  await expect(page.locator("#payer_is_candidate")).toBeChecked();
  await choosePicture(page, page.locator("#screenshot"), picture);
  await expect(page.getByAltText("所选照片")).toBeVisible();
  await enter(page, button(page, "提交凭证"));
  await expect(page).toHaveURL(/\/submitted$/);
  await expect(page.getByRole("heading", { name: "提交成功" })).toBeVisible();
  await expect(page.locator("main")).toBeFocused();
}

/** 申请退出报名, and 撤回申请. */
export async function withdraws(page: Page): Promise<void> {
  await enter(page, link(page, "查看报名详情"));
  await enter(page, link(page, "申请退出报名"));
  await reads(page, "withdraw");
  await enter(page, button(page, "提交退出申请"));
  await enter(page, button(page, "撤回申请"));
  await expect(link(page, "申请退出报名")).toBeVisible();
}

/** 更名申请, from 报名详情, to where it waits for a person. */
export async function renames(page: Page, picture: string): Promise<void> {
  await enter(page, page.getByRole("link", { name: "返回", exact: true }));
  await enter(page, page.getByRole("link", { name: "我的", exact: true }));
  await enter(page, link(page, /^个人信息$/));
  await enter(page, link(page, "更名申请"));
  await awake(page, page.getByText("拍照或从相册选取"));
  await reads(page, "rename");
  await enter(page, button(page, "提交更名申请"));
  await errorsLead(page, "new_name", /请填写/);
  await page.keyboard.insertText("张叁");
  await choose(page, page.locator("#rename_reason"), page.getByLabel("生僻字或异体字"));
  await type(page, page.getByLabel("补充说明"), "登记有误");
  await choosePicture(page, page.locator("#rename_picture"), picture);
  await expect(page.getByAltText("所选照片")).toBeVisible();
  await enter(page, button(page, "提交更名申请"));
  await expect(page.getByText("申请正在处理")).toBeVisible();
}
