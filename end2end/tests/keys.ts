import { expect, type Locator, type Page } from "@playwright/test";

// Somebody who has a keyboard and nothing else.

/** More stops than any page has. */
const MOST_STOPS = 80;

/** What the focus is on, and whether that can be seen. */
interface Stop {
  what: string;
  isVisible: boolean;
}

/** Where the focus is now. A hidden file field shows its ring around the picture's place. */
function stop(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const shown = element.matches(".photo-over") ? (element.previousElementSibling as HTMLElement) : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    const box = shown.getBoundingClientRect();
    const isInSight = box.bottom > 0 && box.top < window.innerHeight && box.width > 0 && box.height > 0;
    // What covers its middle must be itself or a part of it: no bar that stays where it is hides it.
    const [x, y] = [box.left + box.width / 2, Math.min(Math.max(box.top + box.height / 2, 1), window.innerHeight - 1)];
    const top = document.elementFromPoint(x, y);
    const isUncovered = top !== null && (shown.contains(top) || top.contains(shown) || top.closest("label") === shown.closest("label"));
    return {
      what: element.outerHTML.slice(0, 120),
      isVisible: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && isInSight && isUncovered,
    };
  });
}

/**
 * What a keyboard alone does not come to, and where it cannot be seen that it has come: every control of the page is a stop of
 * Tab, but for the answers of one question, which are one stop together.
 */
export async function outOfReach(page: Page): Promise<string[]> {
  const expected = await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary")];
    const groups = new Set<string>();
    const stops = all.filter((control) => {
      const input = control as HTMLInputElement;
      if (input.type === "hidden" || control.matches(":disabled") || control.tabIndex < 0) return false;
      if (!control.checkVisibility({ visibilityProperty: true })) return false;
      if (input.type !== "radio") return true;
      const isFirst = !groups.has(input.name);
      groups.add(input.name);
      return isFirst;
    });
    stops.forEach((stop, at) => stop.setAttribute("data-stop", (stop as HTMLInputElement).type === "radio" ? `radio ${(stop as HTMLInputElement).name}` : `${at}`));
    return stops.map((stop) => [stop.getAttribute("data-stop") ?? "", stop.outerHTML.slice(0, 160)]);
  });
  const missing = new Map(expected as [string, string][]);
  // A moment is typed part by part, each of them a stop.
  const parts = 7 * (await page.locator("input[type=datetime-local], input[type=date], input[type=month]").count());
  const hidden = new Set<string>();
  // Round once: from where the focus was to the end, and from the beginning to there.
  for (let presses = expected.length + parts + 4; presses > 0 && missing.size > 0; presses--) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement;
      return focused.type === "radio" ? `radio ${focused.name}` : focused.getAttribute("data-stop");
    });
    if (at === null) continue;
    missing.delete(at);
    const { what, isVisible } = await stop(page);
    if (!isVisible) hidden.add(what);
  }
  return [...[...missing.values()].map((what) => `no stop of Tab: ${what}`), ...[...hidden].map((what) => `focus not to be seen: ${what}`)];
}

/** Tab, until the focus is on `target`; at every stop it can be seen where it is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press("Tab");
    // From the last element, the focus leaves the page before it comes back to the first.
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    const { what, isVisible } = await stop(page);
    expect(isVisible, `focus to be seen on ${what}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${target.toString()}`);
}

/** Tab to it, then Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Tab to it, then Space. */
export async function space(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Space");
}

/** Tab to the field, and type instead of what stands there. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
  await expect(target).toHaveValue(text);
}

/** What assistive technology is told of the page's content: as written down in tests/aria. */
export async function reads(page: Page, form: string): Promise<void> {
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await expect(page.locator("main")).toMatchAriaSnapshot({ name: `${form}.aria.yml` });
}

/** The summary of errors has the focus, and its first link leads to the field, which tells what is wrong with it. */
export async function errorsLead(page: Page, field: string, says: RegExp): Promise<void> {
  const summary = page.locator(".summary").first();
  await expect(summary).toBeFocused();
  await enter(page, summary.getByRole("link").first());
  const wrong = page.locator(`#${field}`);
  await expect(wrong).toBeFocused();
  if ((await wrong.getAttribute("type")) === "radio") {
    // What is wrong with a question is told of all its answers together.
    await expect(page.getByRole("group").filter({ has: wrong })).toHaveAccessibleDescription(says);
    return;
  }
  await expect(wrong).toHaveAccessibleDescription(says);
  await expect(wrong).toHaveAttribute("aria-invalid", "true");
}

/** A button of the page's content. */
export const button = (page: Page, name: string | RegExp) => page.locator("main").getByRole("button", { name });
