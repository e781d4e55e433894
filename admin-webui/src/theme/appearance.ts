import { create } from "zustand";

export const modeKey = "parley-admin-mode";
const contrastKey = "parley-admin-contrast";

export const contrasts = ["system", "standard", "more"] as const;
export type Contrast = (typeof contrasts)[number];

function stored(): Contrast {
  try {
    const value = localStorage.getItem(contrastKey);
    return contrasts.find((contrast) => contrast === value) ?? "system";
  } catch {
    return "system";
  }
}

const wantsMore = window.matchMedia("(prefers-contrast: more)");

export const useContrast = create<{ readonly contrast: Contrast }>(() => ({ contrast: stored() }));

function apply(): void {
  const { contrast } = useContrast.getState();
  const more = contrast === "more" || (contrast === "system" && wantsMore.matches);
  if (more) document.documentElement.dataset.contrast = "more";
  else delete document.documentElement.dataset.contrast;
}

wantsMore.addEventListener("change", apply);

export function setContrast(contrast: Contrast): void {
  useContrast.setState({ contrast });
  try {
    localStorage.setItem(contrastKey, contrast);
  } catch {
    // A browser without storage keeps the choice until the page is closed.
  }
  apply();
}
