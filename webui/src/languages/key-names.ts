import { msg, t } from "./speaking";

const names: Record<string, string> = {
  Ctrl: msg("Ctrl::key"), Shift: msg("Shift::key"), Alt: msg("Alt::key"), Enter: msg("Enter::key"), Esc: msg("Esc::key"), Delete: msg("Delete::key"),
  Up: msg("Up::key"), Down: msg("Down::key"), Left: msg("Left::key"), Right: msg("Right::key"),
};

/** "Ctrl+Shift+O" by what stands on the keys where the language is spoken. */
export const keyNames = (keys: string): string => keys.replace(/[A-Z][a-z]+/g, (name) => t(names[name] ?? name));
