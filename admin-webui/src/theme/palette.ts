import type { PaletteOptions } from "@mui/material/styles";
import type {} from "@mui/material/themeCssVarsAugmentation";
import { rgb } from "./contrast";
import type { Tokens } from "./tokens";

interface Extension {
  surface: { one: string; two: string; code: string };
  outline: { strong: string; focus: string };
  soft: { accent: string; danger: string; warn: string; ok: string };
  series: { s0: string; s1: string; s2: string; s3: string; s4: string; s5: string; other: string };
  depth: { overlay: string; menu: string; dialog: string };
}

declare module "@mui/material/styles" {
  interface Palette extends Extension {}
  interface PaletteOptions extends Extension {}
}

function colour(main: string, contrastText: string, hover: string = main) {
  return { main, dark: hover, light: main, contrastText };
}

/** The mapping of the tokens to MUI's roles; the third text colour stays legible because disabled text uses it. */
export function paletteOf(tokens: Tokens): PaletteOptions {
  const [s0, s1, s2, s3, s4, s5] = tokens.series;
  return {
    background: { default: tokens.bg, paper: tokens.raised },
    text: { primary: tokens.text, secondary: tokens.text2, disabled: tokens.text3 },
    divider: tokens.border,
    primary: colour(tokens.accent, tokens.onAccent, tokens.accentHover),
    secondary: colour(tokens.text2, tokens.bg),
    error: colour(tokens.danger, tokens.onDanger),
    warning: colour(tokens.warn, tokens.onWarn),
    success: colour(tokens.ok, tokens.onOk),
    info: colour(tokens.link, tokens.bg),
    action: {
      active: tokens.text2,
      hover: tokens.surface2,
      selected: tokens.accentSoft,
      disabled: tokens.text3,
      disabledBackground: tokens.surface2,
      focus: tokens.surface2,
    },
    surface: { one: tokens.surface1, two: tokens.surface2, code: tokens.code },
    outline: { strong: tokens.borderStrong, focus: tokens.focus },
    soft: { accent: tokens.accentSoft, danger: tokens.dangerSoft, warn: tokens.warnSoft, ok: tokens.okSoft },
    series: { s0, s1, s2, s3, s4, s5, other: tokens.other },
    depth: { overlay: tokens.overlay, menu: tokens.shadowMenu, dialog: tokens.shadowDialog },
  };
}

/** The same palette as the custom properties MUI writes, so that high contrast overrides them without a second theme. */
export function paletteVariables(tokens: Tokens): Record<string, string> {
  const variables: Record<string, string> = {};
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "string") {
      variables[path] = value;
      if (/^#[0-9a-f]{6}$/.test(value)) variables[`${path}Channel`] = rgb(value).join(" ");
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) visit(inner, `${path}-${name}`);
    }
  };
  visit(paletteOf(tokens), "--mui-palette");
  return variables;
}
