import { expect, test } from "@playwright/test";
import { axeFindsNothing, noSidewaysScroll, relayKey, signIn, upstream } from "./administrator";

test("a provider is tried and added, its model priced, called at once, taken off the offer and forgotten", async ({
  page,
  request,
}) => {
  const provider = `house-${Date.now()}`;
  const model = `${provider}/echo`;
  const headers = { authorization: `Bearer ${relayKey()}` };
  const ask = () =>
    request.post("/v1/chat/completions", {
      headers,
      data: { model, messages: [{ role: "user", content: "Say hello." }] },
    });
  await signIn(page, "/admin/models");

  await page.getByRole("button", { name: "Add provider" }).click();
  const form = page.getByRole("dialog", { name: "Add a provider" });
  await form.getByLabel("Name").fill(provider);
  await form.getByLabel("Address").fill("http://127.0.0.1:9/v1");
  await form.getByRole("button", { name: "Test connection" }).click();
  await expect(form.getByRole("alert")).toContainText("cannot be reached");
  await form.getByLabel("Address").fill(`${upstream()}/v1`);
  await form.getByLabel("Key").fill("sk-of-the-house");
  await form.getByRole("button", { name: "Test connection" }).click();
  await expect(form.getByRole("alert")).toContainText("It answers");
  await axeFindsNothing(page);
  await form.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByRole("table", { name: "All providers" })).toContainText(provider);
  const own = page.getByLabel(`People may use keys of their own at ${provider}`);
  await own.click();
  await expect(page.getByText(`People may use their own keys at ${provider}`)).toBeVisible();
  await expect(own).toBeChecked();

  await page.getByRole("button", { name: "Add model" }).click();
  const fields = page.getByRole("dialog", { name: "Add a model" });
  await fields.getByRole("button", { name: "Add model" }).click();
  await expect(fields).toContainText("Choose who serves it");
  await fields.getByRole("combobox", { name: "Provider", exact: true }).click();
  await page.getByRole("option", { name: provider }).click();
  await fields.getByLabel("Model at the provider").fill("fake-ech");
  await page.getByRole("option", { name: "fake-echo" }).click();
  await fields.getByRole("textbox", { name: "Name", exact: true }).fill(model);
  await fields.getByLabel("Input", { exact: true }).fill("2");
  await fields.getByLabel("Output", { exact: true }).fill("$4");
  await fields.getByRole("button", { name: "Add model" }).click();
  await expect(fields).toContainText("Dollars, such as 0.59");
  await fields.getByLabel("Output", { exact: true }).fill("4");
  await axeFindsNothing(page);
  await fields.getByRole("button", { name: "Add model" }).click();
  await expect(fields).toBeHidden();

  await page.getByRole("link", { name: model }).click();
  const drawer = page.getByRole("dialog", { name: model });
  await expect(drawer).toContainText("$2.00 / $4.00");
  await expect.poll(async () => (await ask()).status(), { timeout: 4_000 }).toBe(200);
  await drawer.getByRole("button", { name: "Take off the offer" }).click();
  await expect(drawer).toContainText("Not on offer");
  await expect.poll(async () => (await ask()).status(), { timeout: 4_000 }).toBe(404);
  await drawer.getByRole("button", { name: "Put back on offer" }).click();
  await expect(drawer.getByRole("button", { name: "Take off the offer" })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await noSidewaysScroll(page);
  await drawer.getByRole("button", { name: "Forget what was set here" }).click();
  await expect(page.getByText(`${model} is as the configuration says`)).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole("button", { name: `Remove ${provider}` }).click();
  const sure = page.getByRole("dialog", { name: `Remove ${provider}?` });
  await sure.getByLabel(`Type ${provider} to go on`).fill(provider);
  await sure.getByRole("button", { name: "Remove provider" }).click();
  await expect(page.getByRole("table", { name: "All providers" })).not.toContainText(provider);
});
