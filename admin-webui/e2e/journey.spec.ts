import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { call, registered, relayKey, rowOf, signIn } from "./administrator";

test("a wrong password is refused in a sentence, a reload keeps the session, signing out ends it", async ({ page }) => {
  await page.goto("/admin/keys");
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("The e-mail address or the password is wrong.");

  await signIn(page, "/admin/keys");
  await expect(page.getByRole("heading", { level: 1, name: "Keys" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Keys" })).toBeVisible();

  await page.getByRole("button", { name: "Account and appearance" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a relay call is on screen with its cost within two seconds of its end, without a reload", async ({
  page,
  request,
}) => {
  await signIn(page);
  await expect(page.getByTestId("live-state")).toHaveText("Live");
  await expect(page.getByRole("heading", { name: "Requests", level: 2 }).first()).toBeVisible();

  const reply = await call(request, relayKey());
  const ended = Date.now();
  expect(reply.ok()).toBe(true);

  const row = rowOf(page, reply);
  await row.waitFor({ timeout: 2000 });
  expect(Date.now() - ended).toBeLessThan(2000);
  await expect(row).toContainText("OK");
  await expect(row).toContainText(/\$\d/);

  await row.getByRole("link").click();
  const drawer = page.getByRole("dialog");
  await expect(drawer).toContainText("Counted by");
  await expect(page).toHaveURL(/call=/);
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
});

test("calls wait while the reader has paused, and come when asked for", async ({ page, request }) => {
  await signIn(page);
  await expect(page.getByTestId("live-state")).toHaveText("Live");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByTestId("live-state")).toHaveText("Paused");

  const reply = await call(request, relayKey());
  const row = rowOf(page, reply);
  await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
  await expect(row).toBeHidden();

  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(row).toBeVisible();
});

// At "localhost" a lost network says nothing of the service, and the socket stays open.
test.describe("away from localhost", () => {
  test.use({ baseURL: process.env.E2E_BASE_URL?.replace("localhost", "127.0.0.1") });

  test("a lost connection is told, and what was missed is fetched when it is back", async ({
    page,
    context,
    request,
  }) => {
    await signIn(page);
    await expect(page.getByTestId("live-state")).toHaveText("Live");

    await context.setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new Event("offline")));
    await expect(page.getByTestId("live-state")).toHaveText(/Delayed|Offline/, { timeout: 5_000 });
    const reply = await call(request, relayKey());
    await context.setOffline(false);

    await expect(page.getByTestId("live-state")).toHaveText("Live", { timeout: 5_000 });
    await expect(rowOf(page, reply)).toBeVisible();
  });
});

test("a user is found, disabled, kept out, and let in again", async ({ page, playwright, baseURL }) => {
  const site = baseURL ?? "";
  const chat = await playwright.request.newContext({ baseURL: site });
  const { email, enter } = await registered(chat, site);
  await signIn(page, "/admin/users");
  await page.getByLabel("Search by name or e-mail").fill(email);
  await expect(page).toHaveURL(new RegExp(`search=${encodeURIComponent(email).replaceAll(".", "\\.")}`));
  await expect(page.getByText("1 user", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: `Disable ${email}` }).click();
  await page.getByRole("button", { name: "Disable user" }).click();
  await expect(page.getByRole("row", { name: email })).toContainText("Disabled");
  expect((await enter()).ok()).toBe(false);

  await page.getByRole("button", { name: `Enable ${email}` }).click();
  await page.getByRole("button", { name: "Enable user" }).click();
  await expect(page.getByRole("row", { name: email })).toContainText("Active");
  expect((await enter()).ok()).toBe(true);
  await chat.dispose();
});

test("a team is made, and a second of its name refused", async ({ page }) => {
  const name = `Team ${Date.now()}`;
  await signIn(page, "/admin/teams");
  await page.getByLabel("New team's name").fill(name);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("row", { name })).toBeVisible();

  await page.getByLabel("New team's name").fill(name);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "already" })).toBeVisible();
});

test("usage is added up by day and model, kept in the address, and saved as it is", async ({ page, request }) => {
  expect((await call(request, relayKey())).ok()).toBe(true);
  await signIn(page, "/admin/usage");
  await page.getByRole("button", { name: "Today" }).click();
  await page.getByRole("button", { name: "By day and model" }).click();
  await page.getByRole("button", { name: "Requests", exact: true }).first().click();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d&by=both&metric=requests/);

  await page.reload();
  await expect(page.getByRole("heading", { name: "Requests by model" })).toBeVisible();
  const total = page.locator('[data-row="total"]');
  await expect(total).toContainText("Total");

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  const saved = await saving;
  const [header, first] = readFileSync(await saved.path(), "utf8")
    .replace("\ufeff", "")
    .split("\r\n");
  expect(header).toBe("day,model,provider,requests,errors,input_tokens,cached_tokens,output_tokens,cost_nano_usd");
  expect(first?.split(",")).toHaveLength(9);
});
