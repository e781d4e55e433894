/** RFC 4180 text that a spreadsheet cannot mistake for formulas. */

export type Cell = string | number | bigint | null;

function field(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return value.toString();
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows]
    .map((row) => row.map(field).join(","))
    .join("\r\n")
    .concat("\r\n");
}

export function download(name: string, text: string): void {
  const link = document.createElement("a");
  // The byte order mark makes spreadsheets read UTF-8.
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
