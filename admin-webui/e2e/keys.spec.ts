import { expect, test } from "@playwright/test";
import { call, signIn } from "./administrator";

test("a key is made with a scope and a limit, shown once, used, rotated, revoked by its name and then refused", async ({
  page,
  request,
}) => {
  const name = `journey ${Date.now()}`;
  await signIn(page, "/admin/keys");
  await page.getByRole("button", { name: "New key" }).first().click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("combobox", { name: "Team" }).click();
  await page.getByRole("option").first().click();
  await page.getByRole("button", { name: /^Scope/ }).click();
  await page.getByLabel("From these addresses").fill("10.0.0.1/8");
  await expect(page.getByText("“10.0.0.1/8” is no range").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Create key" })).toBeDisabled();
  await page.getByLabel("From these addresses").fill("");
  await page.getByLabel("Moderations").uncheck();
  await page.getByRole("button", { name: /^Limits and budgets/ }).click();
  await page.getByLabel("Requests a minute").fill("60");
  await page.getByRole("button", { name: "Create key" }).click();
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  expect(secret).toMatch(/^sk-parley-/);
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  expect((await call(request, secret)).status()).toBe(200);

  await page.getByRole("link", { name }).click();
  const drawer = page.getByRole("dialog", { name });
  await expect(drawer).toContainText("Every model");
  await expect(drawer).not.toContainText("Moderations");
  await expect(drawer.getByRole("list", { name: "As it stands now" })).toContainText(/1\s*of 60/);
  await drawer.getByRole("button", { name: "Change the behaviour" }).click();
  await page.getByRole("combobox", { name: "When a client leaves" }).click();
  await page.getByRole("option", { name: "The call goes on" }).click();
  await page.getByLabel("For seconds", { exact: true }).fill("30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(drawer).toContainText("The call goes on for 30 seconds");
  await drawer.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("combobox", { name: "The old one goes on for" }).click();
  await page.getByRole("option", { name: "1 hour" }).click();
  await page.getByRole("button", { name: "Rotate key" }).click();
  const next = (await page.getByTestId("secret").textContent()) ?? "";
  await page.getByRole("button", { name: "I have copied it" }).click();
  expect((await call(request, next)).status()).toBe(200);
  expect((await call(request, secret)).status()).toBe(200);

  await drawer.getByRole("button", { name: "Revoke" }).click();
  const sure = page.getByRole("dialog", { name: `Revoke the key ${name}?` });
  const verb = sure.getByRole("button", { name: "Revoke key" });
  await expect(sure.getByLabel(/^Type/)).toBeFocused();
  await expect(verb).toBeDisabled();
  await sure.getByLabel(/^Type/).fill(name);
  await verb.click();
  await expect(drawer).toContainText("Revoked");
  await expect.poll(async () => (await call(request, secret)).status(), { timeout: 30_000 }).toBe(401);
  expect((await call(request, next)).status()).toBe(200);
});
