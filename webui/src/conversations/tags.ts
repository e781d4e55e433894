import { atom } from "jotai";
import { locale } from "../languages/speaking";
import { useConversations } from "./data";

/** The tag whose chats alone are listed. */
export const tagFilterAtom = atom<string | null>(null);

/** Those of the chats that are listed here, by name. */
export function useKnownTags(): string[] {
  const lists = [useConversations("open", { project_id: "" }), useConversations("pinned")];
  const tags = lists.flatMap((list) => list.data?.pages.flatMap((page) => page.items.flatMap((item) => item.tags)) ?? []);
  return [...new Set(tags)].sort((one, other) => one.localeCompare(other, locale()));
}
