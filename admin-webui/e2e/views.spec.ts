import { expect, test } from "@playwright/test";
import { axeFindsNothing, registered, signIn } from "./administrator";

test("a filter and the columns of a table are kept for the administrator, on every device", async ({
  page,
  browser,
  request,
  baseURL,
}) => {
  const { email } = await registered(request, baseURL ?? "");
  const name = `Only ${email}`;
  await signIn(page, `/admin/users?search=${encodeURIComponent(email)}`);
  const kept = () => page.waitForResponse((reply) => reply.url().endsWith("/me/views/users") && reply.ok());
  await page.getByRole("button", { name: "Columns" }).click();
  const hidden = kept();
  await page.getByRole("menuitemcheckbox", { name: "Signed up" }).click();
  await hidden;
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Saved filters" }).click();
  await page.getByLabel("Keep this filter as").fill(name);
  await axeFindsNothing(page);
  const saved = kept();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await saved;

  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const there = await other.newPage();
  await signIn(there, "/admin/users");
  await expect(there.getByRole("columnheader", { name: "Last seen" })).toBeVisible();
  await expect(there.getByRole("columnheader", { name: "Signed up" })).toHaveCount(0);
  await there.getByRole("button", { name: "Saved filters" }).click();
  await there.getByRole("link", { name }).click();
  await expect(there.getByLabel("Search by name or e-mail")).toHaveValue(email);
  await expect(there.getByRole("row", { name: email })).toBeVisible();
  await other.close();

  await page.getByRole("button", { name: `Forget ${name}` }).click();
  await expect(page.getByText("None yet.")).toBeVisible();
});
