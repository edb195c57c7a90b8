import { expect, type Locator, type Page } from "@playwright/test";

/** What is done in every place of a tour: a picture is taken, or the place is checked. */
export type See = (page: Page, place: string) => Promise<void>;

/** For the parts of a tour that somebody else sees. */
export const nothing: See = async () => {};

/** The button that sends the form around this field, in any language. */
export function sendButton(page: Page, field: string): Locator {
  return page.locator(`main form:has(#${field}) button[type=submit]`).last();
}

/** The page's one action at its foot. */
export function action(page: Page): Locator {
  return page.locator(".bottom-bar .btn-primary").last();
}

/** Sends the form around this field as it stands, which is wrong, and waits for what is said about it. */
export async function sendWrong(page: Page, field: string): Promise<void> {
  await sendButton(page, field).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
}

/** Fills fields by their ids. */
export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [id, value] of Object.entries(values)) await page.locator(`#${id}`).fill(value);
}

/** Sees the page once its data and pictures are there. */
export async function seen(see: See, page: Page, place: string): Promise<void> {
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await expect(page.locator("main")).toBeVisible();
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))));
  await see(page, place);
}

/** Goes to a page and sees it. */
export async function visit(see: See, page: Page, path: string, place: string): Promise<void> {
  await page.goto(path);
  await seen(see, page, place);
}
