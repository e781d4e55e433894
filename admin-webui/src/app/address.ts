import { useSearchParams } from "react-router";

type Changes = Readonly<Record<string, string | null>>;
type Change = (changes: Changes, how?: { readonly replace: boolean }) => void;

/** What stands in the page's address after `changes`; `null` takes a name out. */
export function changed(address: string, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/**
 * The search part of the address, and its change. Each change builds on the window's address:
 * the router's own is older while a drawing is under way, and a quick second click would undo the first.
 */
export function useAddress(): readonly [URLSearchParams, Change] {
  const [search, setSearch] = useSearchParams();
  return [search, (changes, how) => setSearch(changed(window.location.search, changes), how)];
}
