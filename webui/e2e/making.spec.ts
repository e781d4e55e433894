import { expect, test, type Page } from "@playwright/test";
import { looksRight } from "./looks";
import { answers, ask, begun, finished } from "./person";

async function chosen(page: Page, tool: RegExp): Promise<void> {
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("checkbox", { name: tool }).check();
  await page.keyboard.press("Escape");
}

test("code runs, and the file that it makes is there to be saved; a picture is made and looked at", async ({ page }) => {
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

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto("/");
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("checkbox", { name: /^Run Python/ }).uncheck();
  await page.getByRole("checkbox", { name: /^Make a picture/ }).check();
  await page.keyboard.press("Escape");
  await ask(page, "A fox in snow");
  await finished(page);
  await expect(answers(page).last()).toContainText("It is The picture A fox in snow.png is made");
  await page.getByRole("button", { name: "Look at A fox in snow.png" }).click();
  await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();
});
