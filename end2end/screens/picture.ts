import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { settle } from "../tests/sound";
import type { See } from "../tests/tour/page";

/** Where the pictures stand in the repository. */
export const FOLDER = join(__dirname, "../../docs/screens");

/** How a page is looked at. */
interface Variant {
  width: number;
  height: number;
  dark?: boolean;
  large?: boolean;
}

const PHONE = { width: 390, height: 844 };

/** The ways in which every page is looked at. */
export const VARIANTS: Record<string, Variant> = {
  light: PHONE,
  dark: { ...PHONE, dark: true },
  large: { ...PHONE, large: true },
  wide: { width: 1280, height: 800 },
};

/** Where the pictures stand that a phone shows before it installs the portal. */
const SHOP = join(__dirname, "../../public/screens");

/** Low enough that all pictures together weigh a few megabytes; text stays sharp. */
const QUALITY = 35;

/** A page as it would be seen on a screen as high as the page is long. */
export async function take(page: Page, path: string, { width, height, dark = false, large = false }: Variant): Promise<void> {
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  await page.evaluate((size) => document.documentElement.setAttribute("data-text", size), large ? "large" : "normal");
  await page.setViewportSize({ width, height });
  const all = await page.evaluate(() => document.documentElement.scrollHeight);
  const size = { width, height: Math.max(height, all) };
  await page.setViewportSize(size);
  await page.evaluate(() => window.scrollTo(0, 0));
  await settle(page);
  // Points of the page, whatever the density of the screen.
  await write(page, path, size, 1);
}

async function write(page: Page, path: string, size: { width: number; height: number }, scale: number): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...size, scale };
  const { data } = await browser.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, clip });
  await browser.detach();
  writeFileSync(path, Buffer.from(data, "base64"));
}

/** Takes the pictures of the manifest (`server::http::portable`): what a phone's screen shows of these places, sharp. */
export function shopWindow(places: Record<string, string>): See {
  mkdirSync(SHOP, { recursive: true });
  return async (page, place) => {
    if (!(place in places)) return;
    await page.evaluate(() => window.scrollTo(0, 0));
    await write(page, join(SHOP, `${places[place]}.webp`), PHONE, 2);
  };
}

/** One line for each place, with a link to each of its pictures. */
export function writeIndex(): void {
  const places = new Map<string, string[]>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".webp")).sort()) {
    const [place, variant] = file.split(".");
    places.set(place, [...(places.get(place) ?? []), variant]);
  }
  const order = [...Object.keys(VARIANTS), "en", "zh-Hant"];
  const links = (place: string, variants: string[]) =>
    order.filter((name) => variants.includes(name)).map((name) => `[${name}](${place}.${name}.webp)`).join(" · ");
  const lines = [...places].map(([place, variants]) => `| ${place} | ${links(place, variants)} |`);
  const head = [
    "# Every page in every state",
    "",
    "Taken by `cargo xtask screens`; everybody on them is invented. `light`, `dark` and `large` (大字) are a phone of 390 px,",
    "`wide` a window of 1,280 px; `en` and `zh-Hant` are the chief pages in the other languages. Papers are in [papers](papers).",
    "",
    "| page and state | pictures |",
    "|---|---|",
  ];
  writeFileSync(join(FOLDER, "README.md"), [...head, ...lines, ""].join("\n"));
}

/** Takes a picture of every place, or of those in `only`, in the variants of these names; they stand before `.webp`. */
export function photographer(variants: Record<string, Variant>, only?: string[]): See {
  mkdirSync(FOLDER, { recursive: true });
  return async (page, place) => {
    if (only && !only.includes(place)) return;
    const before = await page.evaluate(() => document.documentElement.getAttribute("data-text") ?? "normal");
    for (const [name, variant] of Object.entries(variants)) {
      await take(page, join(FOLDER, `${place}.${name}.webp`), variant);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.evaluate((size) => document.documentElement.setAttribute("data-text", size), before);
    await page.setViewportSize(PHONE);
  };
}

/** Takes the pictures of a place that a story is in: of the back office on a desk, of a candidate's page in every variant. */
export async function taken(page: Page, place: string): Promise<void> {
  const before = page.viewportSize() ?? PHONE;
  const { wide, ...phones } = VARIANTS;
  await photographer(place.startsWith("office-") ? { wide } : { ...phones, wide })(page, place);
  await page.setViewportSize(before);
}
