import { expect, test, type Page } from "@playwright/test";
import { ask, begun, finished } from "./person";

/** What reaches out of the window though nothing around it scrolls, and buttons whose words are wider than they are. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element | null): boolean => element !== null && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.querySelectorAll<HTMLElement>("button, a, label, h1, h2, h3, p, dt, dd, legend")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      if (width < 2 || element.closest(".sr-only")) return false;
      const isOut = (right > innerWidth + 1 || left < -1) && !scrolls(element.parentElement);
      return isOut || (element.matches("button") && getComputedStyle(element).overflowX === "visible" && element.scrollWidth > element.clientWidth + 1);
    }).map((element) => element.outerHTML.slice(0, 160));
  });
}

async function fits(page: Page, place: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: place }).toBeLessThanOrEqual(360);
  expect(await cut(page), place).toEqual([]);
}

async function choose(page: Page, label: string, language: string, tag: string): Promise<void> {
  await page.goto("/settings");
  await page.getByLabel(label, { exact: true }).selectOption({ label: language });
  await expect(page.locator("html")).toHaveAttribute("lang", tag);
  await expect(page.locator("dialog select:focus")).toHaveValue(tag);
}

test("the chat in German and Japanese: chosen without a reload, kept over one, and nothing is cut on a phone", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "Guten Tag!");
  await finished(page);
  const chat = new URL(page.url()).pathname;

  await choose(page, "Language", "Deutsch", "de");
  await expect(page.getByRole("dialog", { name: "Einstellungen" })).toBeVisible();
  const german: [string, string][] = [
    ["/settings", "Einstellungen"], ["/settings/keys", "Schlüssel anlegen"], ["/agents", "Neuer Agent"], ["/usage", "Ihre Nutzung und Kosten"],
    ["/", "Was kann ich für Sie tun, Ada?"], [chat, "Modelle machen Fehler. Prüfen Sie Wichtiges."],
  ];
  for (const [path, words] of german) {
    await page.goto(path);
    await expect(page.getByText(words).first()).toBeVisible();
    await fits(page, `${path} in German`);
  }
  await expect(page.locator("[data-usage]")).toContainText(/\d,\d+\s\$/);
  await page.evaluate(() => { document.documentElement.dir = "rtl"; });
  await fits(page, "a chat from the right");

  await choose(page, "Sprache", "日本語", "ja");
  for (const [path, words] of [["/", "Ada さん、何をお手伝いしましょうか？"], [chat, "モデルは誤ることがあります"], ["/settings", "2 段階サインイン"]] as const) {
    await page.goto(path);
    await expect(page.getByText(words).first()).toBeVisible();
    await fits(page, `${path} in Japanese`);
  }
  await page.evaluate(() => { document.documentElement.dir = "rtl"; });
  await fits(page, "the settings from the right");
});

test("who has chosen nothing gets the browser's language, refusals too", async ({ browser }) => {
  const context = await browser.newContext({ locale: "fr-CA" });
  const page = await context.newPage();
  await page.goto("/login");
  await expect(page.getByRole("heading", { name: "Se connecter à Parley" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.getByLabel("Mot de passe", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("alert").first()).toContainText("incorrect");
  await fits(page, "signing in, in French");
  await context.close();
});
