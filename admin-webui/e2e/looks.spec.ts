import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { axeFindsNothing, call, noSidewaysScroll, relayKey, signIn } from "./administrator";

test.describe.configure({ timeout: 240_000 });

const pages = [
  "",
  "calls",
  "usage",
  "analytics",
  "users",
  "teams",
  "keys",
  "budgets",
  "models",
  "administrators",
  "audit",
  "nowhere",
];
const widths = [320, 768, 1920];
const forPages = [
  ["light", 1280],
  ["dark", 360],
] as const;
const forWhatOpens = [
  ["light", 360],
  ["dark", 1280],
] as const;

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".MuiSkeleton-root")).toHaveCount(0);
}

/** Axe finds nothing and nothing scrolls sideways in these looks, which change while the page stays. */
async function looksRight(page: Page, looks: readonly (readonly [string, number])[]): Promise<void> {
  for (const [theme, width] of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate((wanted) => document.documentElement.setAttribute("data-theme", wanted), theme);
    await noSidewaysScroll(page);
    // Only colours differ from theme to theme.
    await axeFindsNothing(page, theme === "dark" ? ["color-contrast"] : []);
  }
}

async function called(request: APIRequestContext): Promise<void> {
  expect((await call(request, relayKey())).ok()).toBe(true);
}

test("every page fits every screen, and axe finds nothing in light or dark", async ({ page, request }) => {
  await called(request);
  await page.goto("/admin/");
  await settled(page);
  await looksRight(page, forPages);
  await signIn(page);
  for (const path of pages) {
    await page.goto(`/admin/${path}`);
    await settled(page);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await noSidewaysScroll(page);
    }
    await looksRight(page, forPages);
  }
});

test("axe finds nothing in what opens, in light or dark", async ({ page, request }) => {
  await called(request);
  await signIn(page, "/admin/keys");
  await page.getByRole("button", { name: "New key" }).first().click();
  for (const part of [/^Scope/, /^Limits and budgets/, "Add a budget"])
    await page.getByRole("dialog").getByRole("button", { name: part }).click();
  await looksRight(page, forWhatOpens);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "first key" }).click();
  await expect(page.getByRole("dialog", { name: "first key" })).toContainText("This month");
  await looksRight(page, forWhatOpens);
  await page.goto("/admin/teams");
  await page.getByRole("link", { name: "Everyone" }).click();
  await page.getByRole("button", { name: "Change the limits and budgets" }).click();
  await looksRight(page, forWhatOpens);
  await page.goto("/admin/calls");
  await page.getByRole("button", { name: "Who" }).click();
  await looksRight(page, forWhatOpens);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("option", { name: /Budgets and limits/ })).toBeVisible();
  await looksRight(page, forWhatOpens);
  await page.keyboard.press("Escape");
  await page.goto("/admin/");
  await page.locator("[data-row]").first().getByRole("link").click();
  await expect(page.getByRole("dialog")).toContainText("Counted by");
  await looksRight(page, forWhatOpens);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Account and appearance" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await looksRight(page, forWhatOpens);
});
