import { describe, expect, it } from "vitest";
import { callsPath, filtersFrom, wantedCalls } from "./callFilter";

const march = { from: "2026-03-01", to: "2026-03-31" };

describe("the filters in the address", () => {
  it.each([
    ["model=gpt-5&outcome=error&streamed=false", { model: "gpt-5", outcome: "error", streamed: "false" }],
    ["outcome=lost&source=fax&streamed=maybe&key=k1", { key: "k1" }],
    ["model=%20&user=&team=t1&from=2026-03-01", { team: "t1" }],
    [`model=${"m".repeat(300)}`, { model: "m".repeat(200) }],
  ])("%s are %j", (search, filters) => {
    expect(filtersFrom(new URLSearchParams(search))).toEqual(filters);
  });
});

describe("the question to the service", () => {
  it("has whole days, the last one included", () => {
    expect(wantedCalls(march, {}, null, 50)).toEqual({
      since: "2026-03-01T00:00:00Z",
      until: "2026-04-01T00:00:00Z",
      limit: 50,
    });
  });

  it("has each filter, and where the page begins", () => {
    expect(wantedCalls(march, { model: "m", streamed: "false", key: "k1" }, "next", 20)).toMatchObject({
      model: "m",
      key: "k1",
      streamed: false,
      cursor: "next",
      limit: 20,
    });
  });
});

describe("the page of the calls behind a figure", () => {
  it("has the same days and the same part", () => {
    expect(callsPath(march, { model: "a/b", provider: "p" })).toBe(
      "/calls?from=2026-03-01&to=2026-03-31&model=a%2Fb&provider=p",
    );
    expect(callsPath(null, { key: "k1" })).toBe("/calls?key=k1");
  });
});
