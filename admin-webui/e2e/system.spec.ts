import { expect, test } from "@playwright/test";
import { axeFindsNothing, noSidewaysScroll, signIn } from "./administrator";

test("the system tells what runs, proves its books, and keeps its secrets", async ({ page }) => {
  await signIn(page, "/admin/");
  await page.getByRole("link", { name: "System", exact: true }).click();

  const instances = page.getByRole("region", { name: "Instances there now" });
  for (const service of ["Chat", "Administration", "Relay"])
    await expect(instances.getByRole("row", { name: service })).toContainText("Serving");
  for (const store of ["MongoDB", "Redis"])
    await expect(page.getByRole("region", { name: store, exact: true })).toContainText("Reachable");
  await expect(page.getByRole("region", { name: "What waits" })).toContainText("Calls not booked yet");

  await page.getByRole("button", { name: "Verify the ledger" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "all right." })).toBeVisible();
  await page.getByRole("button", { name: "Verify the audit log" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "all as they were written" })).toBeVisible();

  await page.getByLabel("Search settings").fill("key_pepper");
  const rows = page.getByRole("region", { name: "Settings in effect" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText("Secret, set");
  await expect(rows.last()).toContainText("secrets.toml");
  await axeFindsNothing(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await noSidewaysScroll(page);
  await axeFindsNothing(page);
});
