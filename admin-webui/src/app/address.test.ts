import { expect, test } from "vitest";
import { changed } from "./address";

test("a change keeps what else stands in the address", () => {
  expect(changed("?from=2026-03-01&by=day", { by: "both", metric: "requests" }).toString()).toBe(
    "from=2026-03-01&by=both&metric=requests",
  );
});

test("a name without a value is taken out", () => {
  expect(changed("?cursor=abc&sort=cost.desc", { cursor: null }).toString()).toBe("sort=cost.desc");
});
