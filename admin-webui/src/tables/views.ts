import type { TableView } from "../api/answers";

/** What a page forgets when its filter is saved: where in the list it stands, and what is open. */
const passing = ["cursor", "user", "key", "call", "entry"] as const;

/** The filter that an address holds. Of names that are filters on some pages, the page says which pass here. */
export function filterOf(search: string, opened: string): string {
  const kept = new URLSearchParams(search);
  for (const name of passing) if (name === "cursor" || name === opened) kept.delete(name);
  kept.sort();
  return kept.toString();
}

export function withColumn(hidden: readonly string[], column: string): readonly string[] {
  return hidden.includes(column) ? hidden.filter((each) => each !== column) : [...hidden, column];
}

/** With one more filter; one of the same name is replaced. */
export function withFilter(filters: TableView["filters"], name: string, query: string): TableView["filters"] {
  return [...filters.filter((each) => each.name !== name), { name, query }];
}
