import { expect, test, type Page } from "@playwright/test";
import { ask, begun, composer, finished } from "./person";
import { looksRight } from "./looks";

const dialog = (page: Page) => page.getByRole("dialog");

test("a prompt is kept and picked with a slash, which asks for its variables; a preset begins a chat", async ({ page }) => {
  await begun(page, "fake-echo");
  await composer(page).pressSequentially("/");
  await page.getByRole("option", { name: /Write a prompt/ }).click();
  await expect(page.getByText("No prompts yet")).toBeVisible();
  await page.getByRole("button", { name: "New prompt" }).click();
  await dialog(page).getByLabel("Name").fill("Translate nicely");
  await expect(dialog(page).getByLabel("Command")).toHaveValue("translate-nicely");
  await dialog(page).getByLabel("Text").fill("Say {{text}} in {{language:German|French}}, {{tone=kindly}}.");
  await expect(dialog(page).getByText("Asks for text, language, tone.")).toBeVisible();
  await looksRight(page, "editing a prompt", [360]);
  await dialog(page).getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("article", { name: "Translate nicely" })).toBeVisible();
  await looksRight(page, "the prompts", [360]);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole("button", { name: "New chat", exact: true }).first().click();
  await composer(page).pressSequentially("/nice");
  await expect(page.getByRole("option", { name: /Translate nicely/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await dialog(page).getByLabel("text", { exact: true }).fill("hello");
  await dialog(page).getByLabel("language").selectOption("French");
  await page.keyboard.press("Tab");
  await dialog(page).getByRole("button", { name: "Put it in" }).click();
  await expect(composer(page)).toHaveValue("Say hello in French, kindly.");
  await expect(composer(page)).toBeFocused();

  await page.getByRole("button", { name: "Model settings" }).click();
  await dialog(page).getByLabel("Temperature").fill("0.2");
  await dialog(page).getByLabel("Save as a preset").fill("Careful");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page).getByRole("button", { name: /Careful.*temperature 0.2/ })).toBeVisible();
  await looksRight(page, "the model's settings", [360]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await dialog(page).getByRole("button", { name: /^Careful/ }).click();
  await ask(page, "Say hello in French, kindly.");
  await finished(page);
  await expect(page.getByRole("button", { name: "Model settings, temperature 0.2" })).toBeVisible();
});
