import { expect, test } from "@playwright/test";
import { looksRight } from "./looks";
import { ask, answers, begun, finished } from "./person";

test("a model remembers once one wants it to; what it remembers is seen, changed and forgotten", async ({ page }) => {
  await begun(page, "fake-calc");
  await page.goto("/settings/memory");
  await expect(page.getByText("Nothing is remembered.")).toBeVisible();
  await page.getByRole("switch", { name: "Remember across chats" }).check();
  await expect(page.getByText("Nothing is remembered yet.")).toBeVisible();

  await page.goto("/");
  await ask(page, "I write British English");
  await finished(page);
  await expect(answers(page).last()).toContainText("It is Remembered.");

  await page.goto("/settings/memory");
  await page.getByRole("button", { name: "Change “I write British English”" }).click();
  await page.getByLabel("What to remember").fill("I write plainly");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("list", { name: "What is remembered" })).toHaveText("I write plainly");
  await looksRight(page, "memory", [1280, 360]);
  await page.getByRole("button", { name: "Forget “I write plainly”" }).click();
  await expect(page.getByText("Nothing is remembered yet.")).toBeVisible();
});
