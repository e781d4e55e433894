import { AxeBuilder } from "@axe-core/playwright";
import { type APIRequestContext, type APIResponse, expect, type Locator, type Page } from "@playwright/test";

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: run python -m tests.journey`);
  return value;
}

/** An administrator whom no other journey signs in as. */
export const newcomer = () => ({ email: given("E2E_NEWCOMER_EMAIL"), password: given("E2E_NEWCOMER_PASSWORD") });
export const relayKey = (): string => given("E2E_RELAY_KEY");
/** A provider that answers whatever it is told to. */
export const upstream = (): string => given("E2E_UPSTREAM");

export async function signIn(page: Page, path = "/admin/"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("E-mail").fill(given("E2E_ADMIN_EMAIL"));
  await page.getByLabel("Password").fill(given("E2E_ADMIN_PASSWORD"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Account and appearance" })).toBeVisible();
}

/** One short answer of the first model there is, whole. */
export async function call(request: APIRequestContext, key: string): Promise<APIResponse> {
  const headers = { authorization: `Bearer ${key}` };
  const models = await request.get("/v1/models", { headers });
  if (!models.ok()) return models;
  const [model] = (await models.json()).data as { id: string }[];
  return request.post("/v1/chat/completions", {
    headers,
    data: { model: model?.id, max_tokens: 8, messages: [{ role: "user", content: "Say hello." }] },
    timeout: 100_000,
  });
}

/** The row of a call: its name in the books begins with the request's id. */
export function rowOf(page: Page, reply: APIResponse): Locator {
  return page.locator(`[data-row^="${reply.headers()["x-request-id"]}-"]`);
}

/** A chat account of its own. */
export async function registered(request: APIRequestContext, site: string) {
  const email = `eve-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.com`;
  const password = "correct horse battery staple";
  const headers = { origin: new URL(site).origin };
  const reply = await request.post("/api/auth/register", { headers, data: { email, password, name: "Eve Journey" } });
  expect(reply.status()).toBe(201);
  const enter = () => request.post("/api/auth/sign-in", { headers, data: { email, password } });
  return { email, enter };
}

// What is still fading in has less contrast than it will have; what moves for ever is not waited for.
async function stillness(page: Page): Promise<void> {
  // A fade begins a frame after what fades is there.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== "running" || effect?.getComputedTiming().endTime === Infinity),
  );
}

/** By these rules alone, or by all. */
export async function axeFindsNothing(page: Page, rules: readonly string[] = []): Promise<void> {
  await stillness(page);
  // Legacy mode: no frames here, so no second page for each look.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect(told).toEqual([]);
}

export async function noSidewaysScroll(page: Page): Promise<void> {
  // A page that has just been given another width lays itself out again in its next frames.
  await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, null, { timeout: 5_000 });
}
