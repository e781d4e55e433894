import { expect, test, type Page } from "@playwright/test";
import { allThemes as all, looksRight } from "./looks";
import { answers, ask, begun, composer, finished, prose } from "./person";
import { part, scripted } from "./upstream";

test("axe finds nothing and nothing scrolls sideways, on a desk", async ({ page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await scripted("fake-scribe", { text: `${part(1)}\n\n${"unbreakable".repeat(40)}\n\n![picture](https://example.com/x.png)\n\n<script>alert(1)</script>` });
  await begun(page, "fake-scribe");
  const desk = [1920, 1280];
  await looksRight(page, "new chat", desk);
  await ask(page, "Write at length.");
  await finished(page);
  await looksRight(page, "conversation", desk, all);
  await page.getByRole("button", { name: /^Model:/ }).click();
  await looksRight(page, "model picker", [1280]);
  await page.keyboard.press("Escape");
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await looksRight(page, "settings", desk, all);
  await page.goto("/c/nothing");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not found");
  await looksRight(page, "no such chat", [1280]);
  await page.goto("/nowhere");
  await looksRight(page, "no such page", [1280]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("axe finds nothing, nothing scrolls sideways, a finger hits everything", async ({ page }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto("/login");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await looksRight(page, "sign in", [768, 320, 360], all);
    await scripted("fake-scribe", { text: part(1) });
    await begun(page, "fake-scribe");
    await composer(page).fill("Write at length.");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await finished(page);
    await looksRight(page, "conversation", [768, 320, 360]);
    expect(await small(page)).toEqual([]);
    await page.getByRole("button", { name: "Open sidebar" }).click();
    const drawer = page.getByRole("dialog", { name: "Chats" });
    await looksRight(page, "drawer", [360]);
    expect(await small(page)).toEqual([]);
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(page.getByRole("button", { name: "Open sidebar" })).toBeFocused();
  });
});

/** What a finger could miss: controls under 44 px, inline links apart. */
async function small(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, [role=menuitem], nav a, input, textarea")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest("nav[aria-label=Skip]"))
      .filter((element) => !document.querySelector("dialog[open]") || element.closest("dialog"))
      .map((element) => [element, element.getBoundingClientRect()] as const)
      .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
      .map(([element, box]) => `${element.ariaLabel ?? element.innerText} ${Math.round(box.width)}×${Math.round(box.height)}`),
  );
}

test("send, read, copy, regenerate and rename with the keyboard alone", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await begun(page, "fake-echo");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("Only the keyboard.");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await page.keyboard.press("Enter");
  await finished(page);
  await expect(composer(page)).toBeFocused();

  await page.keyboard.press("Alt+ArrowUp");
  await expect(answers(page).last()).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: /^Usage/ })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copied" })).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("Only the keyboard.");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(answers(page).last().locator("[data-versions]")).toHaveText("2 / 2");
  await finished(page);

  await page.keyboard.press("Shift+Escape");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("Control+/");
  await page.keyboard.press("Escape");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("F6");
  expect(await page.evaluate(() => document.activeElement?.closest("[data-region]")?.getAttribute("data-region"))).not.toBe("composer");
});

test("every Tab stop shows where it is", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "A short one.");
  await finished(page);
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press("Tab");
    const unseen = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const around = element.closest<HTMLElement>("form[data-region]") ?? element;
      const drawn = [element, around].some((each) => getComputedStyle(each).outlineStyle !== "none" && parseFloat(getComputedStyle(each).outlineWidth) >= 1);
      return drawn ? null : element.outerHTML.slice(0, 120);
    });
    expect(unseen).toBeNull();
  }
});

test("Enter that ends a composition does not send; the theme is there before the first paint", async ({ page }) => {
  await begun(page, "fake-echo");
  await composer(page).fill("にほんご");
  await composer(page).evaluate((area) => {
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }));
  });
  await expect(composer(page)).toHaveValue("にほんご");
  await expect(page).not.toHaveURL(/\/c\//);

  await page.evaluate(() => localStorage.setItem("parley:theme", "dark"));
  await page.addInitScript(() => {
    const seen: (string | undefined)[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver(() => seen.push(document.documentElement.dataset.theme)).observe({ type: "paint", buffered: true });
    requestAnimationFrame(() => seen.push(document.documentElement.dataset.theme));
  });
  await page.reload();
  await expect(composer(page)).toHaveValue("にほんご");
  expect(new Set(await page.evaluate(() => (window as unknown as { seen: string[] }).seen))).toEqual(new Set(["dark"]));
});

test("with reduced motion nothing moves by itself", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await scripted("fake-silent", { kind: "hang_before_headers" });
  await begun(page, "fake-silent");
  await ask(page, "Wait for it.");
  await expect(answers(page).last()).toBeVisible();
  expect(await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running").length)).toBe(0);
  await page.getByRole("button", { name: "Stop" }).click();
  await finished(page, "stopped");
  await expect(prose(answers(page).last())).toHaveCount(0);
});
