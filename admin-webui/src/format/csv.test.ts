import { describe, expect, it } from "vitest";
import { csv } from "./csv";

describe("a CSV file", () => {
  it("quotes commas, quotes and line breaks", () => {
    expect(
      csv(
        ["a", "b"],
        [
          ["1,5", 'say "hi"'],
          ["two\nlines", null],
        ],
      ),
    ).toBe('a,b\r\n"1,5","say ""hi"""\r\n"two\nlines",\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("disarms the text %j", (text) => {
    const line = csv(["h"], [[text]])
      .split("\r\n")
      .slice(1)
      .join("\r\n");

    expect(line.replace('"', "").startsWith("'")).toBe(true);
  });

  it("leaves numbers as numbers", () => {
    expect(csv(["n"], [[-5], [9_007_199_254_740_993n]])).toBe("n\r\n-5\r\n9007199254740993\r\n");
  });
});
