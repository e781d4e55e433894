import { atom } from "jotai";
import { read, write } from "../stored/storage";

export type Theme = "system" | "light" | "dark";
export type Contrast = "system" | "standard" | "more";

const darkQuery = matchMedia("(prefers-color-scheme: dark)");
const moreQuery = matchMedia("(prefers-contrast: more)");

const stored = <Value extends string>(key: string) => (read(key) ?? "system") as Value;
const theme = atom(stored<Theme>("parley:theme"));
const contrast = atom(stored<Contrast>("parley:contrast"));

function paint(): void {
  const wanted = stored<Theme>("parley:theme");
  const more = stored<Contrast>("parley:contrast");
  const root = document.documentElement.dataset;
  root.theme = wanted === "system" ? (darkQuery.matches ? "dark" : "light") : wanted;
  root.contrast = more === "more" || (more === "system" && moreQuery.matches) ? "more" : "standard";
}

export const themeAtom = atom((get) => get(theme), (_get, set, next: Theme) => {
  write("parley:theme", next);
  set(theme, next);
  paint();
});

export const contrastAtom = atom((get) => get(contrast), (_get, set, next: Contrast) => {
  write("parley:contrast", next);
  set(contrast, next);
  paint();
});

export function watchSystem(): void {
  darkQuery.addEventListener("change", paint);
  moreQuery.addEventListener("change", paint);
  addEventListener("storage", paint);
}
