import { expect, test } from "@playwright/test";
import { password, registered } from "./person";

test("another device is seen and signed out; a new name and password count at once", async ({ page, browser }) => {
  const email = await registered(page.context());
  const other = await browser.newContext({ ignoreHTTPSErrors: true, userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" });
  const there = await other.newPage();
  const enter = async (secret: string) => {
    await there.getByLabel("Email").fill(email);
    await there.getByLabel("Password", { exact: true }).fill(secret);
    await there.getByRole("button", { name: "Sign in" }).click();
  };
  await there.goto("/login");
  await enter(password);
  await expect(there.getByRole("heading", { level: 1 })).toContainText("Ada");

  await page.goto("/settings");
  const devices = page.getByRole("region", { name: "Devices" });
  await expect(devices.getByRole("listitem")).toHaveCount(2);
  await devices.getByRole("button", { name: "Sign out Firefox on Linux" }).click();
  await expect(devices.getByRole("listitem")).toHaveCount(1);
  await there.reload();
  await expect(there).toHaveURL(/\/login/);

  await page.getByLabel("Name").fill("Ada King");
  await page.getByRole("button", { name: "Save name" }).click();
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Present password").fill("not this one");
  await page.getByLabel("New password").fill("a better battery staple");
  const submit = page.getByRole("region", { name: "Account" }).getByRole("button", { name: "Change password" });
  await submit.click();
  await expect(page.getByText("The present password is wrong.")).toBeVisible();
  await page.getByLabel("Present password").fill(password);
  await submit.click();
  await expect(page.getByText("Password changed.")).toBeVisible();

  await enter("a better battery staple");
  await expect(there.getByRole("heading", { level: 1 })).toContainText("Ada");
  await expect(there.getByRole("button", { name: /account and settings/ })).toContainText("Ada King");
  await other.close();
});
