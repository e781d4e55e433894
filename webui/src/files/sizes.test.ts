import { expect, it } from "vitest";
import { bytes } from "./sizes";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [999_499, "999 kB"],
  [1_000_000, "1 MB"],
  [1_250_000, "1.3 MB"],
  [25_000_000, "25 MB"],
  [1_000_000_000, "1 GB"],
])("says %i bytes as %s", (count, words) => expect(bytes(count)).toBe(words));
