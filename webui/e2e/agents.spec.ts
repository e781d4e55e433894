import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { administered } from "./administered";
import { answers, ask, begun, composer, finished, prose } from "./person";

async function chosen(page: Page, tool: string): Promise<void> {
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("checkbox", { name: new RegExp(tool) }).check();
  await page.keyboard.press("Escape");
}

async function clean(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
}

async function made(page: Page, name: string, approval: string): Promise<void> {
  await page.goto("/agents");
  await page.getByRole("link", { name: "New agent" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Emoji").fill("🦊");
  await page.getByLabel("Description").fill("Works things out.");
  await page.getByRole("textbox", { name: "Instructions" }).fill("You help {{user}}.");
  await page.getByRole("combobox", { name: "Model" }).selectOption("fake-calc");
  await page.getByRole("group", { name: "Calculator" }).getByText(approval, { exact: true }).click();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/agents\/.+\/edit/);
  await expect(page.getByRole("button", { name: "Save a version" })).toBeVisible();
}

/** A team that whoever is signed in belongs to. */
async function inTeam(page: Page, name: string): Promise<void> {
  const { id, headers } = await administered(page);
  const team = (await (await page.request.post("/admin/api/teams", { data: { name }, headers })).json()) as { id: string };
  const reply = await page.request.put(`/admin/api/teams/${team.id}/members/${id}`, { data: { role: "member" }, headers });
  expect(reply.ok(), await reply.text()).toBe(true);
}

test("a model works something out with a tool, and its run is there to be opened after a reload", async ({ page }) => {
  await begun(page, "fake-calc");
  await chosen(page, "Calculator");

  await ask(page, "6*7");
  await finished(page);
  await expect(prose(answers(page).last())).toHaveText("It is 42.");
  await page.reload();

  const run = answers(page).last().locator("[data-tool-run=calculator]");
  await expect(run).toHaveAttribute("data-tool-state", "done");
  await run.getByRole("button", { name: /Calculator/ }).click();
  await expect(run.getByRole("group", { name: "Input of Calculator" })).toContainText("6*7");
  await expect(run.getByRole("group", { name: "Output of Calculator" })).toHaveText("42");
  await clean(page);
});

test("an agent is made, named with @, asks before it acts, and goes on when it may", async ({ page }) => {
  await begun(page, "fake-echo");
  await made(page, "Reckoner", "Ask");
  await clean(page);

  await page.goto("/");
  await composer(page).pressSequentially("@reck");
  await expect(page.getByRole("option", { name: /Reckoner/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Model:/ })).toContainText("Reckoner");
  await ask(page, "2^10");

  const asking = page.getByRole("region", { name: "Calculator asks" });
  await expect(asking).toContainText("2^10");
  await page.reload();
  await clean(page);
  await asking.getByRole("button", { name: "Allow once" }).click();
  await finished(page);
  await expect(prose(answers(page).last())).toHaveText("It is 1024.");
});

test("what is denied does not run, by an agent named before its model is there", async ({ page }) => {
  await begun(page, "fake-echo");
  await made(page, "Careful", "Ask");
  let listModels = () => {};
  const named = new Promise<void>((resolve) => { listModels = resolve; });
  await page.route("**/api/models", (route) => named.then(() => route.continue()));
  await page.goto("/");
  await composer(page).pressSequentially("@care");
  await expect(page.getByRole("option", { name: /Careful/ })).toBeVisible();
  await page.keyboard.press("Enter");
  listModels();
  await ask(page, "1+1");

  await page.getByRole("button", { name: "Deny" }).click();
  await finished(page);

  await expect(answers(page).last().locator("[data-tool-run=calculator]")).toHaveAttribute("data-tool-state", "denied");
  await expect(prose(answers(page).last())).toContainText("did not allow this call");
});

test("an agent has versions to go back to, a copy, and an end", async ({ page }) => {
  await begun(page, "fake-echo");
  const team = `Writers ${Date.now()}`;
  await inTeam(page, team);
  await made(page, "Scribe", "On");
  const withTeam = page.getByRole("form", { name: "Share with a team" });
  await withTeam.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("button", { name: `Stop sharing with ${team}` })).toBeVisible();
  await expect(withTeam).toHaveCount(0);
  await page.getByLabel("Name", { exact: true }).fill("Poet");
  await page.getByRole("button", { name: "Save a version" }).click();
  const version = page.getByRole("form", { name: "Agent" }).getByText(/^Version \d+$/);
  await expect(version).toHaveText("Version 3");
  await page.getByText("Version 1", { exact: true }).click();
  await page.getByRole("button", { name: "Go back to this" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Scribe");
  await page.getByLabel("Starters").fill("Write me a sonnet.");
  await page.locator("input[data-knowledge]").setInputFiles({ name: "metres.txt", mimeType: "text/plain", buffer: Buffer.from("Five feet.") });
  await expect(page.getByRole("button", { name: "Remove metres.txt" })).toBeVisible();
  await page.getByRole("button", { name: "Save a version" }).click();
  await expect(version).toHaveText("Version 5");
  await page.goto("/");
  await composer(page).pressSequentially("@scri");
  await page.getByRole("option", { name: /Scribe/ }).click();
  await page.getByRole("button", { name: "Write me a sonnet." }).click();
  await expect(composer(page)).toHaveValue("Write me a sonnet.");

  await page.goto("/agents");
  await page.getByRole("button", { name: "More for Scribe" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Copy of Scribe");
  await page.goto("/agents");
  await page.getByRole("button", { name: "More for Copy of Scribe" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete the agent" }).click();
  await expect(page.getByRole("article", { name: "Copy of Scribe" })).toHaveCount(0);
  await clean(page);
});
