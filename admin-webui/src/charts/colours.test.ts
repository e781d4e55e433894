import { describe, expect, it } from "vitest";
import { coloured, placed } from "./colours";
import { otherName } from "./series";

const six = ["gpt-5", "claude", "gemini", "smollm2", "mistral", "llama"];

describe("the colour of a model", () => {
  it("is never shared by six models", () => {
    const colours = coloured(placed({}, six), six);

    expect(new Set(six.map((name) => colours.get(name))).size).toBe(6);
  });

  it("stays when others come, go or change their order", () => {
    const places = placed({}, ["gpt-5", "claude"]);
    const later = placed(places, six.toReversed());

    expect(later).toMatchObject(places);
    expect(coloured(later, ["claude"]).get("claude")).toBe(coloured(places, six).get("claude"));
  });

  it("of a seventh gives way only in the panel that shows both", () => {
    const places = { ...placed({}, six), late: placed({}, six)["gpt-5"] as number };

    expect(coloured(places, ["late"]).get("late")).toBe(coloured(places, six).get("gpt-5"));
    expect(coloured(places, ["gpt-5", "late"]).get("late")).not.toBe(coloured(places, six).get("gpt-5"));
  });

  it("of the others is their own", () => {
    expect(placed({}, [otherName])).toEqual({});
    expect(coloured({}, [otherName]).get(otherName)).toContain("series-other");
  });
});
