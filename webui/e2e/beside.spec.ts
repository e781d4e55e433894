import { expect, test } from "@playwright/test";
import { answers, ask, begun, composer } from "./person";
import { looksRight } from "./looks";
import { scripted } from "./upstream";

test("one question to two models in columns: stopped alone, tabs on a phone, and one is kept", async ({ page }) => {
  await scripted("fake-scribe", { text: "word ".repeat(400), interval_s: 0.1 });
  await begun(page, "fake-echo");
  await page.getByRole("button", { name: "Ask more models side by side" }).click();
  await page.getByRole("checkbox", { name: /fake-scribe/ }).check();
  await page.keyboard.press("Escape");
  await ask(page, "Which is better?");

  const columns = page.getByRole("region", { name: "Answers side by side" });
  await expect(columns.locator("article")).toHaveCount(2);
  await expect(columns.locator("article").first()).toHaveAttribute("data-message-state", "complete");
  await columns.getByRole("button", { name: "Stop fake-scribe" }).click();
  await expect(columns.locator("article").nth(1)).toHaveAttribute("data-message-state", "stopped");
  await page.reload();
  await expect(columns.locator("article").nth(1)).toHaveAttribute("data-message-state", "stopped");

  await page.setViewportSize({ width: 360, height: 800 });
  await columns.getByRole("tab", { name: "fake-scribe" }).click();
  await expect(columns.getByRole("tabpanel", { name: "fake-scribe" })).toBeVisible();
  await expect(columns.getByRole("tabpanel")).toHaveCount(1);
  await looksRight(page, "answers side by side", [360]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await columns.getByRole("button", { name: "Keep this one: fake-scribe" }).click();

  await expect(columns).toHaveCount(0);
  await expect(answers(page)).toHaveCount(1);
  await expect(answers(page)).toHaveAttribute("data-message-state", "stopped");
  await expect(page.locator("[data-versions]")).toHaveText("2 / 2");
  await expect(page.getByRole("button", { name: /^Model:/ })).toContainText("fake-scribe");
  await expect(composer(page)).toBeEnabled();
});
