import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { axeFindsNothing, call, noSidewaysScroll, relayKey, signIn } from "./administrator";

test.describe.configure({ timeout: 240_000 });

const pages = ["", "calls", "usage", "users", "teams", "keys", "budgets", "models", "nowhere"];

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".MuiSkeleton-root")).toHaveCount(0);
}

async function prepared(page: Page, request: APIRequestContext, theme: string, width: number): Promise<void> {
  expect((await call(request, relayKey())).ok()).toBe(true);
  await page.setViewportSize({ width, height: 900 });
  await page.addInitScript((mode) => localStorage.setItem("parley-admin-mode", mode), theme);
}

async function audited(page: Page): Promise<void> {
  await settled(page);
  await noSidewaysScroll(page);
  await axeFindsNothing(page);
}

test("every page fits a tablet and a wide screen", async ({ page, request }) => {
  await prepared(page, request, "light", 768);
  await signIn(page);
  for (const path of pages) {
    await page.goto(`/admin/${path}`);
    await settled(page);
    for (const width of [320, 768, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await noSidewaysScroll(page);
    }
  }
});

// Each theme and each width once for pages, and once for what opens on them.
for (const [theme, width] of [
  ["light", 360],
  ["dark", 1280],
] as const) {
  test(`axe finds nothing on any page at ${width} px in ${theme}`, async ({ page, request }) => {
    await prepared(page, request, theme, width);
    await page.goto("/admin/");
    await audited(page);
    await signIn(page);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    for (const path of pages) {
      await page.goto(`/admin/${path}`);
      await audited(page);
    }
  });
}

for (const [theme, width] of [
  ["dark", 360],
  ["light", 1280],
] as const) {
  test(`axe finds nothing in what opens at ${width} px in ${theme}`, async ({ page, request }) => {
    await prepared(page, request, theme, width);
    await signIn(page, "/admin/keys");
    await page.getByRole("button", { name: "New key" }).first().click();
    for (const part of [/^Scope/, /^Limits and budgets/, "Add a budget"])
      await page.getByRole("dialog").getByRole("button", { name: part }).click();
    await noSidewaysScroll(page);
    await axeFindsNothing(page);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "first key" }).click();
    await expect(page.getByRole("dialog", { name: "first key" })).toContainText("This month");
    await noSidewaysScroll(page);
    await axeFindsNothing(page);
    await page.goto("/admin/teams");
    await page.getByRole("link", { name: "Everyone" }).click();
    await page.getByRole("button", { name: "Change the limits and budgets" }).click();
    await noSidewaysScroll(page);
    await axeFindsNothing(page);
    await page.goto("/admin/calls");
    await page.getByRole("button", { name: "Who" }).click();
    await axeFindsNothing(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("option", { name: /Budgets and limits/ })).toBeVisible();
    await axeFindsNothing(page);
    await page.keyboard.press("Escape");
    await page.goto("/admin/");
    await page.locator("[data-row]").first().getByRole("link").click();
    await expect(page.getByRole("dialog")).toContainText("Counted by");
    await axeFindsNothing(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Account and appearance" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await axeFindsNothing(page);
  });
}
