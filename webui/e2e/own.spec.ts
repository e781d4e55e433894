import { expect, test, type Page } from "@playwright/test";
import { administered } from "./administered";
import { looksRight } from "./looks";
import { ask, begun, finished, password } from "./person";
import { scripted } from "./upstream";

/** What an administrator allows whoever is signed in on this page. */
async function allowed(page: Page, limit_usd: string): Promise<void> {
  const { id, headers } = await administered(page);
  const reply = await page.request.put(`/admin/api/allowances/user/${id}`, {
    data: { limits: {}, budgets: [{ window: "month", limit_usd, hard: true, zone: "UTC" }] },
    headers,
  });
  expect(reply.status(), await reply.text()).toBe(200);
}

test("usage is there by day and model, and a budget warns before it is reached", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await scripted("fake-scribe", { text: "words ".repeat(400) });
  await begun(page, "fake-scribe");
  await ask(page, "Write at length.");
  await finished(page);

  const meter = page.getByRole("button", { name: /^Context: [\d.]+k? / });
  await meter.click();
  await expect(page.getByRole("dialog", { name: "Context and cost" })).toContainText("Cost so far$0.0");
  await page.keyboard.press("Escape");

  await expect(async () => {
    await page.goto("/usage");
    await expect(page.getByRole("table").getByRole("row", { name: /^fake-scribe/ })).toContainText("$0.0", { timeout: 1000 });
  }).toPass();
  await expect(page.getByText("No budget is set for you.")).toBeVisible();
  await page.getByText("Tokens", { exact: true }).click();
  await expect(page.getByRole("heading", { name: "How many tokens?" })).toBeVisible();
  const days = page.getByRole("group", { name: "How many tokens?, by day" }).getByRole("button");
  await expect(days).toHaveCount(30);
  await days.last().focus();
  await page.keyboard.press("ArrowLeft");
  await expect(days.nth(28)).toBeFocused();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^parley usage .*\.csv$/);

  const cost = (await page.getByRole("definition").first().textContent()) ?? "";
  await allowed(page, (Number(cost.slice(1)) * 1.07).toFixed(9));
  await page.reload();
  await expect(page.getByRole("progressbar", { name: "Used of this month's budget" })).toHaveAttribute("aria-valuenow", /^9\d$/);
  await looksRight(page, "usage", [1280, 768]);
  await page.goto("/");
  await expect(page.getByText(/^9\d % of this month's budget is used/)).toBeVisible();
  await looksRight(page, "budget notice", [1280]);
  await page.getByRole("button", { name: "Put this notice away" }).click();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(/^9\d % of this month's budget is used/)).toHaveCount(0);
});

test("a key is made, used, rotated and revoked", async ({ page, request }) => {
  await begun(page, "fake-echo");
  await page.goto("/settings/keys");
  await expect(page.getByText("You have no keys yet.")).toBeVisible();
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill("My laptop");
  await page.getByText("Limit what it can do").click();
  await page.getByRole("checkbox", { name: "Embeddings" }).uncheck();
  await looksRight(page, "new key", [1280]);
  await page.getByRole("button", { name: "Create key" }).click();
  const shown = page.getByRole("textbox", { name: "Key" });
  const first = await shown.inputValue();
  const said = async (key: string) => (await request.post("/v1/chat/completions", { data: { model: "fake-echo", messages: [{ role: "user", content: "hello" }] }, headers: { authorization: `Bearer ${key}` } })).status();
  expect(await said(first)).toBe(200);
  await looksRight(page, "a key shown once", [1280]);
  await page.getByRole("button", { name: "Done" }).click();
  await page.reload();
  await expect(page.getByRole("list", { name: "Your keys" }).getByRole("listitem")).toContainText("My laptop");
  expect(await page.content()).not.toContain(first);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("list", { name: "Your keys" })).toContainText(/\$0\.0+\d+ in 30 days/, { timeout: 1000 });
  }).toPass();

  await page.getByRole("button", { name: "Rotate My laptop" }).click();
  await page.getByLabel("The old key ends").selectOption("At once");
  await page.getByRole("button", { name: "Rotate key" }).click();
  const second = await shown.inputValue();
  expect([await said(first), await said(second)]).toEqual([401, 200]);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke My laptop" }).click();
  await looksRight(page, "keys", [1280]);
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Ended keys (2)")).toBeVisible();
  expect(await said(second)).toBe(401);
});

test("an account is deleted with its password, and nobody can sign in to it again", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "Remember this.");
  await finished(page);
  const chat = page.url();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.getByLabel("Your password").fill("not this one");
  await page.getByRole("button", { name: "Delete it for good" }).click();
  await expect(page.getByText("The password is wrong.")).toBeVisible();
  await looksRight(page, "deleting an account", [1280]);
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Delete it for good" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto(chat);
  await expect(page).toHaveURL(/\/login/);
});
