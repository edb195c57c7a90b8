import { expect, type Page } from "@playwright/test";
import { readPaper } from "./paper";
import { seen, type See } from "./tour/page";

/** Orders every paper of the site at which these people sit, waits for it as it is drawn, fetches it and reads it. */
export async function printsPapers(page: Page, exam: string, names: string[], see: See): Promise<void> {
  await page.goto("/admin/papers");
  const choice = page.locator("select[name=exam]");
  if (!(await choice.locator("option:checked").textContent())?.includes(exam)) {
    await choice.selectOption({ label: exam });
    await page.getByRole("button", { name: "查看", exact: true }).click();
  }
  await expect(page.locator("#place")).toBeVisible();
  await page.getByRole("button", { name: "生成", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("请至少勾选一种材料");
  for (const paper of ["准考证", "门贴", "座次表", "桌贴", "签到表", "照片对照表", "考场情况记录表"]) {
    await page.getByLabel(paper, { exact: true }).check();
  }
  await page.getByRole("button", { name: "生成", exact: true }).click();
  const batches = page.getByRole("region", { name: "已生成的材料" });
  await expect(batches).toContainText("准考证、门贴");
  // The page asks again by itself.
  const fetch = page.getByRole("link", { name: /^下载 PDF/ });
  await expect(fetch).toBeVisible({ timeout: 60_000 });
  await expect(batches).toContainText("已完成，可下载至");
  await seen(see, page, "office-papers");
  const download = page.waitForEvent("download");
  await fetch.click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("考场材料.pdf");
  const paper = readPaper(await file.path());
  expect(paper.text).toHaveLength(names.length + 6);
  const all = paper.text.join("\n");
  for (const said of [...names, "考场座次表", "考生签到表", "考生照片对照表", "考场情况记录表"]) {
    expect(all).toContain(said);
  }
}
