import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { answers, ask, begun, chats, composer, finished, prose, questions } from "./person";

test("fork with the versions on the way, duplicate, delete a branch", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "First.");
  await finished(page);
  await questions(page).hover();
  await page.getByRole("button", { name: "Edit message" }).click();
  await page.getByLabel("Edit your message").fill("Second.");
  await page.getByLabel("Edit your message").press("Enter");
  await expect(questions(page).locator("[data-versions]")).toHaveText("2 / 2");
  await finished(page);
  const original = page.url();

  await answers(page).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "With the versions on the way" }).click();
  await expect(page).not.toHaveURL(original);
  await expect(questions(page).locator("[data-versions]")).toHaveText("2 / 2");
  await composer(page).fill("Third.");
  await composer(page).press("Enter");
  await expect(questions(page)).toHaveCount(2);
  await finished(page);

  await page.goto(original);
  await expect(questions(page)).toHaveCount(1);
  await questions(page).hover();
  await questions(page).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete from here…" }).click();
  await expect(page.getByRole("dialog")).toContainText("Its other version stays.");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(prose(answers(page))).toHaveText("First.");
  await expect(page.locator("[data-versions]")).toHaveCount(0);
  await page.reload();
  await expect(prose(answers(page))).toHaveText("First.");

  await page.getByRole("button", { name: "Conversation options" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(page).not.toHaveURL(original);
  await expect(prose(answers(page))).toHaveText("First.");
  await expect(chats(page)).toHaveText(["First. (copy)", "First.", "First."]);
});

test("export a chat as a page and with all versions, and all chats", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "Is Lisbon far?");
  await finished(page);
  const saved = async (act: () => Promise<void>) => {
    const [file] = await Promise.all([page.waitForEvent("download"), act()]);
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
  };
  const chosen = (item: string) => async () => {
    await page.getByRole("button", { name: "Conversation options" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };

  const sheet = await saved(chosen("Export as a page"));
  const whole = await saved(chosen("Export with all versions"));
  await page.goto("/settings");
  const all = await saved(() => page.getByRole("button", { name: "Export all chats" }).click());

  expect(sheet.name).toBe("Is Lisbon far.md");
  expect(sheet.text).toMatch(/^# Is Lisbon far\?\n\n## You\n/);
  expect(whole.name).toBe("Is Lisbon far.json");
  expect(JSON.parse(all.text)).toEqual([JSON.parse(whole.text)]);
});

test("pin, archive, and take out of the archive", async ({ page }) => {
  await begun(page, "fake-echo");
  for (const text of ["Old.", "New."]) {
    await page.goto("/");
    await ask(page, text);
    await finished(page);
  }
  const options = async (of: string, act: string) => {
    await page.getByRole("button", { name: `Options for ${of}` }).click();
    await page.getByRole("menuitem", { name: act, exact: true }).click();
  };

  await options("Old.", "Pin");
  await expect(page.getByRole("region", { name: "Pinned" }).getByRole("link")).toHaveText(["Old."]);
  await expect(chats(page)).toHaveText(["Old.", "New."]);
  await page.reload();
  await expect(chats(page)).toHaveText(["Old.", "New."]);

  await options("Old.", "Archive");
  await expect(chats(page)).toHaveText(["New."]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(chats(page)).toHaveText(["Old.", "New."]);
  await options("Old.", "Archive");
  await expect(chats(page)).toHaveText(["New."]);

  await page.goto("/settings");
  await page.getByRole("button", { name: "Take Old. out of the archive" }).click();
  await expect(page.getByText("No chat is archived.")).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(chats(page)).toHaveText(["New.", "Old."]);
});
