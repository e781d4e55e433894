import type { PhrasingContent, Table } from "mdast";

/** A table as RFC 4180 writes it. */
export function csvOf(table: Table): string {
  return table.children.map((row) => row.children.map((cell) => quoted(cell.children.map(wordsOf).join(""))).join(",")).join("\r\n");
}

function wordsOf(node: PhrasingContent): string {
  if ("value" in node) return node.value;
  if ("children" in node) return node.children.map(wordsOf).join("");
  return "alt" in node ? (node.alt ?? "") : "";
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
