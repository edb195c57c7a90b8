import { expect, test } from "@playwright/test";
import { someone } from "./person";
import { phone } from "./phone";
import { chinese, inspector, simplified } from "./sound";
import { roadTour, wrongTurnsTour } from "./tour/tours";

// Every page in every state: no finding of axe, nothing too small to tap, nothing that scrolls sideways, no foreign words.

test.describe.configure({ mode: "parallel", timeout: 400_000 });

test("[G3] every page of the road is accessible, in light and dark, in large text and on a narrow phone", async () => {
  const { browser, page } = await phone("clip-1.mjpeg");
  const person = someone("张三");
  const { see, findings } = inspector({ colours: true });
  await roadTour(see, { browser, page, person }, { byPerson: true });
  expect(findings.join("\n")).toBe("");
  await browser.close();
});

test("[G2] [G3] in English no Chinese but the school's own, and every page is accessible", async () => {
  const { browser, page } = await phone("clip-1.mjpeg", { locale: "en-GB" });
  const person = someone("张三");
  const { see, findings } = inspector({ foreign: chinese(), names: [person.name] });
  await roadTour(see, { browser, page, person });
  expect(findings.join("\n")).toBe("");
  await browser.close();
});

test("[G2] [G3] in traditional characters no simplified ones but the school's own, and every page is accessible", async () => {
  const { browser, page } = await phone("clip-1.mjpeg", { locale: "zh-TW" });
  const person = someone("李四");
  const { see, findings } = inspector({ foreign: simplified(), names: [person.name] });
  await roadTour(see, { browser, page, person }, { byPerson: true });
  expect(findings.join("\n")).toBe("");
  await browser.close();
});

test("[G3] every page after a wrong turn is accessible", async () => {
  const { browser, page } = await phone("clip-2.mjpeg");
  const { see, findings } = inspector({ colours: true });
  await wrongTurnsTour(see, { browser, page, person: someone("李四") }, someone("王五"));
  expect(findings.join("\n")).toBe("");
  await browser.close();
});

test("[G2] [G3] the control: what is wrong is found", async () => {
  const { browser, page } = await phone(undefined, { locale: "en-GB" });
  await page.goto("/");
  await page.evaluate(() => {
    const bad = document.createElement("section");
    bad.innerHTML =
      '<button id="small">x</button><p id="pale">考试</p><p lang="zh-CN">考场</p><p>Tap it (相册)</p><div id="broad">-</div>';
    document.querySelector("main")?.append(bad);
    const style = (id: string) => (document.getElementById(id) as HTMLElement).style;
    style("small").height = "20px";
    style("pale").color = "#ccc";
    style("broad").width = "900px";
  });
  const { see, findings } = inspector({ foreign: chinese(), colours: true });
  await see(page, "home");
  const all = findings.join("\n");
  for (const found of ["light: color-contrast", "light: small target", "light: not in en: 考试", "narrow: wider than 320 px"]) {
    expect(all).toContain(found);
  }
  for (const fine of ["考场", "相册"]) expect(all).not.toContain(`: ${fine}`);
  await browser.close();
});
