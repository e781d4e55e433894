import type { Key, Team, User } from "../api/answers";
import { type Group, navigation } from "../app/navigation";

export type FoundKind = "page" | "user" | "team" | "key";

export interface Found {
  readonly kind: FoundKind;
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name. */
  readonly hint: string;
}

export const mostOfAKind = 6;

/** Those that begin with the text first, then those that hold it; in their order among themselves. */
export function matching<Item>(items: readonly Item[], text: string, nameOf: (item: Item) => string): readonly Item[] {
  const wanted = text.trim().toLowerCase();
  const places = items.map((item) => ({ item, place: nameOf(item).toLowerCase().indexOf(wanted) }));
  return places
    .filter(({ place }) => place >= 0)
    .sort((one, other) => Math.sign(one.place) - Math.sign(other.place))
    .map(({ item }) => item);
}

export function pagesMatching(text: string, groups: readonly Group[] = navigation): readonly Found[] {
  const pages = groups.flatMap(({ destinations }) => destinations);
  return matching(pages, text, ({ label }) => label).map(({ path, label }) => ({
    kind: "page",
    id: path,
    name: label,
    hint: "Page",
  }));
}

export function foundOf(
  text: string,
  users: readonly Pick<User, "id" | "email" | "name">[],
  teams: readonly Pick<Team, "id" | "name">[],
  keys: readonly Pick<Key, "id" | "name" | "owner">[],
): readonly Found[] {
  const found: Found[] = [
    ...users.map((user) => ({ kind: "user" as const, id: user.id, name: user.email, hint: user.name })),
    ...matching(teams, text, ({ name }) => name)
      .slice(0, mostOfAKind)
      .map((team) => ({ kind: "team" as const, id: team.id, name: team.name, hint: "Team" })),
    ...keys.map((key) => ({ kind: "key" as const, id: key.id, name: key.name, hint: `Key of ${key.owner.name}` })),
  ];
  return found;
}

/** Where a found thing is shown. */
export function pathOf({ kind, id }: Found): string {
  return kind === "page" ? id : `/${kind}s?${kind}=${encodeURIComponent(id)}`;
}
