import { expect, test, type Page } from "@playwright/test";
import { looksRight } from "./looks";
import { freshEmail, password, registered } from "./person";

/** The provider of identities that the fake upstream plays: whoever comes says who they are. */
async function sayWho(page: Page, email: string): Promise<void> {
  await expect(page.getByRole("heading", { name: "Who are you?" })).toBeVisible();
  await page.getByLabel("Address").fill(email);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Continue" }).click();
}

test("who comes by a provider gets an account; one with a password connects the provider first", async ({ page, browser }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const fresh = freshEmail();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Continue with First" }).click();
  await sayWho(page, fresh);
  await expect(page).toHaveURL(/\/settings$/);
  await expect(page.getByRole("list", { name: "Ways to sign in" }).getByRole("listitem").first()).toContainText(fresh);
  await expect(page.getByText("You have none yet.")).toBeVisible();
  await page.getByRole("button", { name: /^Disconnect First/ }).click();
  await expect(page.getByText("First is still connected. This is the only way into your account")).toBeVisible();
  await looksRight(page, "ways in", [1280, 360]);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.getByRole("button", { name: "Delete it for good" }).click();
  await expect(page).toHaveURL(/\/login/);

  const other = await browser.newContext({ ignoreHTTPSErrors: true, baseURL: process.env.E2E_BASE_URL });
  const there = await other.newPage();
  const known = await registered(other);
  await there.goto("/login");
  await expect(there.getByRole("heading", { level: 1 })).toContainText("Ada");
  await page.getByRole("button", { name: "Continue with Second" }).click();
  await sayWho(page, known);
  await expect(page.getByRole("alert").filter({ hasText: "sign in to it, then connect Second in its settings" })).toBeVisible();
  await looksRight(page, "way back", [1280, 360]);
  await page.getByRole("link", { name: "Back to signing in" }).click();
  await page.goto("/sign-in/first?error=access_denied&error_description=Call+0900&state=s");
  await expect(page.getByText("You or the provider said no.")).toBeVisible();
  await expect(page.getByText("0900")).toHaveCount(0);

  await there.goto("/settings");
  await there.getByRole("button", { name: "Connect Second" }).click();
  await there.getByLabel("Your password").fill(password);
  await there.getByRole("button", { name: "Continue to Second" }).click();
  await sayWho(there, known);
  await expect(there).toHaveURL(/\/settings$/);
  await expect(there.getByRole("list", { name: "Ways to sign in" })).toContainText(known);
  await other.close();

  await page.goto("/login");
  await page.getByRole("button", { name: "Continue with Second" }).click();
  await sayWho(page, known);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
});
