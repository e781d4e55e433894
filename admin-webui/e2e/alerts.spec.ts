import { expect, test } from "@playwright/test";
import { axeFindsNothing, call, noSidewaysScroll, relayKey, signIn, upstream } from "./administrator";

test("a rule fires live, tells a webhook, and is acknowledged; two who change it at once lose nothing", async ({
  page,
  browser,
  request,
  baseURL,
}) => {
  const name = `Any money ${Date.now()}`;
  expect((await call(request, relayKey())).status()).toBe(200);
  await signIn(page, "/admin/alerts");
  await expect(page.getByRole("table", { name: "All rules" })).toContainText("A provider is down");

  await page.getByRole("button", { name: "New webhook" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Address").fill(`${upstream()}/hook`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByTestId("webhook-secret")).toContainText("whsec_");
  await page.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("button", { name: `Test ${name}` }).click();
  await expect(page.getByRole("table", { name: "All webhooks" }).getByRole("row", { name })).toContainText("Failed");

  await page.getByRole("button", { name: "New rule" }).click();
  const form = page.getByRole("dialog", { name: "New rule" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Amount (USD)").fill("0.000000001");
  await form.getByLabel(name).check();
  await page.setViewportSize({ width: 360, height: 800 });
  await axeFindsNothing(page);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await page.setViewportSize({ width: 1280, height: 900 });

  const fired = page.getByRole("table", { name: "Alerts" }).getByRole("row", { name });
  await expect(fired).toContainText("Firing");
  await expect(page.getByRole("link", { name: new RegExp(`alerts?: .*${name}`) })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await noSidewaysScroll(page);
  await axeFindsNothing(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await fired.getByRole("link", { name }).click();
  const drawer = page.getByRole("dialog", { name });
  await expect(drawer.getByRole("list", { name: "Whom it was told" })).toContainText(`Fired: ${name}`);
  await drawer.getByRole("button", { name: "Acknowledge" }).click();
  await expect(drawer).toContainText(/Acknowledged.* by /);
  await page.keyboard.press("Escape");

  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const there = await other.newPage();
  await signIn(there, "/admin/alerts");
  for (const each of [page, there]) await each.getByRole("button", { name: `Change ${name}` }).click();
  await there.getByLabel("Amount (USD)").fill("7");
  await there.getByRole("button", { name: "Save" }).click();
  await expect(there.getByRole("table", { name: "All rules" })).toContainText("more than $7");
  await other.close();
  await page.getByLabel("Tell again after hours").fill("3");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("list", { name: "What they changed" })).toContainText("more than $7");
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(page.getByLabel("Amount (USD)")).toHaveValue("7");
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await page.getByRole("button", { name: "Delete rule" }).click();
  await page.getByRole("button", { name: `Delete: ${name}` }).click();
  await page.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("There is no webhook")).toBeVisible();
});
