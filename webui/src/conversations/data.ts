import { QueryClient, useInfiniteQuery, useQuery, type InfiniteData } from "@tanstack/react-query";
import { chat, type Change, type Within } from "../api/client";
import { Problem, because } from "../api/problem";
import type { Conversation, ConversationPage, Shelf } from "../api/types";
import { t } from "../languages/speaking";
import { notify } from "../ui/notices";
import { tellTabs } from "./tabs";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: "always",
      retry: (failures, error) => failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
      retryDelay: (attempt) => 500 * 2 ** attempt,
    },
    mutations: { networkMode: "always" },
  },
});

const runningEveryMs = 3000;

const listsKey = ["conversations"] as const;
const listKey = (shelf: Shelf, within: Within) => [...listsKey, shelf, within] as const;
export const conversationKey = (id: string) => ["conversation", id] as const;

const everywhere: Within = {};

export function useConversations(shelf: Shelf, within: Within = everywhere) {
  return useInfiniteQuery({
    queryKey: listKey(shelf, within),
    queryFn: ({ pageParam }) => chat.conversations(shelf, within, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Answers that nobody watches here end too.
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((item) => item.running_generation_id)) ? runningEveryMs : false),
  });
}

export const titleOf = (conversation: Conversation) => conversation.title || t("New chat");

export function useConversation(id: string) {
  return useQuery({ queryKey: conversationKey(id), queryFn: () => chat.conversation(id) });
}

type Listed = InfiniteData<ConversationPage, string | null>;

/** Every list that is here, with what belongs on it. */
function changeLists(change: (items: Conversation[], page: number, shelf: Shelf, within: Within) => Conversation[]): void {
  for (const [key, listed] of queries.getQueriesData<Listed>({ queryKey: listsKey })) {
    const [, shelf, within] = key as ReturnType<typeof listKey>;
    if (!listed) continue;
    queries.setQueryData<Listed>(key, { ...listed, pages: listed.pages.map((page, index) => ({ ...page, items: change(page.items, index, shelf, within) })) });
  }
}

/** The chats of these ids, as far as any list here has them. */
export function listedChats(ids: ReadonlySet<string>): Conversation[] {
  const found = new Map<string, Conversation>();
  for (const [, listed] of queries.getQueriesData<Listed>({ queryKey: listsKey })) {
    for (const item of listed?.pages.flatMap((page) => page.items) ?? []) if (ids.has(item.id)) found.set(item.id, item);
  }
  return [...found.values()];
}

export function isWithin(conversation: Conversation, shelf: Shelf, within: Within): boolean {
  return (
    !conversation.temporary &&
    conversation.shelf === shelf &&
    (within.tag === undefined || conversation.tags.includes(within.tag)) &&
    (within.project_id === undefined || within.project_id === (conversation.project_id ?? ""))
  );
}

export function show(conversation: Conversation): void {
  queries.setQueryData(conversationKey(conversation.id), conversation);
  changeLists((items, _page, shelf, within) =>
    items.flatMap((item) => (item.id !== conversation.id ? [item] : isWithin(conversation, shelf, within) ? [conversation] : [])),
  );
}

/** On top of the lists where it belongs, and on no other one. */
export function showFirst(conversation: Conversation): void {
  queries.setQueryData(conversationKey(conversation.id), conversation);
  changeLists((items, page, shelf, within) => {
    const others = items.filter((item) => item.id !== conversation.id);
    return page === 0 && isWithin(conversation, shelf, within) ? [conversation, ...others] : others;
  });
}

/** Change a conversation at once; put it back when the service refuses. */
export async function change(conversation: Conversation, to: Omit<Change, "pinned" | "archived">): Promise<Conversation> {
  show({ ...conversation, ...to, project_id: to.project_id === undefined ? conversation.project_id : to.project_id || null });
  try {
    const changed = await chat.change(conversation.id, to);
    show(changed);
    tellTabs({ kind: "changed", id: conversation.id });
    return changed;
  } catch (error) {
    show(conversation);
    throw error;
  }
}

export const refreshList = () => queries.invalidateQueries({ queryKey: listsKey });

export function rename(conversation: Conversation, title: string): void {
  if (title === conversation.title) return;
  change(conversation, { title }).catch((error: unknown) => notify(because(t("The name was not saved."), error)));
}
