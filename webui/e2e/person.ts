import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const longQuestion = "Write a long explanation of how a hash table works, step by step, with many examples.";

export async function signUp(page: Page): Promise<string> {
  const email = `ada-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.com`;
  await page.goto("/register");
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
  return email;
}

export const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
export const answers = (page: Page) => page.locator("article[data-role=assistant]");

export async function ask(page: Page, text: string): Promise<void> {
  await expect(page.getByText("Loading the models")).toBeHidden();
  await composer(page).fill(text);
  await composer(page).press("Enter");
  await expect(page).toHaveURL(/\/c\//);
}

export async function finished(page: Page, state = "complete|truncated"): Promise<void> {
  await expect(answers(page).last()).toHaveAttribute("data-message-state", new RegExp(state), { timeout: 100_000 });
}

export async function axeFindsNothing(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

export async function noSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}
