import type { Table } from "mdast";
import { expect, it } from "vitest";
import { csvOf } from "./csv";
import { parse } from "./parse";

it("writes a table for a spreadsheet, quoting what must be", () => {
  const table = parse('| Name | Price |\n| --- | --: |\n| **Tea**, green | `1,20` |\n| "Best" | 3 |').nodes[0] as Table;

  expect(csvOf(table)).toBe('Name,Price\r\n"Tea, green","1,20"\r\n"""Best""",3');
});
