import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";

export const password = "correct horse battery staple";
const site = process.env.E2E_BASE_URL ?? "";

export const freshEmail = () => `ada-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.com`;

/** An account and its cookie without a form, for whoever tests something else. */
export async function registered(context: BrowserContext, email = freshEmail()): Promise<string> {
  const reply = await context.request.post("/api/auth/register", { data: { email, password, name: "Ada Lovelace" }, headers: { origin: site } });
  expect(reply.status()).toBe(201);
  return email;
}

/** Somebody who is signed in and begins a new chat with `model`. */
export async function begun(page: Page, model: string): Promise<void> {
  await registered(page.context());
  await page.addInitScript((name) => localStorage.setItem("parley:models", name), model);
  await page.goto("/");
  await expect(composer(page)).toBeVisible();
}

export const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
export const answers = (page: Page) => page.locator("article[data-role=assistant]");
export const questions = (page: Page) => page.locator("article[data-role=user]");
export const chats = (page: Page) => page.getByRole("navigation", { name: "Chats" }).getByRole("link");

export async function ask(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await composer(page).press("Enter");
  await expect(page).toHaveURL(/\/c\//);
}

export async function finished(page: Page, state = "complete"): Promise<void> {
  await expect(answers(page).last()).toHaveAttribute("data-message-state", new RegExp(state), { timeout: 40_000 });
}

export const prose = (answer: Locator) => answer.locator(".prose").first();
