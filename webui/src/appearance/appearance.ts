/** How the page looks, kept on this device. first-paint.js applies the same values before anything is drawn. */
import { read } from "../stored/storage";
import { kept } from "../stored/kept";

export type Theme = "system" | "light" | "dark";
export type Contrast = "system" | "standard" | "more";
export type TextSize = "small" | "normal" | "large" | "larger";
export type Motion = "system" | "reduced";

const darkQuery = matchMedia("(prefers-color-scheme: dark)");
const moreQuery = matchMedia("(prefers-contrast: more)");
const stored = (key: string) => read(key) ?? "system";

const isDark = () => stored("parley:theme") === "dark" || (stored("parley:theme") === "system" && darkQuery.matches);
const wantsMore = () => stored("parley:contrast") === "more" || (stored("parley:contrast") === "system" && moreQuery.matches);

function paint(): void {
  const root = document.documentElement;
  root.dataset.theme = isDark() ? "dark" : "light";
  root.dataset.contrast = wantsMore() ? "more" : "standard";
  root.dataset.text = read("parley:text") ?? "normal";
  root.dataset.motion = stored("parley:motion");
  const surface = getComputedStyle(root).getPropertyValue("--surface-1");
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", surface);
}

export const themeAtom = kept<Theme>("parley:theme", "system", paint);
export const contrastAtom = kept<Contrast>("parley:contrast", "system", paint);
export const textSizeAtom = kept<TextSize>("parley:text", "normal", paint);
export const motionAtom = kept<Motion>("parley:motion", "system", paint);

/** The other theme than the one that is shown now. */
export const otherTheme = (): Theme => (isDark() ? "light" : "dark");

export function watchSystem(): void {
  darkQuery.addEventListener("change", paint);
  moreQuery.addEventListener("change", paint);
  addEventListener("storage", paint);
  paint();
}

