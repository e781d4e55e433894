import { expect, test } from "@playwright/test";
import { ask, begun, composer, finished } from "./person";
import { looksRight } from "./looks";

test("everything is done by its name: chats, pages, models, looks, and what can be done with this chat", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "Where is the quiet quince?");
  await finished(page);
  const address = page.url();
  const field = page.getByRole("combobox", { name: "What do you want to do?" });
  const option = (name: string | RegExp) => page.getByRole("option", { name });
  const act = async (words: string, name: string | RegExp) => {
    await page.keyboard.press("Control+k");
    await field.fill(words);
    await expect(option(name).first()).toHaveAttribute("aria-selected", "true");
    await field.press("Enter");
    await expect(field).toHaveCount(0);
  };

  await page.keyboard.press("Control+k");
  await expect(option("Delete this chat")).toBeAttached();
  await looksRight(page, "the palette", [360]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press("Escape");
  await act("pin", "Pin this chat");
  await expect(page.getByRole("region", { name: "Pinned" }).getByRole("link")).toHaveCount(1);
  await act("dark", "Dark theme");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await act("temp", "New temporary chat");
  await expect(page.getByText("This will be a temporary chat.")).toBeVisible();
  await act("fake-calc", /^fake-calc/);
  await expect(page.getByRole("button", { name: /^Model:/ })).toContainText("fake-calc");
  await act("api k", "API keys");
  await expect(page.getByRole("dialog", { name: "Settings" })).toBeVisible();
  await page.keyboard.press("Escape");
  await act("quiet", /quiet quince/);
  await expect(page).toHaveURL(address);
  await expect(composer(page)).toBeVisible();
  await act("quince nowhere", /Search all chats for “quince nowhere”/);
  await expect(page.getByRole("dialog", { name: "Search chats" }).getByRole("combobox")).toHaveValue("quince nowhere");
});
