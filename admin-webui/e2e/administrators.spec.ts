import { expect, test } from "@playwright/test";
import { axeFindsNothing, noSidewaysScroll, signIn } from "./administrator";

test("a root lets somebody in, changes their role, and puts them out at once", async ({ page, browser, baseURL }) => {
  const email = `bea-${Date.now()}@example.com`;
  await page.setViewportSize({ width: 360, height: 800 });
  await signIn(page, "/admin/administrators");
  await expect(page.getByRole("button", { name: /^Remove / }).first()).toBeVisible();
  await page.getByRole("button", { name: "New administrator" }).click();
  await page.getByRole("dialog").getByLabel("E-mail").fill(email);
  await page.getByRole("dialog").getByLabel("Name").fill("Bea");
  await page.getByRole("dialog").getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Root" }).click();
  await axeFindsNothing(page);
  await page.getByRole("button", { name: "Let them in" }).click();
  const password = (await page.getByTestId("password").textContent()) ?? "";
  await noSidewaysScroll(page);
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText(email)).toBeVisible();
  await noSidewaysScroll(page);
  await axeFindsNothing(page);

  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const there = await other.newPage();
  await there.goto("/admin/administrators");
  await there.getByLabel("E-mail").fill(email);
  await there.getByLabel("Password").fill(password);
  await there.getByRole("button", { name: "Sign in" }).click();
  await expect(there.getByRole("button", { name: "New administrator" })).toBeEnabled();

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: `Change role ${email}` }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Auditor" }).click();
  await page.getByRole("button", { name: "Change role", exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Auditor");
  await there.reload();
  await expect(there.getByRole("button", { name: "Sign in" })).toBeVisible();
  await there.getByLabel("E-mail").fill(email);
  await there.getByLabel("Password").fill(password);
  await there.getByRole("button", { name: "Sign in" }).click();
  await expect(there.getByRole("button", { name: "New administrator" })).toBeDisabled();

  await page.getByRole("button", { name: `Lost access ${email}` }).click();
  await axeFindsNothing(page);
  await page.getByRole("button", { name: "Make a new password" }).click();
  const another = (await page.getByTestId("password").textContent()) ?? "";
  await page.getByRole("button", { name: "I have copied it" }).click();
  await there.reload();
  await there.getByLabel("E-mail").fill(email);
  await there.getByLabel("Password").fill(another);
  await there.getByRole("button", { name: "Sign in" }).click();
  await there.getByRole("button", { name: "Account and appearance" }).click();
  await there.getByRole("menuitem", { name: "Change the password" }).click();
  await there.getByLabel("Your present password").fill(another);
  await there.getByLabel("The new one").fill("a phrase that only Bea knows");
  await axeFindsNothing(there);
  await there.getByRole("button", { name: "Change", exact: true }).click();
  await expect(there.getByText("Your password is changed.")).toBeVisible();

  await page.getByRole("button", { name: `Remove ${email}` }).click();
  await page.getByLabel(`Type ${email} to go on`).fill(email);
  await page.getByRole("button", { name: "Remove administrator" }).click();
  await expect(page.getByText(`${email} was removed`)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: email })).toHaveCount(0);
  await there.reload();
  await expect(there.getByRole("button", { name: "Sign in" })).toBeVisible();
  await other.close();
});
