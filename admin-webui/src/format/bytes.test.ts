import { expect, test } from "vitest";
import { bytes } from "./bytes";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [1_440_000, "1.4 MB"],
  [250_000_000, "250 MB"],
  [3_200_000_000_000_000, "3200 TB"],
])("%i bytes are told as %s", (size, told) => {
  expect(bytes(size)).toBe(told);
});
