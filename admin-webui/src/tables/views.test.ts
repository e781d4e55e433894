import { describe, expect, it } from "vitest";
import { filterOf, withColumn, withFilter } from "./views";

describe("a filter that is saved", () => {
  it("is what the address says, without the page and what is open", () => {
    expect(filterOf("?search=a%20b&cursor=x&user=u1", "user")).toBe("search=a+b");
    expect(filterOf("?user=u1&model=m&call=c1", "call")).toBe("model=m&user=u1");
  });

  it("takes the place of one of the same name", () => {
    const filters = [
      { name: "a", query: "1" },
      { name: "b", query: "2" },
    ];
    expect(withFilter(filters, "a", "3")).toEqual([
      { name: "b", query: "2" },
      { name: "a", query: "3" },
    ]);
    expect(withFilter([], "a", "1")).toEqual([{ name: "a", query: "1" }]);
  });
});

describe("a column", () => {
  it("is hidden, and shown again", () => {
    expect(withColumn(["a"], "b")).toEqual(["a", "b"]);
    expect(withColumn(["a", "b"], "a")).toEqual(["b"]);
  });
});
