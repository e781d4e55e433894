import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const usual = [["light", "standard"], ["dark", "standard"]] as const;
export const allThemes = [...usual, ["light", "more"], ["dark", "more"]] as const;

/** No violation in these themes, no sideways scroll at any width that keeps this layout. */
export async function looksRight(page: Page, place: string, widths: number[], themes: typeof allThemes | typeof usual = usual): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    // A page that has just been given another width lays itself out again in its next frames.
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    await expect.poll(sideways, { message: `${place} scrolls sideways at ${width} px`, timeout: 5_000 }).toBe(false);
  }
  for (const [theme, contrast] of themes) {
    await page.evaluate(([one, other]) => Object.assign(document.documentElement.dataset, { theme: one, contrast: other }), [theme, contrast]);
    // Legacy mode: no frames here, so no second page for each look.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    // Only colours differ from theme to theme.
    const { violations } = await (theme === "light" && contrast === "standard" ? axe : axe.withRules(["color-contrast"])).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
    expect(found, `${place}, ${theme}, ${contrast} contrast`).toEqual([]);
  }
}
