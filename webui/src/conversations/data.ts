import { QueryClient, useInfiniteQuery, useQuery, type InfiniteData } from "@tanstack/react-query";
import { chat, type Change } from "../api/client";
import { Problem, sentenceOf } from "../api/problem";
import type { Conversation, ConversationPage, Shelf } from "../api/types";
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
const listKey = (shelf: Shelf) => [...listsKey, shelf] as const;
export const conversationKey = (id: string) => ["conversation", id] as const;

export function useConversations(shelf: Shelf) {
  return useInfiniteQuery({
    queryKey: listKey(shelf),
    queryFn: ({ pageParam }) => chat.conversations(shelf, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Answers that nobody watches here end too.
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((item) => item.running_generation_id)) ? runningEveryMs : false),
  });
}

export const titleOf = (conversation: Conversation) => conversation.title || "New chat";

export function useConversation(id: string) {
  return useQuery({ queryKey: conversationKey(id), queryFn: () => chat.conversation(id) });
}

type Listed = InfiniteData<ConversationPage, string | null>;

function changePages(shelf: Shelf, change: (items: Conversation[], page: number) => Conversation[]): void {
  queries.setQueryData<Listed>(listKey(shelf), (listed) =>
    listed && { ...listed, pages: listed.pages.map((page, index) => ({ ...page, items: change(page.items, index) })) },
  );
}

export function show(conversation: Conversation): void {
  queries.setQueryData(conversationKey(conversation.id), conversation);
  changePages(conversation.shelf, (items) => items.map((item) => (item.id === conversation.id ? conversation : item)));
}

/** On top of its shelf, and on no other one. */
export function showFirst(conversation: Conversation): void {
  queries.setQueryData(conversationKey(conversation.id), conversation);
  for (const shelf of ["open", "pinned", "archived"] as const) {
    changePages(shelf, (items, page) => {
      const others = items.filter((item) => item.id !== conversation.id);
      return page === 0 && shelf === conversation.shelf ? [conversation, ...others] : others;
    });
  }
}

/** Change a conversation at once; put it back when the service refuses. */
export async function change(conversation: Conversation, to: Omit<Change, "pinned" | "archived">): Promise<Conversation> {
  show({ ...conversation, ...to });
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
  change(conversation, { title }).catch((error: unknown) => notify(`The name was not saved. ${sentenceOf(error)}`));
}
