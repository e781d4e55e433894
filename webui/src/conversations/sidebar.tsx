import { useAtom, useAtomValue } from "jotai";
import { BookMarked, Bot, PanelLeftClose, Search, SquarePen, Tag, X } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import type { Conversation, ConversationPage } from "../api/types";
import { keyNames } from "../languages/key-names";
import { t } from "../languages/speaking";
import { ProjectList } from "../projects/project-list";
import { openSearch } from "../search/open";
import { AccountMenu } from "../shell/account-menu";
import { Button, IconButton } from "../ui/button";
import { Logo } from "../ui/logo";
import { ConversationRow } from "./conversation-row";
import { useConversations } from "./data";
import { deletedAtom, useDelete } from "./deletion";
import { grouped } from "./grouped";
import { selectionAtom } from "./selection";
import { tagFilterAtom, useKnownTags } from "./tags";
import { notice } from "./unread";

const BulkBar = lazy(() => import("./bulk-bar").then((module) => ({ default: module.BulkBar })));

type Props = { onClose: () => void; onOpen: () => void; edge?: ReactNode };

export function Sidebar({ onClose, onOpen, edge }: Props) {
  const navigate = useNavigate();
  const location = useLocation();
  const [tag, setTag] = useAtom(tagFilterAtom);
  // With a tag one looks for it everywhere, else the projects keep their own.
  const list = useConversations("open", tag === null ? loose : { tag });
  const pinned = useConversations("pinned", tag === null ? undefined : { tag });
  const choosing = useAtomValue(selectionAtom) !== null;
  const deleted = useAtomValue(deletedAtom);
  const remove = useDelete();
  const groups = useMemo(() => {
    const kept = (pages: ConversationPage[] = []) => pages.flatMap((page) => page.items).filter((item) => !deleted.has(item.id));
    const atHand = kept(pinned.data?.pages);
    return [...(atHand.length > 0 ? [{ name: t("Pinned"), items: atHand }] : []), ...grouped(kept(list.data?.pages), new Date())];
  }, [list.data, pinned.data, deleted]);

  const listed = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  useEffect(() => notice(listed), [listed]);

  const onDelete = (conversation: Conversation) => {
    focusNextTo(conversation.id);
    remove(conversation);
  };

  return (
    <aside aria-label={t("Sidebar")} className="flex h-full flex-col bg-surface-1">
      <div className="flex h-12 shrink-0 items-center justify-between px-2">
        <Link to="/" onClick={onOpen} className="flex min-h-9 items-center gap-2 rounded-control px-2 text-base font-semibold"><Logo className="size-6" />Parley</Link>
        <IconButton label={t("Close sidebar")} keys="Ctrl+B" onClick={onClose}><PanelLeftClose aria-hidden className="size-5 rtl:-scale-x-100" /></IconButton>
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          aria-current={location.pathname === "/" ? "page" : undefined}
          onClick={() => { onOpen(); void navigate("/"); }}
          className="group flex min-h-9 w-full items-center gap-2.5 rounded-control px-2 font-medium transition-colors duration-100 hover:bg-surface-2 pointer-coarse:min-h-11"
        >
          <SquarePen aria-hidden className="size-4 text-accent" />
          {t("New chat")}
          <kbd aria-hidden className="show-on-hover ms-auto font-sans text-xs font-normal text-text-3 pointer-coarse:hidden">{keyNames("Ctrl+Shift+O")}</kbd>
        </button>
        <button
          type="button"
          onClick={() => { onOpen(); openSearch(); }}
          className="group flex min-h-9 w-full items-center gap-2.5 rounded-control px-2 font-medium transition-colors duration-100 hover:bg-surface-2 pointer-coarse:min-h-11"
        >
          <Search aria-hidden className="size-4 text-accent" />
          {t("Search")}
          <kbd aria-hidden className="show-on-hover ms-auto font-sans text-xs font-normal text-text-3 pointer-coarse:hidden">{keyNames("Ctrl+Shift+F")}</kbd>
        </button>
        <Link to="/agents" onClick={onOpen} aria-current={location.pathname.startsWith("/agents") ? "page" : undefined} className="flex min-h-9 w-full items-center gap-2.5 rounded-control px-2 font-medium transition-colors duration-100 hover:bg-surface-2 pointer-coarse:min-h-11">
          <Bot aria-hidden className="size-4 text-accent" />
          {t("Agents")}
        </Link>
        <Link to="/prompts" onClick={onOpen} aria-current={location.pathname === "/prompts" ? "page" : undefined} className="flex min-h-9 w-full items-center gap-2.5 rounded-control px-2 font-medium transition-colors duration-100 hover:bg-surface-2 pointer-coarse:min-h-11">
          <BookMarked aria-hidden className="size-4 text-accent" />
          {t("Prompts")}
        </Link>
      </div>
      <nav aria-label={t("Chats")} data-region="chats" tabIndex={-1} onKeyDown={arrowKeys} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4">
        {tag === null ? <ProjectList onOpen={onOpen} /> : null}
        <TagFilter tag={tag} onTag={setTag} />
        {list.isPending ? <Skeletons /> : null}
        {list.isError && !list.data ? (
          <div role="alert" className="px-2 py-1">
            <p className="pb-3 text-text-2">{t("Your chats could not be loaded.")}</p>
            <Button onClick={() => void list.refetch()}>{t("Retry")}</Button>
          </div>
        ) : null}
        {list.data && groups.length === 0 ? <p className="px-2 py-3 text-text-2">{tag === null ? t("Your chats appear here. Send a message to begin the first.") : t("No chat has this tag.")}</p> : null}
        {groups.map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h2 className="px-2 pt-4 pb-1 text-xs font-medium text-text-3">{group.name}</h2>
            <ul>
              {group.items.map((item) => <ConversationRow key={item.id} conversation={item} onOpen={onOpen} onDelete={onDelete} />)}
            </ul>
          </section>
        ))}
        {pinned.hasNextPage ? <More onSeen={() => { if (!pinned.isFetchingNextPage) void pinned.fetchNextPage(); }} /> : null}
        {list.hasNextPage ? <More onSeen={() => { if (!list.isFetchingNextPage) void list.fetchNextPage(); }} /> : null}
      </nav>
      {choosing ? <Suspense><BulkBar listed={listed} /></Suspense> : null}
      <div className="border-t border-border p-2"><AccountMenu onOpen={onOpen} /></div>
      {edge}
    </aside>
  );
}

