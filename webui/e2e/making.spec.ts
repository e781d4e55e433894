import { expect, test, type Page } from "@playwright/test";
import { looksRight } from "./looks";
import { answers, ask, begun, finished } from "./person";

async function chosen(page: Page, tool: RegExp): Promise<void> {
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("checkbox", { name: tool }).check();
  await page.keyboard.press("Escape");
}

test("code runs, and the file that it makes is there to be saved", async ({ page }) => {
  await begun(page, "fake-calc");
  await chosen(page, /^Run Python/);
  await ask(page, "open('result.csv', 'w').write('a,b'); print(6 * 7)");
  await finished(page);
  const run = answers(page).last().locator("[data-tool-run=run_python]");
  await expect(run).toHaveAttribute("data-tool-state", "done");
  await run.getByRole("button", { name: /^Run Python/ }).click();
  await expect(run.getByRole("group", { name: "Output of Run Python" })).toContainText("42");
  const saved = page.waitForEvent("download");
  await run.getByRole("button", { name: "Save result.csv" }).click();
  expect((await saved).suggestedFilename()).toBe("result.csv");
  await looksRight(page, "a run of code", [1280, 360]);
});
