import { expect, test } from "@playwright/test";
import { looksRight } from "./looks";
import { answers, ask, begun, finished } from "./person";

const upstream = process.env.E2E_UPSTREAM ?? "";

test("a server is tried, connected, asked for in a chat after agreeing, and taken away", async ({ page }) => {
  await begun(page, "fake-calc");
  await page.goto("/settings/connections");
  await expect(page.getByText("You have connected nothing yet.")).toBeVisible();
  await page.getByRole("button", { name: "Connect a server" }).click();
  const form = page.getByRole("form", { name: "New connection" });
  await form.getByLabel("Name", { exact: true }).fill("Abacus");
  await form.getByLabel("Address of the MCP server").fill(`${upstream}/places/mcp`);
  await form.getByLabel("What lets you in").selectOption("A token");
  await form.getByLabel("Token", { exact: true }).fill("wrong");
  await form.getByRole("button", { name: "Try it" }).click();
  await expect(form.getByRole("alert")).toContainText("wants another token");
  await form.getByLabel("Token", { exact: true }).fill("sesame");
  await form.getByRole("button", { name: "Try it" }).click();
  await expect(form.getByRole("status")).toContainText("It answers, with one tool");
  await looksRight(page, "a connection", [1280, 768, 360]);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("list", { name: "Your connections" })).toContainText("asks first");

  await page.goto("/");
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("checkbox", { name: /Abacus: Reckon/ }).check();
  await page.keyboard.press("Escape");
  await ask(page, "6*7");
  await page.getByRole("region", { name: "Abacus: Reckon asks" }).getByRole("button", { name: "Allow once" }).click();
  await finished(page);
  await expect(answers(page).last()).toContainText("6*7, reckoned");

  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Disconnect Abacus" }).click();
  await page.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(page.getByText("You have connected nothing yet.")).toBeVisible();
});
