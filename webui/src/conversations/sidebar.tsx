import { useAtomValue } from "jotai";
import { PanelLeftClose, SquarePen } from "lucide-react";
import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Conversation } from "../api/types";
import { AccountMenu } from "../shell/account-menu";
import { Button, IconButton } from "../ui/button";
import { ConversationRow } from "./conversation-row";
import { useConversations } from "./data";
import { deletedAtom, remove } from "./deletion";
import { grouped } from "./grouped";

export function Sidebar({ onClose, onOpen }: { onClose: () => void; onOpen: () => void }) {
  const navigate = useNavigate();
  const location = useLocation();
  const list = useConversations();
  const deleted = useAtomValue(deletedAtom);
  const groups = useMemo(() => {
    const items = list.data?.pages.flatMap((page) => page.items) ?? [];
    return grouped(items.filter((item) => !deleted.has(item.id)), new Date());
  }, [list.data, deleted]);

  const onDelete = (conversation: Conversation) => {
    focusNextTo(conversation.id);
    remove(conversation);
    if (location.pathname === `/c/${conversation.id}`) void navigate("/");
  };

  return (
    <aside aria-label="Sidebar" className="flex h-full flex-col bg-surface-1">
      <div className="flex h-12 items-center gap-1 px-2">
        <span className="me-auto ps-2 text-base font-semibold">Parley</span>
        <IconButton label="Close sidebar" keys="Ctrl+B" onClick={onClose}><PanelLeftClose aria-hidden className="size-5" /></IconButton>
      </div>
      <div className="px-2 pb-2">
        <button type="button" onClick={() => { onOpen(); void navigate("/"); }} title="New chat (Ctrl+Shift+O)" className="flex min-h-9 w-full items-center gap-2 rounded-control border border-border-strong bg-raised px-3 font-medium hover:bg-surface-2 pointer-coarse:min-h-11">
          <SquarePen aria-hidden className="size-4" />New chat
        </button>
      </div>
      <nav aria-label="Chats" data-region="chats" tabIndex={-1} onKeyDown={arrowKeys} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {list.isPending ? <Skeletons /> : null}
        {list.isError && !list.data ? (
          <div className="p-3">
            <p className="pb-2 text-text-2">Your chats could not be loaded.</p>
            <Button onClick={() => void list.refetch()}>Retry</Button>
          </div>
        ) : null}
        {list.data && groups.length === 0 ? <p className="px-3 py-2 text-text-2">Your chats appear here. Send a message to begin the first.</p> : null}
        {groups.map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h2 className="px-3 pt-4 pb-1 text-xs font-medium text-text-3">{group.name}</h2>
            <ul>
              {group.items.map((item) => <ConversationRow key={item.id} conversation={item} onOpen={onOpen} onDelete={onDelete} />)}
            </ul>
          </section>
        ))}
        {list.hasNextPage ? <More onSeen={() => { if (!list.isFetchingNextPage) void list.fetchNextPage(); }} /> : null}
      </nav>
      <AccountMenu />
    </aside>
  );
}

function More({ onSeen }: { onSeen: () => void }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) onSeen(); });
    if (row.current) observer.observe(row.current);
    return () => observer.disconnect();
  });
  return <div ref={row} className="p-2"><Button look="ghost" onClick={onSeen}>Show older chats</Button></div>;
}

function Skeletons() {
  return (
    <div aria-label="Loading your chats" role="status" className="space-y-3 p-3">
      {[70, 85, 55, 75, 60, 80, 50, 65].map((width) => <div key={width} className="skeleton h-5" style={{ width: `${width}%` }} />)}
    </div>
  );
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-conversation]")];

function focusNextTo(id: string): void {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.conversation === id);
  (all[at + 1] ?? all[at - 1])?.focus();
}

function arrowKeys(event: KeyboardEvent): void {
  const all = rows();
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}
