import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { answers, ask, begun, composer, finished, prose, questions } from "./person";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Search chats" });
const field = (page: Page) => dialog(page).getByRole("combobox");
const options = (page: Page) => dialog(page).getByRole("option");

test("find a message in another chat, and jump to it on its own branch", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "The café in Alfama opens at nine.");
  await finished(page);
  const address = page.url();
  await questions(page).hover();
  await page.getByRole("button", { name: "Edit message" }).click();
  await page.getByLabel("Edit your message").fill("Something else instead.");
  await page.getByLabel("Edit your message").press("Enter");
  await expect(prose(answers(page))).toHaveText("Something else instead.");
  await finished(page);
  await page.goto("/");
  await ask(page, "天気はどうですか");
  await finished(page);

  await page.keyboard.press("Control+Shift+f");
  await field(page).fill("ALFAMA caf");
  await expect(options(page).filter({ hasText: "opens at nine" })).toHaveCount(3);
  await expect(options(page).nth(1).locator("mark")).toHaveText(["café", "Alfama"]);
  await options(page).filter({ hasText: "You" }).hover();
  await field(page).press("Enter");

  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL(address);
  await expect(questions(page)).toContainText("The café in Alfama");
  await expect(questions(page)).toHaveAttribute("data-pointed-out", "");
  await expect(questions(page)).toBeFocused();
  await page.reload();
  await expect(questions(page)).toContainText("The café in Alfama");

  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(dialog(page).getByRole("button", { name: "ALFAMA caf" })).toBeVisible();
  await field(page).fill("どう");
  await expect(options(page).first().locator("mark")).toHaveText("どう");
  await field(page).fill("alfama xyzzy");
  await expect(dialog(page)).toContainText("Nothing found for “alfama xyzzy”");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
});

test("what is said just now is found, and what is deleted is not", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "Remember the xylophone.");
  await finished(page);
  const found = async (text: string) => {
    await page.keyboard.press("Control+Shift+f");
    await field(page).fill(text);
    await expect(dialog(page).locator("[data-found]")).toHaveAttribute("data-found", text);
    return options(page);
  };

  await expect(await found("xylophone")).toHaveCount(3);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Conversation options" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await found("xylophone");

  await expect(dialog(page)).toContainText("Nothing found");
});
