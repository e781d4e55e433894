import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { answers, ask, begun, chats, composer, finished, prose, questions } from "./person";

const options = async (page: Page, of: string, act: string) => {
  await page.getByRole("button", { name: `Options for ${of}`, exact: true }).click();
  await page.getByRole("menuitem", { name: act, exact: true }).click();
};
const projects = (page: Page) => page.getByRole("region", { name: "Projects" });
const dialog = (page: Page) => page.getByRole("dialog");
const loose = (page: Page) => page.getByRole("region", { name: "Today" }).getByRole("link");

async function said(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await page.goto("/");
    await ask(page, text);
    await finished(page);
  }
}

async function newProject(page: Page, name: string): Promise<void> {
  await projects(page).getByRole("button", { name: "New project" }).click();
  await dialog(page).getByLabel("Name of the project").fill(name);
  await dialog(page).getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

test("a project with instructions and files: begin in it, move by menu and by drag, rename, delete", async ({ page }) => {
  await begun(page, "fake-echo");
  await said(page, "One.", "Two.");
  await newProject(page, "Travel");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Instructions of the project").fill("Answer in rhyme.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Instructions" })).toContainText("Answer in rhyme.");
  const files = page.getByRole("region", { name: "Files of the project" });
  await page.locator("input[data-knowledge]").setInputFiles([
    { name: "ferries.txt", mimeType: "text/plain", buffer: Buffer.from("The ferry leaves at noon.") },
    { name: "noise.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 1, 2, 3]) },
  ]);
  await expect(files.getByRole("button", { name: "Remove ferries.txt" })).toBeVisible();
  await expect(files.getByText("It has no text that a model could read.")).toBeVisible();

  await composer(page).fill("Inside.");
  await composer(page).press("Enter");
  await expect(page).toHaveURL(/\/c\//);
  await finished(page);
  await expect(loose(page)).toHaveText(["Two.", "One."]);
  await options(page, "One.", "Move to a project…");
  await dialog(page).getByRole("button", { name: "Travel" }).click();
  await expect(loose(page)).toHaveText(["Two."]);
  await loose(page).first().dragTo(projects(page).getByRole("link", { name: "Travel" }));
  await expect(loose(page)).toHaveCount(0);
  await expect(page.getByText("1 chat moved to Travel")).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(loose(page)).toHaveText(["Two."]);

  await projects(page).getByRole("link", { name: "Travel" }).click();
  const inside = page.getByRole("region", { name: "Chats of the project" }).getByRole("link");
  await expect(inside).toHaveCount(2);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
  await page.getByRole("button", { name: "Project options" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await dialog(page).getByLabel("Name of the project").fill("Trips");
  await dialog(page).getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Trips");
  await page.reload();
  await expect(inside).toHaveCount(2);
  await expect(files.getByRole("listitem")).toHaveText([/ferries\.txt/]);
  await page.getByRole("button", { name: "Project options" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await dialog(page).getByRole("button", { name: "Delete the project" }).click();
  await expect(projects(page).getByRole("link")).toHaveCount(0);
  await expect(loose(page)).toHaveCount(3);
});

test("tags are put on, taken off, and filter the list", async ({ page }) => {
  await begun(page, "fake-echo");
  await said(page, "One.", "Two.");

  await options(page, "One.", "Tags…");
  await dialog(page).getByLabel("New tag").fill("urgent");
  await dialog(page).getByLabel("New tag").press("Enter");
  await expect(dialog(page).getByRole("list", { name: "Tags of the chat" })).toContainText("urgent");
  await page.keyboard.press("Escape");
  const filter = page.getByRole("list", { name: "Filter by tag" });
  await filter.getByRole("button", { name: "urgent" }).click();
  await expect(chats(page)).toHaveText(["One."]);
  await page.reload();
  await expect(chats(page)).toHaveText(["Two.", "One."]);
  await options(page, "One.", "Tags…");
  await dialog(page).getByRole("button", { name: "Remove the tag urgent" }).click();
  await page.keyboard.press("Escape");

  await expect(filter).toHaveCount(0);
});

test("many chats at once: tag, archive, move and delete, with undo", async ({ page }) => {
  await begun(page, "fake-echo");
  await said(page, "One.", "Two.", "Three.");
  const bar = page.getByRole("toolbar", { name: "Selected chats" });

  await options(page, "Three.", "Select several");
  await chats(page).filter({ hasText: "One." }).click({ modifiers: ["Shift"] });
  await expect(page.getByText("3 selected")).toBeVisible();
  await chats(page).filter({ hasText: "Two." }).click();
  await expect(page.getByText("2 selected")).toBeVisible();
  await bar.getByRole("button", { name: "Tag" }).click();
  await dialog(page).getByLabel("New tag").fill("later");
  await dialog(page).getByRole("button", { name: "Add" }).click();
  await page.getByRole("list", { name: "Filter by tag" }).getByRole("button", { name: "later" }).click();
  await expect(chats(page)).toHaveText(["Three.", "One."]);

  await chats(page).first().click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "All 2" }).click();
  await bar.getByRole("button", { name: "Archive" }).click();
  await expect(chats(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(chats(page)).toHaveCount(2);
  await page.getByRole("list", { name: "Filter by tag" }).getByRole("button", { name: "later" }).click();
  await chats(page).first().click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "All 3" }).click();
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(chats(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(chats(page)).toHaveCount(3);
});

test("an answer that ended while one was elsewhere is marked until it is read", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "One.");
  await expect(answers(page)).toHaveCount(1);
  await page.goto("/settings");
  const mark = chats(page).first().getByRole("img", { name: "New answer" });

  await expect(mark).toBeVisible();
  await page.reload();
  await expect(mark).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await chats(page).first().click();
  await expect(prose(answers(page))).toHaveText("One.");
  await expect(questions(page)).toHaveCount(1);
  await expect(mark).toHaveCount(0);
});
