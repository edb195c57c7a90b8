import { chromium, expect, test, type Cookie } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { launch } from "../browser";
import { freePort } from "../tests/deploy";
import { toAnswers } from "../tests/walk";
import { looks, woken } from "./phone";

/** Lighthouse's own mobile settings, except that what is signed in stays so. */
const ROUNDS = 5;
/** Of the figure that has no bar. */
const TOUCHES = 3;

/** The bars of the pages that candidates see most. */
const BARS = { performance: 95, accessibility: 100, "best-practices": 100, interactive: 2_500 } as const;
type Figure = keyof typeof BARS;
/** How often the live hints look at the camera's picture at least. */
const LOOKS_A_SECOND = 10;

/** One line of `target/bench/report.json`. */
interface Line {
  name: string;
  unit: string;
  median: number;
  min: number;
  max: number;
  /** None where the figure only says what another one does not. */
  bar: number | null;
  ok: boolean;
}

/** What we read of Lighthouse's result. */
interface Result {
  lhr: {
    categories: Record<string, { score: number | null }>;
    audits: Record<string, { title: string; score: number | null; scoreDisplayMode: string; numericValue?: number }>;
  };
}
type Lighthouse = (url: string, flags: object) => Promise<Result>;

async function lighthouse(): Promise<Lighthouse> {
  const place = process.env.ZHUNKAO_LIGHTHOUSE ?? "";
  return ((await import(pathToFileURL(place).href)) as { default: Lighthouse }).default;
}

/** The figures of a page, each as often as there are rounds, and what was found wrong in any of them. */
async function measure(url: string, cookie: string): Promise<{ figures: Record<Figure, number[]>; found: Set<string> }> {
  const [run, port] = [await lighthouse(), await freePort()];
  const figures: Record<Figure, number[]> = { performance: [], accessibility: [], "best-practices": [], interactive: [] };
  const found = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const options = launch();
    const browser = await chromium.launch({ ...options, args: [...(options.args ?? []), `--remote-debugging-port=${port}`] });
    const headers = { "accept-language": "zh-CN", ...(cookie && { cookie }) };
    const { lhr } = await run(url, {
      port,
      output: "json",
      logLevel: "error",
      onlyCategories: ["performance", "accessibility", "best-practices"],
      extraHeaders: headers,
    });
    for (const category of ["performance", "accessibility", "best-practices"] as const) {
      figures[category].push(Math.round((lhr.categories[category].score ?? 0) * 100));
    }
    figures.interactive.push(Math.round(lhr.audits.interactive.numericValue ?? Number.NaN));
    for (const [id, audit] of Object.entries(lhr.audits)) {
      if (audit.scoreDisplayMode === "binary" && audit.score === 0) found.add(`${id}: ${audit.title}`);
    }
    await browser.close();
  }
  return { figures, found };
}

function lineOf(name: string, unit: string, values: number[], bar: number | null): Line {
  const sorted = values.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)];
  const ok = bar === null || (unit === "ms" ? median <= bar : median >= bar);
  const line = { name, unit, median, min: sorted[0], max: sorted[sorted.length - 1], bar, ok };
  const range = `(${line.min} to ${line.max}${bar === null ? "" : `, bar ${bar}`})`;
  console.log(`${name.padEnd(34)} ${String(median).padStart(6)} ${unit.padEnd(8)} ${range}${ok ? "" : " MISSED"}`);
  return line;
}

test("the pages that candidates see most", async () => {
  const lines: Line[] = [];
  const look = async (name: string, url: string, cookies: Cookie[] = []) => {
    const { figures, found } = await measure(url, cookies.map(({ name, value }) => `${name}=${value}`).join("; "));
    for (const figure of Object.keys(BARS) as Figure[]) {
      lines.push(lineOf(`${name}: ${figure}`, figure === "interactive" ? "ms" : "points", figures[figure], BARS[figure]));
    }
    for (const problem of found) console.log(`  ${problem}`);
    const times: number[] = [];
    for (let round = 0; round < TOUCHES; round += 1) times.push(await woken(url, cookies));
    lines.push(lineOf(`${name}: touch to program`, "ms", times, null));
  };
  const home = process.env.ZHUNKAO_URL ?? "";
  await look("home", `${home}/`);
  await look("sign-up", `${home}/sign-up`);

  const walker = await toAnswers("方十四", "会计学");
  const { page } = walker;
  const cookies = await page.context().cookies();
  const answers = page.url();
  await look("personal centre", `${home}/me`, cookies);
  await look("exam information", answers, cookies);
  await page.goto(answers);
  await page.getByLabel("英语").check();
  await page.getByLabel("主校区考点").check();
  await page.getByLabel("在籍").check();
  await page.getByRole("button", { name: "提交报名" }).tap();
  await expect(page).toHaveURL(/\/payment$/);
  await look("payment", page.url(), cookies);
  await walker.browser.close();
  lines.push(lineOf("face: live hints, CPU 6 times slower", "a second", await looks(10), LOOKS_A_SECOND));
  const report = process.env.ZHUNKAO_PAGES_REPORT;
  if (report) writeFileSync(report, `${JSON.stringify(lines, null, 2)}\n`);
  expect(lines.filter((line) => !line.ok)).toEqual([]);
});
