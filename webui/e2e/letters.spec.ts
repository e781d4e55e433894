import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { looksRight } from "./looks";
import { registered } from "./person";

/** The link of the newest letter to an address: without a mail server each is a file, and the first makes the folder. */
function linkTo(email: string): string {
  const folder = process.env.E2E_MAIL ?? "";
  if (!existsSync(folder)) return "";
  const letters = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), "utf8"));
  return letters.filter((letter) => letter.includes(`To: ${email}`)).at(-1)?.match(/https?:\/\/\S+#\w+/)?.[0] ?? "";
}

test("who forgot the password chooses a new one by a letter's link, once", async ({ page, browser }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const email = await registered(page.context());
  const other = await browser.newContext({ ignoreHTTPSErrors: true });
  const there = await other.newPage();
  await there.goto("/login");
  await there.getByRole("link", { name: "Forgot your password?" }).click();
  await looksRight(there, "forgot", [1280, 360]);
  await there.getByLabel("Email").fill(email);
  await there.getByRole("button", { name: "Send the letter" }).click();
  await expect(there.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await expect.poll(() => linkTo(email)).not.toBe("");
  const link = linkTo(email);

  await there.goto(link);
  await looksRight(there, "reset", [1280, 360]);
  await there.getByLabel("New password").fill("a better battery staple");
  await there.getByRole("button", { name: "Set the password" }).click();
  await there.getByLabel("Email").fill(email);
  await there.getByLabel("Password", { exact: true }).fill("a better battery staple");
  await there.getByRole("button", { name: "Sign in" }).click();
  await expect(there.getByRole("heading", { level: 1 })).toContainText("Ada");
  await page.goto("/");
  await expect(page).toHaveURL(/\/login/);

  await page.goto(link);
  await page.getByLabel("New password").fill("one more battery staple");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This link is over" })).toBeVisible();
  await page.goto("/verify#nothing");
  await page.getByRole("button", { name: "Confirm it" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This link is over" })).toBeVisible();
  await looksRight(page, "verify", [1280, 360]);
  await other.close();
});
