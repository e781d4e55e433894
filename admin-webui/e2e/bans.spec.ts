import { expect, test } from "@playwright/test";
import { axeFindsNothing, noSidewaysScroll, registered, signIn } from "./administrator";

test("a user is banned with a reason that signing in tells, and let in again", async ({
  page,
  playwright,
  baseURL,
}) => {
  const site = baseURL ?? "";
  const chat = await playwright.request.newContext({ baseURL: site });
  const { email, enter } = await registered(chat, site);
  await signIn(page, `/admin/users?search=${encodeURIComponent(email)}`);
  await page.getByRole("link", { name: "Eve Journey" }).click();
  await page.getByRole("button", { name: "Ban", exact: true }).click();
  await page.setViewportSize({ width: 360, height: 800 });
  await noSidewaysScroll(page);
  await axeFindsNothing(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByLabel("Reason, which they read").fill("Keys were shared");
  await page.getByRole("button", { name: "Ban user" }).click();
  await expect(page.getByText("Banned until it is lifted: Keys were shared")).toBeVisible();

  const refused = await enter();
  expect(refused.status()).toBe(403);
  expect((await refused.json()).error.message).toBe("this account is banned: Keys were shared");

  await page.getByRole("button", { name: "Lift the ban" }).click();
  await page
    .getByRole("dialog", { name: /Lift the ban/ })
    .getByRole("button", { name: "Lift the ban" })
    .click();
  await expect(page.getByRole("button", { name: "Ban", exact: true })).toBeVisible();
  expect((await enter()).ok()).toBe(true);
  await chat.dispose();
});
