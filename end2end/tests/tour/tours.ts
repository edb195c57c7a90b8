import { expect } from "@playwright/test";
import type { Person } from "../person";
import type { Walker } from "../walk";
import * as account from "./account";
import { nothing, type See } from "./page";
import * as road from "./road";

/** Every page of the road and of an account. The camera must show the face on the card, or a person looks at it. */
export async function roadTour(see: See, walker: Walker, { byPerson = false } = {}): Promise<void> {
  const { page, person } = walker;
  await account.strangerSees(see, page);
  await account.signUpSees(see, page, person);
  await account.profileSees(see, page);
  await account.securitySees(see, walker);
  await road.identitySees(see, page, person);
  const id = await road.noticeSees(see, page);
  await road.faceExplained(see, page);
  await (byPerson ? road.faceByPersonSees(see, page) : road.faceSees(see, page));
  await road.answersSees(see, page, id);
  await road.paymentSees(see, page, id);
  await road.afterwardsSees(see, walker, id);
  await account.demoSees(see, page);
  await account.otherPhoneSees(see, page, person);
}

/** Forgotten, refused, and by a person. The camera shows somebody else than the card. */
export async function wrongTurnsTour(see: See, { page, person }: Walker, another: Person): Promise<void> {
  await account.forgetfulSees(see, page);
  await account.signUpSees(nothing, page, another);
  await road.identityByPersonSees(see, page);
  await page.goto("/me");
  await page.locator("main form button").click();
  await expect(page.locator(".bottom-bar")).toBeVisible();
  await account.signUpSees(nothing, page, person);
  await account.profileSees(nothing, page);
  await road.refusedIdentitySees(see, page, person);
  await road.noticeSees(nothing, page);
  await road.refusedFaceSees(see, page);
  await road.faceByPersonSees(see, page);
  await account.resetSees(see, page, person);
}
