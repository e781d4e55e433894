import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
type Theme = Map<string, string>;

function block(selector: string): Theme {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return new Map([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const light = block(":root");
const dark = new Map([...light, ...block(':root[data-theme="dark"]')]);
const lightMore = new Map([...light, ...block(':root[data-contrast="more"]')]);
const darkMore = new Map([...dark, ...block(':root[data-contrast="more"]'), ...block(':root[data-theme="dark"][data-contrast="more"]')]);
const themes: [string, Theme, number][] = [
  ["light", light, 4.5],
  ["dark", dark, 4.5],
  ["high-contrast light", lightMore, 7],
  ["high-contrast dark", darkMore, 7],
];
const surfaces = ["bg", "surface-1", "surface-2", "raised", "bubble"];
const onSurfaces = ["text", "text-2", "text-3"];

describe.each(themes)("the %s theme", (_name, theme, floor) => {
  const colour = (token: string) => {
    const value = theme.get(token);
    if (!value) throw new Error(`no token --${token}`);
    return value;
  };

  it.each(surfaces.flatMap((surface) => onSurfaces.map((text) => [text, surface] as const)))("keeps %s readable on %s", (text, surface) => {
    expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(floor);
  });

  it.each([
    ["on-accent", "accent"],
    ["on-accent", "accent-hover"],
    ["accent", "bg"],
    ["text", "accent-soft"],
    ["link", "bg"],
    ["link", "bubble"],
    ["danger", "bg"],
    ["danger", "danger-soft"],
    ["danger", "raised"],
    ["warn", "warn-soft"],
    ["ok", "ok-soft"],
    ["text", "code"],
    ["code-keyword", "code"],
    ["code-string", "code"],
    ["code-number", "code"],
    ["code-title", "code"],
    ["code-comment", "code"],
  ])("keeps %s readable on %s", (text, surface) => {
    expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(floor);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])("tells the bars of series %i from the card", (number) => {
    expect(contrast(colour(`series-${number}`), colour("raised"))).toBeGreaterThanOrEqual(3);
  });

  it.each(["bg", "surface-1", "raised"])("keeps control outlines and the focus ring visible on %s", (surface) => {
    expect(contrast(colour("border-strong"), colour(surface))).toBeGreaterThanOrEqual(3.3);
    expect(contrast(colour("focus"), colour(surface))).toBeGreaterThanOrEqual(4.8);
  });
});
