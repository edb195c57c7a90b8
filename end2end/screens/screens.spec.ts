import { test } from "@playwright/test";
import type { Person } from "../tests/person";
import { phone } from "../tests/phone";
import { roadTour, wrongTurnsTour } from "../tests/tour/tours";
import { VARIANTS, photographer, shopWindow } from "./picture";

// Invented people, always the same, so that the pictures change only where the pages do.
const PASSWORD = "kT4-brook-lamp";
const ZHANG: Person = { name: "张三", number: "430111199506150029", phone: "13900001234", password: PASSWORD };
const LI: Person = { name: "李四", number: "43011119960820004X", phone: "13900005678", password: PASSWORD };
const WANG: Person = { name: "王五", number: "43011119970305006X", phone: "13900009012", password: PASSWORD };
const ZHAO: Person = { name: "赵六", number: "430111199801120033", phone: "13900003456", password: PASSWORD };
const SUN: Person = { name: "孙七", number: "430111199410010080", phone: "13900007890", password: PASSWORD };

/** The pages that are looked at in the other languages, too. */
const CHIEF = [
  "home-signed-out",
  "sign-up-1",
  "sign-up-1-errors",
  "me-verified",
  "identity-empty",
  "face",
  "answers",
  "payment",
  "submitted",
  "registration",
];

/** What stands in the manifest, by place. */
const SHOP = { "home-signed-in": "home", "answers-chosen": "answers", registration: "registration" };

test("the whole road", async () => {
  const { browser, page } = await phone("clip-1.mjpeg");
  const [all, shop] = [photographer(VARIANTS), shopWindow(SHOP)];
  const both = async (...of: Parameters<typeof all>) => {
    await shop(...of);
    await all(...of);
  };
  await roadTour(both, { browser, page, person: ZHANG });
  await browser.close();
});

test("wrong turns", async () => {
  const { browser, page } = await phone("clip-2.mjpeg");
  await wrongTurnsTour(photographer(VARIANTS), { browser, page, person: LI }, ZHAO);
  await browser.close();
});

for (const [locale, name, person] of [
  ["en-GB", "en", WANG],
  ["zh-TW", "zh-Hant", SUN],
] as const) {
  test(`the chief pages in ${name}`, async () => {
    const { browser, page } = await phone("clip-1.mjpeg", { locale });
    await roadTour(photographer({ [name]: VARIANTS.light }, CHIEF), { browser, page, person });
    await browser.close();
  });
}
