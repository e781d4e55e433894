import { describe, expect, it } from "vitest";
import { contrast } from "./contrast";
import { dark, darkHighContrast, light, lightHighContrast, type Tokens } from "./tokens";

const schemes: readonly (readonly [string, Tokens, number])[] = [
  ["light", light, 4.5],
  ["dark", dark, 4.5],
  ["high contrast light", lightHighContrast, 7],
  ["high contrast dark", darkHighContrast, 7],
];

describe.each(schemes)("the %s colours", (_name, tokens, enough) => {
  const surfaces = [tokens.bg, tokens.surface1, tokens.surface2, tokens.raised, tokens.code];

  it.each(["text", "text2", "text3", "link"] as const)("keep %s readable on every surface", (role) => {
    for (const surface of surfaces) expect(contrast(tokens[role], surface)).toBeGreaterThanOrEqual(enough);
  });

  it.each([
    ["accent", "onAccent"],
    ["danger", "onDanger"],
    ["warn", "onWarn"],
    ["ok", "onOk"],
  ] as const)("keep the label of a filled %s control readable", (fill, label) => {
    expect(contrast(tokens[label], tokens[fill])).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["danger", "dangerSoft"],
    ["warn", "warnSoft"],
    ["ok", "okSoft"],
    ["text", "accentSoft"],
    ["accent", "accentSoft"],
  ] as const)("keep %s readable on %s", (text, surface) => {
    expect(contrast(tokens[text], tokens[surface])).toBeGreaterThanOrEqual(4.5);
  });

  it("outline controls and focus visibly", () => {
    for (const surface of surfaces) {
      expect(contrast(tokens.borderStrong, surface)).toBeGreaterThanOrEqual(3);
      expect(contrast(tokens.focus, surface)).toBeGreaterThanOrEqual(3);
    }
  });

  it("draw every series visibly on a card", () => {
    for (const series of [...tokens.series, tokens.other]) {
      expect(contrast(series, tokens.raised)).toBeGreaterThanOrEqual(3);
    }
  });
});
