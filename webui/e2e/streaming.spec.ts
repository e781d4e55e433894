import { expect, test, type Page } from "@playwright/test";
import { answers, ask, begun, composer, finished, prose, questions } from "./person";
import { scripted, treatise } from "./upstream";

type Watch = { shift: number; raw: string[]; said: number; heights: number[] };

/** From now on the page counts layout shifts, raw marks in any frame, and what the live region says. */
async function watched(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch: Watch = { shift: 0, raw: [], said: 0, heights: [] };
    Object.assign(window, { watch });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) watch.shift += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: false });
    new MutationObserver(() => {
      for (const block of document.querySelectorAll("[data-writing=true] > :last-child :is(p, li, h3)")) {
        const raw = /\*\*|`|\[|^#|\| ?-/.exec(block.textContent)?.[0];
        if (raw) watch.raw.push(`${raw} in ${block.textContent}`);
      }
    }).observe(document.querySelector("[data-region=thread]")!, { childList: true, characterData: true, subtree: true });
    for (const region of document.querySelectorAll(".sr-only[role=status]")) {
      new MutationObserver(() => { watch.said += 1; }).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
}
const seen = (page: Page) => page.evaluate(() => (window as unknown as { watch: Watch }).watch);
const scroller = (page: Page) => page.locator("[data-region=thread]");

test("a long answer grows without flicker, raw marks or a jump at its end", async ({ page }) => {
  await scripted("fake-scribe", { text: treatise, interval_s: 0.008 });
  await begun(page, "fake-scribe");
  await ask(page, "Write at length.");
  await expect(prose(answers(page))).toContainText("Part 1");
  await watched(page);
  await page.evaluate(() => {
    const answer = document.querySelector("article[data-role=assistant]")!;
    const block = answer.querySelector(".prose > div")!;
    Object.assign(window, { first: block });
    const heights = (window as unknown as { watch: Watch }).watch.heights;
    new ResizeObserver(() => heights.push(answer.getBoundingClientRect().height)).observe(answer);
  });

  await finished(page);
  const { shift, raw, said, heights } = await seen(page);
  expect(raw).toEqual([]);
  expect(shift).toBeLessThan(0.02);
  expect(said).toBeLessThanOrEqual(2);
  expect(heights.filter((height, index) => height < (heights[index - 1] ?? 0) - 0.5)).toEqual([]);
  expect(await page.evaluate(() => (window as unknown as { first: Element }).first.isConnected)).toBe(true);
  const end = await scroller(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
  expect(end).toBeLessThanOrEqual(1);
});

test("who reads further up stays there, selects, and comes back by the button", async ({ page }) => {
  await scripted("fake-scribe", { text: treatise, interval_s: 0.012 });
  await begun(page, "fake-scribe");
  await ask(page, "Write at length.");
  await expect(prose(answers(page))).toContainText("Part 3");
  await scroller(page).hover();
  await page.mouse.wheel(0, -500);
  await expect(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
  const line = answers(page).locator("p").first();
  await line.selectText();
  const before = [await line.evaluate((element) => element.getBoundingClientRect().top), await prose(answers(page)).innerText()] as const;

  await expect.poll(async () => (await prose(answers(page)).innerText()).length).toBeGreaterThan(before[1].length + 200);
  expect(await line.evaluate((element) => element.getBoundingClientRect().top)).toBe(before[0]);
  expect(await page.evaluate(() => String(getSelection()))).toContain("A paragraph with bold words");
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await finished(page);
  expect(await scroller(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight)).toBeLessThanOrEqual(1);
});

test("a reload and a cut connection in the middle lose and double nothing", async ({ page, context }) => {
  const numbers = Array.from({ length: 90 }, (_, index) => `word${index}`).join(" ");
  await scripted("fake-scribe", { text: numbers, interval_s: 0.04 });
  await begun(page, "fake-scribe");
  await ask(page, "Count.");
  await expect(prose(answers(page))).toContainText("word10 ");
  await page.reload();
  await expect(prose(answers(page))).toContainText(/^word0 .*word20 /);
  await context.setOffline(true);
  await expect(page.getByText(/^Offline/)).toBeVisible();
  await context.setOffline(false);

  await finished(page);
  expect(await prose(answers(page)).innerText()).toBe(numbers);
});

test("typing in a chat touches no message; a hundred thousand pasted characters go through", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await scripted("fake-scribe", { text: treatise });
  await begun(page, "fake-scribe");
  await ask(page, "Write at length.");
  await finished(page);
  await expect(answers(page).locator(".code-block").last().locator("[class^=hljs]").first()).toBeVisible();
  await page.evaluate(() => {
    Object.assign(window, { touched: 0 });
    new MutationObserver((records) => { (window as unknown as { touched: number }).touched += records.length; }).observe(document.querySelector("[data-region=thread]")!, { childList: true, subtree: true, attributes: true, characterData: true });
  });
  await page.keyboard.type("twenty keys and more");
  expect(await page.evaluate(() => (window as unknown as { touched: number }).touched)).toBe(0);

  await scripted("fake-scribe", { text: "Read it all." });
  const long = "All work and no play makes a long message.\n".repeat(2400);
  await page.evaluate((text) => navigator.clipboard.writeText(text), long);
  await composer(page).fill("");
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(() => composer(page).evaluate((area) => (area as HTMLTextAreaElement).value.length)).toBe(long.length);
  const limit = page.viewportSize()!.height * 0.4;
  expect((await composer(page).boundingBox())!.height).toBeLessThanOrEqual(limit + 1);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(questions(page)).toHaveCount(2);
  await finished(page);
  await expect(questions(page).last().getByRole("button", { name: /Show more/ })).toBeVisible();
  await page.reload();
  await expect(questions(page).last()).toContainText("All work and no play");
});