const loose = { project_id: "" };

/** The tags of the chats that are here; choosing one lists its chats alone. */
function TagFilter({ tag, onTag }: { tag: string | null; onTag: (tag: string | null) => void }) {
  const known = useKnownTags();
  if (tag === null && known.length === 0) return null;
  const shown = tag === null ? known : [tag];
  return (
    <ul aria-label={t("Filter by tag")} className="flex flex-wrap gap-1 px-2 pt-3">
      {shown.map((each) => (
        <li key={each} className="min-w-0">
          <button type="button" aria-pressed={each === tag} onClick={() => onTag(each === tag ? null : each)} className={`inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-xs pointer-coarse:min-h-11 pointer-coarse:min-w-11 pointer-coarse:px-4 ${each === tag ? "border-accent bg-accent-soft" : "border-border-strong hover:bg-surface-2"}`}>
            <Tag aria-hidden className="size-3 shrink-0" /><span dir="auto" className="truncate">{each}</span>{each === tag ? <X aria-hidden className="size-3 shrink-0" /> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

function More({ onSeen }: { onSeen: () => void }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) onSeen(); });
    if (row.current) observer.observe(row.current);
    return () => observer.disconnect();
  });
  return <div ref={row} className="pt-2"><Button look="ghost" onClick={onSeen}>{t("Show older chats")}</Button></div>;
}

const widths = ["w-9/12", "w-11/12", "w-7/12", "w-10/12", "w-8/12", "w-11/12", "w-6/12", "w-9/12"];

function Skeletons() {
  return (
    <div aria-label={t("Loading your chats")} role="status" className="px-2 pt-10">
      {widths.map((width, index) => <div key={index} className="flex h-8 items-center"><div className={`skeleton h-4 ${width}`} /></div>)}
    </div>
  );
}

const rowsIn = (list: Element | null | undefined) => [...(list?.querySelectorAll<HTMLElement>("[data-conversation]") ?? [])];

function focusNextTo(id: string): void {
  const row = document.activeElement?.closest("[data-region=chats]");
  const all = rowsIn(row);
  const at = all.findIndex((each) => each.dataset.conversation === id);
  (all[at + 1] ?? all[at - 1])?.focus();
}

function arrowKeys(event: KeyboardEvent): void {
  const all = rowsIn(event.currentTarget);
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}
