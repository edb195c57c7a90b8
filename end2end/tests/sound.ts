import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { outOfReach } from "./keys";
import type { See } from "./tour/page";

/** WCAG 2.2 AA, and what is good practice beside it. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const PHONE = { width: 390, height: 844 };
/** The narrowest phone. */
const NARROW = { width: 320, height: 640 };

/** What a language's pages must not show outside of what a school wrote. */
export interface Foreign {
  /** Signs that do not belong there. */
  signs: string;
  /** What is taken out beforehand. */
  except: RegExp;
}

/** Texts of a language, all together. */
function wordsOf(language: string): string {
  const folder = join(__dirname, "../../app/locales", language);
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")).join("");
}

/** On English pages: Chinese, but for the menus of Chinese programs in brackets, and the name of the language menu. */
export function chinese(): Foreign {
  return { signs: "[\\u3000-\\u303f\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]", except: /\([^()]*\)|Language 语言/g };
}

/** On pages in traditional characters: those that only the simplified texts have. */
export function simplified(): Foreign {
  const traditional = new Set(wordsOf("zh-Hant"));
  const only = [...new Set(wordsOf("zh-CN"))].filter((sign) => /\p{Script=Han}/u.test(sign) && !traditional.has(sign));
  return { signs: `[${only.join("")}]`, except: /(?!)/g };
}

/** The rules that this breaks, each with the first element that breaks it. */
async function axe(page: Page, rules?: string[]): Promise<string[]> {
  // Without a second page for its results, which would take as long as all the rest.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const chosen = rules ? builder.withRules(rules) : builder.withTags(RULES);
  // Its sizes count what a bar at the foot covers just now, which a scroll brings forth; `smallTargets` is stricter.
  const { violations } = await chosen.disableRules(rules ? [] : ["target-size"]).analyze();
  return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 200)}`);
}

/** What is to be tapped and is smaller than 44 px; links within a sentence may be. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, summary, textarea")];
    const target = (element: HTMLElement) => element.closest("label") ?? element;
    const isInSentence = (element: HTMLElement) => {
      const display = getComputedStyle(element).display;
      if (element.tagName !== "A" || !display.startsWith("inline")) return false;
      return element.parentElement?.textContent?.trim() !== element.textContent?.trim();
    };
    return all
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".sr-only, .skip"))
      .filter((element) => !isInSentence(element) && (element as HTMLInputElement).type !== "hidden")
      .map((element) => ({ element, box: target(element).getBoundingClientRect() }))
      .filter(({ box }) => box.width < 43.9 || box.height < 43.9)
      .map(({ element, box }) => `small target ${Math.round(box.width)}×${Math.round(box.height)}: ${element.outerHTML.slice(0, 160)}`);
  });
}

/** What makes the page scroll sideways. */
function wideElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = [...document.body.querySelectorAll("*")]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > room + 1)
      .filter((element) => !element.closest(".sr-only, .skip, .camera, .office-scroll"))
      .map((element) => `wider than ${room} px: ${element.outerHTML.slice(0, 160)}`);
    return document.documentElement.scrollWidth > room && wide.length === 0 ? [`scrolls sideways at ${room} px`] : wide.slice(0, 3);
  });
}

/** Visible texts and names in the page's own language that hold signs of another one. */
function foreignTexts(page: Page, { signs, except }: Foreign, names: string[]): Promise<string[]> {
  return page.evaluate(
    ([signs, except, names]) => {
      const own = document.documentElement.lang;
      const said: string[] = [document.title];
      const isOwn = (element: Element | null) => element?.closest("[lang]")?.getAttribute("lang") === own;
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const parent = texts.currentNode.parentElement;
        if (!parent || parent.closest("script, style, noscript") || !isOwn(parent)) continue;
        if ((parent.closest("select") ?? parent).checkVisibility()) said.push(texts.currentNode.textContent ?? "");
      }
      for (const element of document.body.querySelectorAll("[aria-label], [alt], [title], [placeholder]")) {
        if (!element.checkVisibility() || !isOwn(element)) continue;
        for (const name of ["aria-label", "alt", "title", "placeholder"]) said.push(element.getAttribute(name) ?? "");
      }
      const foreign = new RegExp(signs as string, "u");
      return said
        .map((text) => (names as string[]).reduce((rest, name) => rest.replaceAll(name, ""), text))
        .filter((text) => foreign.test(text.replace(new RegExp(except as string, "g"), "")))
        .map((text) => `not in ${own}: ${text.trim().slice(0, 120)}`);
    },
    [signs, except.source, names] as const,
  );
}

/** Ends what is still fading into another colour. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish();
    }
  });
}

async function size(page: Page, text: "normal" | "large"): Promise<void> {
  await page.evaluate((text) => document.documentElement.setAttribute("data-text", text), text);
}

/** How thoroughly pages are looked at. */
export interface Wishes {
  /** Signs that must not be there. */
  foreign?: Foreign;
  /** What candidates typed, in whatever language. */
  names?: string[];
  /** Colours in the dark and of large text, too: they are the same in every language. */
  colours?: boolean;
}

/** Looks at each place, and keeps what it finds. */
export function inspector({ foreign, names = [], colours = false }: Wishes): { see: See; findings: string[] } {
  const findings: string[] = [];
  const see: See = async (page, place) => {
    // Only while pictures are taken: stories that reach what no tour does.
    if (process.env.ZHUNKAO_SCREENS) await (await import("../screens/picture")).taken(page, place);
    const keep = (how: string, found: string[]) => findings.push(...found.map((what) => `${place}, ${how}: ${what}`));
    await settle(page);
    keep("light", await axe(page));
    keep("light", await smallTargets(page));
    // Candidates' pages are walked by keyboard in `keyboard.spec.ts`; every page of the office is asked as it comes.
    if (place.startsWith("office-")) keep("keyboard", await outOfReach(page));
    if (foreign) keep("light", await foreignTexts(page, foreign, names));
    if (colours) {
      await page.emulateMedia({ colorScheme: "dark" });
      await settle(page);
      keep("dark", await axe(page, ["color-contrast"]));
      await page.emulateMedia({ colorScheme: "light" });
    }
    await page.setViewportSize(NARROW);
    keep("narrow", await wideElements(page));
    await size(page, "large");
    keep("narrow and large", await wideElements(page));
    await page.setViewportSize(PHONE);
    keep("large", await wideElements(page));
    await settle(page);
    if (colours) keep("large", await axe(page, ["color-contrast", "scrollable-region-focusable"]));
    await size(page, "normal");
  };
  return { see, findings };
}
