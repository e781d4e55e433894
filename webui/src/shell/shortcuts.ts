import { useEffect } from "react";
import { useNavigate } from "react-router";
import { t } from "../languages/speaking";
import { openPalette } from "../palette/open";
import { copyText } from "../ui/copy";
import { say } from "../ui/notices";
import { openSearch } from "../search/open";
import { showShortcuts } from "./shortcut-sheet";

const last = <Found extends HTMLElement>(selector: string) => [...document.querySelectorAll<Found>(selector)].at(-1);
const visible = (element: HTMLElement) => element.getClientRects().length > 0;

function turn(step: number): void {
  const turns = [...document.querySelectorAll<HTMLElement>("article[data-turn]")];
  const at = turns.findIndex((article) => article.contains(document.activeElement));
  const next = at === -1 ? (step < 0 ? turns.at(-1) : turns[0]) : turns[at + step];
  next?.focus();
}

function region(step: number): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(visible);
  const at = regions.findIndex((element) => element.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  (next?.querySelector<HTMLElement>("textarea") ?? next)?.focus();
}

export function copyLastAnswer(): void {
  last("[data-copy-answer]")?.click();
  say(t("Answer copied"));
}

export function copyLastCode(): void {
  const block = last("[data-code-block]");
  const code = block?.dataset.code ?? block?.querySelector("pre code")?.textContent;
  if (code) void copyText(code).then(() => say(t("Code copied")));
}

export function useShortcuts(toggleSidebar: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const control = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const name = `${control ? "ctrl+" : ""}${event.altKey ? "alt+" : ""}${event.shiftKey ? "shift+" : ""}${key}`;
      const actions: Record<string, () => void> = {
        "ctrl+shift+o": () => void navigate("/"),
        "ctrl+k": openPalette,
        "ctrl+shift+p": openPalette,
        "ctrl+shift+f": () => openSearch(),
        "ctrl+b": toggleSidebar,
        "ctrl+/": showShortcuts,
        "ctrl+shift+m": () => document.querySelector<HTMLElement>("[data-model-picker]")?.click(),
        "shift+escape": () => document.querySelector<HTMLElement>("#composer")?.focus(),
        "alt+arrowup": () => turn(-1),
        "alt+arrowdown": () => turn(1),
        "ctrl+shift+c": copyLastAnswer,
        "ctrl+shift+;": copyLastCode,
        "ctrl+shift+:": copyLastCode,
        f6: () => region(1),
        "shift+f6": () => region(-1),
      };
      const action = actions[name];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [navigate, toggleSidebar]);
}
