import { describe, expect, test } from "vitest";
import { withMath, withoutOpenMath } from "./math-marks";

describe("formulas", () => {
  test.each([
    ["so \\(a^2\\) is", "so $$a^2$$ is"],
    ["see\n\n\\[\na = b\n\\]\n", "see\n\n$$\na = b\n$$\n"],
    ["in \\[x\\] text", "in $$x$$ text"],
    ["let $x$ and $a_1 + b$ be", "let $$x$$ and $$a_1 + b$$ be"],
    ["$$\nx\n$$", "$$\nx\n$$"],
    ["- \\[\n  y\n  \\]", "- $$y$$"],
  ])("%j is one", (text, marked) => {
    expect(withMath(text)).toBe(marked);
  });

  test.each(["it costs $5 and $10", "from $5-$10 now", "between $1,000 and US$2", "`\\(a\\)` and `$x$`", "```\n\\[a\\]\n$x$\n```", "a \\$5 note for $6", "$HOME and $PATH", "100$ or 200$"])("%j is none", (text) => {
    expect(withMath(text)).toBe(text);
  });

  test("one that is still being written is held back", () => {
    expect(withoutOpenMath("so \\(a^2\\) and \\(b^")).toBe("so \\(a^2\\) and ");
    expect(withoutOpenMath("so\n\n$$\nx =")).toBe("so\n\n");
    expect(withoutOpenMath("`\\(` is a mark")).toBe("`\\(` is a mark");
  });

  test("a long text of nothing but marks takes no time", () => {
    const began = performance.now();
    for (const mark of ["$", "\\(", "\\[", "`", "$a", "```\n"]) withMath(mark.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(500);
  });
});
