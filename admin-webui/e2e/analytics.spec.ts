import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { axeFindsNothing, call, noSidewaysScroll, relayKey, signIn } from "./administrator";

test("what was used is told by tool, saved, and leads to its calls", async ({ page, request }) => {
  const reply = await call(request, relayKey());
  expect(reply.ok()).toBe(true);
  await signIn(page, "/admin/analytics");
  await expect(page.getByRole("region", { name: "Analytics" })).toBeVisible();
  await page.getByRole("button", { name: "Tool", exact: true }).click();
  await expect(page).toHaveURL(/by=client/);
  await expect(page.getByRole("link", { name: "Other" })).toBeVisible();
  await axeFindsNothing(page);

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  expect(readFileSync(await (await saving).path(), "utf8")).toContain("client,name,requests");

  await page.setViewportSize({ width: 360, height: 800 });
  await noSidewaysScroll(page);
  await page.getByRole("link", { name: "Other" }).click();
  await expect(page).toHaveURL(/\/calls\?.*client=Other/);
  await expect(page.getByText("Tool Other")).toBeVisible();
});
