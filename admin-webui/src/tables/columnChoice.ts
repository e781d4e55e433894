import { create } from "zustand";

/** The columns that a reader has hidden, table by table; kept in this browser. */
const place = "parley-admin-hidden-columns";

type Hidden = Readonly<Record<string, readonly string[]>>;

/** What was kept, as far as it is what it should be. */
export function hiddenFrom(text: string | null): Hidden {
  try {
    const kept: unknown = JSON.parse(text ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const tables = Object.entries(kept).filter((entry): entry is [string, string[]] => {
      const [, columns] = entry;
      return Array.isArray(columns) && columns.every((column) => typeof column === "string");
    });
    return Object.fromEntries(tables);
  } catch {
    return {};
  }
}

function read(): Hidden {
  try {
    return hiddenFrom(localStorage.getItem(place));
  } catch {
    return {};
  }
}

const useHidden = create<{ readonly hidden: Hidden }>(() => ({ hidden: read() }));

/** With a column hidden, or shown again. */
export function toggled(hidden: Hidden, table: string, column: string): Hidden {
  const before = hidden[table] ?? [];
  const after = before.includes(column) ? before.filter((each) => each !== column) : [...before, column];
  return { ...hidden, [table]: after };
}

export function useHiddenColumns(table: string, otherwise: readonly string[]) {
  const kept = useHidden(({ hidden }) => hidden[table]);
  const hidden = kept ?? otherwise;
  return {
    hidden,
    toggle: (column: string): void => {
      const next = toggled({ ...useHidden.getState().hidden, [table]: hidden }, table, column);
      useHidden.setState({ hidden: next });
      try {
        localStorage.setItem(place, JSON.stringify(next));
      } catch {
        // Without storage the choice lasts as long as the page.
      }
    },
  };
}
