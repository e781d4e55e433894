/** What was looked for lately, the last first. */
import { read, write } from "../stored/storage";

export const searchesKey = "parley:searches";
const most = 6;

export const recentSearches = (): string[] => (read(searchesKey) ?? "").split("\n").filter(Boolean);

export function rememberSearch(text: string): void {
  const wanted = text.trim().replace(/\s+/g, " ");
  if (!wanted) return;
  // What was typed on the way to it is not worth keeping.
  const others = recentSearches().filter((other) => !wanted.toLowerCase().startsWith(other.toLowerCase()));
  write(searchesKey, [wanted, ...others].slice(0, most).join("\n"));
}
