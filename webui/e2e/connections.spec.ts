import { expect, test, type Page } from "@playwright/test";
import { looksRight } from "./looks";
import { answers, ask, begun, finished } from "./person";

const upstream = process.env.E2E_UPSTREAM ?? "";

const document = `openapi: 3.1.0
paths:
  /doubled:
    get:
      operationId: double
      summary: Double a sum
      parameters:
        - {name: sum, in: query, required: true, schema: {type: string}}
`;

/** The model calls the tool once its person agrees, and says what came of it. */
async function asked(page: Page, tool: string, said: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("checkbox", { name: new RegExp(tool) }).check();
  await page.keyboard.press("Escape");
  await ask(page, "6*7");
  await page.getByRole("region", { name: `${tool} asks` }).getByRole("button", { name: "Allow once" }).click();
  await finished(page);
  await expect(answers(page).last()).toContainText(said);
}

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

  await asked(page, "Abacus: Reckon", "6*7, reckoned");

  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Connect a server" }).click();
  await form.getByRole("group", { name: "What it is" }).getByText("API (OpenAPI)").click();
  await form.getByLabel("Name", { exact: true }).fill("Doubler");
  await form.getByLabel("OpenAPI document").fill(document);
  await form.getByLabel("Address of the API").fill(`${upstream}/places/api`);
  await form.getByLabel("What lets you in").selectOption("A token");
  await form.getByLabel("Token", { exact: true }).fill("sesame");
  await form.getByRole("button", { name: "Try it" }).click();
  await expect(form.getByRole("status")).toContainText("Double a sum");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Change Doubler" })).toBeVisible();
  await page.goto("/");
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("checkbox", { name: /Abacus: Reckon/ }).uncheck();
  await page.keyboard.press("Escape");
  await asked(page, "Doubler: Double a sum", "2 * (sum=6*7)");

  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Disconnect Doubler" }).click();
  await page.getByRole("button", { name: "Disconnect", exact: true }).click();
  await page.getByRole("button", { name: "Disconnect Abacus" }).click();
  await page.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(page.getByText("You have connected nothing yet.")).toBeVisible();
});
