import { expect, test } from "@playwright/test";
import { call, relayKey, rowOf, signIn } from "./administrator";

test("from a sum to the calls behind it, narrowed by key and outcome, and one call's story", async ({
  page,
  request,
}) => {
  const reply = await call(request, relayKey());
  expect(reply.ok()).toBe(true);
  await signIn(page, "/admin/usage?by=model");
  const { model } = (await reply.json()) as { model: string };
  const rows = page.getByRole("region", { name: "Usage" }).getByRole("row");
  await rows.filter({ hasText: model }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/admin\/calls\?from=.*&to=.*&model=.*&provider=/);
  await expect(rowOf(page, reply)).toBeVisible();

  await page.getByRole("button", { name: "Who" }).click();
  await page.getByRole("combobox", { name: "A user, a team or a key" }).fill("first key");
  await page.getByRole("option", { name: /first key/ }).click();
  await expect(page).toHaveURL(/key=/);
  await expect(rowOf(page, reply)).toBeVisible();
  await page.getByRole("combobox", { name: "Outcome" }).click();
  await page.getByRole("option", { name: "Refused" }).click();
  await expect(page.getByText("No call is like that")).toBeVisible();
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(page).not.toHaveURL(/key=|outcome=/);

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Provider" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Provider" })).toBeVisible();

  await rowOf(page, reply).getByRole("link").click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("table", { name: "Cost and tokens" })).toContainText("In all");
  await expect(drawer).toContainText("A provider was asked");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
});

test("the keyboard goes anywhere by name", async ({ page }) => {
  await signIn(page);
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Go to a page, user, team or key" });
  await field.fill("budg");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Budgets and limits" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await field.fill("first key");
  await expect(page.getByRole("option", { name: /first key/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "first key" })).toBeVisible();
});
