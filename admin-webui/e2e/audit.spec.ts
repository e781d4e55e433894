import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { axeFindsNothing, noSidewaysScroll, signIn } from "./administrator";

test("an act is found in the audit log, opened, saved and proved", async ({ page }) => {
  const name = `Audited ${Date.now()}`;
  await signIn(page, "/admin/teams");
  await page.getByLabel("New team's name").fill(name);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("row", { name })).toBeVisible();

  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByLabel("Act").click();
  await page.getByRole("option", { name: "Made a team" }).click();
  await expect(page).toHaveURL(/action=createTeam/);
  const row = page.getByRole("row", { name });
  await expect(row).toContainText("Made a team");
  await row.getByRole("link").click();
  await expect(page.getByRole("dialog")).toContainText("Place in the chain");
  await axeFindsNothing(page);
  await page.keyboard.press("Escape");

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  const text = readFileSync(await (await saving).path(), "utf8");
  expect(text).toContain(name);
  expect(text.split("\r\n")[0]).toContain("previous,digest");

  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "all as they were written" })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await noSidewaysScroll(page);
  await axeFindsNothing(page);
});
