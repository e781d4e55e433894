import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { registered } from "./person";

const said = (id: string, parent: string | null, role: string, text: string): [string, object] => [id, { id, parent, message: { author: { role }, content: { content_type: "text", parts: [text] }, metadata: {} } }];
const chat = {
  title: "The lighthouse at Cordouan",
  conversation_id: "abc",
  create_time: 1_700_000_000,
  current_node: "c",
  mapping: Object.fromEntries([said("a", null, "user", "How tall is it?"), said("b", "a", "assistant", "Sixty metres."), said("c", "a", "assistant", "Sixty-seven metres and a half.")]),
};

test("an export is imported with its branches, found by its words, and adds nothing a second time", async ({ page }) => {
  await registered(page.context());
  await page.goto("/settings/import");
  const file = { name: "conversations.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify([chat, { title: "Odd" }])) };

  await page.getByLabel("Export to import").setInputFiles(file);
  const report = page.getByRole("region", { name: "Report" });
  await expect(report).toContainText("1 chat is here now; 1 chat could not be read.");
  await expect(report).toContainText("It is no chat of ChatGPT, Claude, LibreChat or Parley.");
  await page.getByLabel("Export to import").setInputFiles(file);
  await expect(report).toContainText("Nothing new was added; 1 chat was here already");
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  await report.getByRole("link", { name: chat.title }).click();
  await expect(page.getByText("Sixty-seven metres and a half.")).toBeVisible();
  await page.locator("article[data-role=assistant]").getByRole("button", { name: /previous/i }).click();
  await expect(page.getByText("Sixty metres.")).toBeVisible();
  await page.keyboard.press("Control+Shift+f");
  await page.getByRole("combobox", { name: /search/i }).fill("metres half");
  await expect(page.getByRole("option", { name: /Cordouan/ })).toBeVisible();
});
