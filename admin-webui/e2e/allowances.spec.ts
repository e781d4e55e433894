import { expect, test } from "@playwright/test";
import { call, registered, signIn } from "./administrator";

test("a team has a member, a model and a budget that is nearly spent, and is found at the edge", async ({
  page,
  browser,
  playwright,
  request,
  baseURL,
}) => {
  const site = baseURL ?? "";
  const name = `Edge ${Date.now()}`;
  const chat = await playwright.request.newContext({ baseURL: site });
  const { email } = await registered(chat, site);
  await chat.dispose();
  await signIn(page, "/admin/teams");
  await page.getByLabel("New team's name").fill(name);
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("link", { name }).click();
  const drawer = page.getByRole("dialog", { name });

  await drawer.getByRole("button", { name: "Add a member" }).click();
  await page.getByRole("combobox", { name: "Search users" }).fill(email);
  await expect(page.getByRole("option", { name: email })).toBeVisible();
  await page.keyboard.press("Enter");
  await drawer.getByRole("combobox", { name: `Role of ${email}` }).click();
  await page.getByRole("option", { name: "Manager" }).click();
  await expect(drawer.getByRole("combobox", { name: `Role of ${email}` })).toHaveText("Manager");

  await drawer.getByRole("button", { name: "Change the models" }).click();
  await drawer.getByRole("textbox", { name: "Models" }).fill("no such pattern");
  await expect(drawer.getByText("“no such pattern” is no pattern")).toBeVisible();
  await drawer.getByRole("textbox", { name: "Models" }).fill("*");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(drawer).toContainText("Every model");

  await drawer.getByRole("button", { name: "Change the limits and budgets" }).click();
  await drawer.getByRole("button", { name: "Add a budget" }).click();
  await drawer.getByLabel("Amount").fill("ten");
  await expect(drawer.getByText("Enter US dollars, for example 25 or 0.50.")).toBeVisible();
  await drawer.getByLabel("Amount").fill("0.00001");
  await drawer.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Soft" }).click();
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("list", { name: "What changes" })).toContainText("Budget, a month");
  await page.getByRole("button", { name: "Save the change" }).click();
  await expect(drawer.getByRole("list", { name: "As it stands now" })).toContainText("$0.00001");

  const other = await browser.newContext({ baseURL: site });
  const there = await other.newPage();
  await signIn(there, page.url());
  for (const each of [page, there]) await each.getByRole("button", { name: "Change the limits and budgets" }).click();
  await there.getByLabel("Calls at once").fill("4");
  await there.getByRole("button", { name: "Save" }).click();
  await there.getByRole("button", { name: "Save the change" }).click();
  await expect(there.getByRole("list", { name: "As it stands now" })).toContainText("Calls at once");
  await other.close();
  await drawer.getByLabel("Requests a minute").fill("90");
  await drawer.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Save the change" }).click();
  await expect(page.getByRole("list", { name: "What they changed" })).toContainText("Calls at once");
  await expect(drawer.getByLabel("Requests a minute")).toHaveValue("90");
  await page.getByRole("button", { name: "Take theirs" }).click();
  await drawer.getByLabel("Requests a minute").fill("90");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("list", { name: "What changes" })).toHaveText(/Requests a minute/);
  await page.getByRole("button", { name: "Save the change" }).click();
  await expect(drawer.getByRole("list", { name: "As it stands now" })).toContainText("Requests a minute");

  const team = new URL(page.url()).searchParams.get("team") ?? "";
  await page.goto("/admin/keys");
  await page.getByRole("button", { name: "New key" }).first().click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("combobox", { name: "Team" }).click();
  await page.getByRole("option", { name }).click();
  await page.getByRole("button", { name: "Create key" }).click();
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  expect((await call(request, secret)).status()).toBe(200);

  await page.goto("/admin/budgets?edge=over");
  const row = page.getByRole("row", { name });
  await expect(row).toContainText("Used up");
  await row.getByRole("link", { name }).click();
  await expect(page).toHaveURL(new RegExp(`team=${team}`));
  await expect(page.getByRole("dialog", { name })).toContainText("Used up");
});
