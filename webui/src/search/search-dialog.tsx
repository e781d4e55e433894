/** Search over all chats: results by chat, words marked, Enter opens the place. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Archive, Clock, MessageSquare, Search, X } from "lucide-react";
import { useAtomValue, useSetAtom } from "jotai";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { chat } from "../api/client";
import { dateOf } from "../conversations/grouped";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { ProblemCard } from "../ui/problem-card";
import { Sheet } from "../ui/sheet";
import { Marked } from "./marked";
import { searchOpenAtom, searchTextAtom } from "./open";
import { recentSearches, rememberSearch } from "./recent";
import { addressOf, firstRow, groupsOf, type Row, type RowGroup } from "./rows";

const pauseMs = 120;
const look =
  "enter m-auto flex max-h-[calc(100dvh-2rem)] w-[min(44rem,calc(100vw-2rem))] flex-col overflow-hidden rounded-dialog border border-border bg-raised shadow-dialog sm:mt-[8dvh] sm:max-h-[80dvh] max-sm:m-0 max-sm:h-dvh max-sm:max-h-none max-sm:w-screen max-sm:max-w-none max-sm:rounded-none max-sm:border-0";

export function SearchDialog() {
  const setOpen = useSetAtom(searchOpenAtom);
  const navigate = useNavigate();
  const [text, setText] = useState(useAtomValue(searchTextAtom));
  const wanted = usePaused(text);
  const search = useQuery({
    queryKey: ["search", wanted],
    queryFn: () => chat.search(wanted).then((answer) => answer.found),
    enabled: wanted.trim() !== "",
    placeholderData: keepPreviousData,
    staleTime: 1000,
    gcTime: 60_000,
  });
  const found = wanted.trim() === "" ? undefined : search.data;
  const groups = useMemo(() => groupsOf(found ?? []), [found]);
  const close = () => setOpen(false);
  const open = (row: Row) => {
    rememberSearch(wanted);
    close();
    void navigate(addressOf(row));
  };
  return (
    <Sheet label={t("Search chats")} className={look} onClose={close}>
      <Results key={wanted.trim() === "" ? "recent" : "found"} text={text} onText={setText} groups={groups} stale={search.isPlaceholderData} of={found && !search.isFetching ? wanted : undefined} onOpen={open} onClose={close}>
        {wanted.trim() === "" ? <Recent onChoose={setText} />
        : search.isError ? <div className="p-4"><ProblemCard error={search.error} onRetry={() => void search.refetch()} /></div>
        : found?.length === 0 ? <Nothing text={wanted} />
        : null}
      </Results>
    </Sheet>
  );
}

type ResultsProps = { text: string; onText: (text: string) => void; groups: RowGroup[]; stale: boolean; of: string | undefined; onOpen: (row: Row) => void; onClose: () => void; children: React.ReactNode };

function Results({ text, onText, groups, stale, of, onOpen, onClose, children }: ResultsProps) {
  const id = useId();
  const rows = groups.flatMap((group) => group.rows);
  const shown = rows.map((row) => row.key).join(" ");
  const [choice, setChoice] = useState<{ of: string; at: number } | null>(null);
  const at = choice?.of === shown ? choice.at : firstRow(rows);
  const optionId = (index: number) => `${id}-${index}`;
  const move = (to: number) => {
    const next = (to + rows.length) % Math.max(1, rows.length);
    setChoice({ of: shown, at: next });
    document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + 8, rows.length - 1), PageUp: Math.max(at - 8, 0) };
    const to = steps[event.key];
    if (to !== undefined && rows.length > 0) {
      event.preventDefault();
      move(to);
    }
    const row = rows[at];
    if (event.key === "Enter" && row) {
      event.preventDefault();
      onOpen(row);
    }
  };
  let index = -1;
  return (
    <>
      <div className="flex shrink-0 items-center gap-3 border-b border-border ps-4 pe-2">
        <Search aria-hidden className="size-5 shrink-0 text-text-3" />
        <input
          autoFocus
          role="combobox"
          aria-label={t("Search chats")}
          aria-expanded={rows.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={rows.length > 0 ? optionId(at) : undefined}
          autoComplete="off"
          enterKeyHint="search"
          spellCheck={false}
          maxLength={200}
          dir="auto"
          placeholder={t("Search titles and messages")}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          className="min-h-14 min-w-0 flex-1 bg-transparent text-base outline-none"
        />
        <IconButton label={t("Close")} onClick={onClose}><X aria-hidden className="size-5" /></IconButton>
      </div>
      <div className={`min-h-0 flex-1 overflow-y-auto overscroll-contain ${stale ? "opacity-60" : ""}`}>
        <div id={`${id}-list`} role="listbox" aria-label={t("Results")} className={rows.length > 0 ? "p-2" : ""}>
          {groups.map((group) => (
            <div key={group.found.conversation_id} role="group" aria-label={group.found.title.map((piece) => piece.text).join("")} className="pb-2">
              {group.rows.map((row) => {
                index += 1;
                const mine = index;
                return (
                  <div
                    key={row.key}
                    id={optionId(mine)}
                    role="option"
                    aria-selected={mine === at}
                    data-active={mine === at}
                    onClick={() => onOpen(row)}
                    onPointerMove={() => { if (mine !== at) setChoice({ of: shown, at: mine }); }}
                    className={`flex min-h-9 items-start gap-3 rounded-control px-2 py-2 pointer-coarse:min-h-11 ${mine === at ? "bg-surface-2" : ""}`}
                  >
                    {row.hit ? <HitRow row={row} /> : <TitleRow group={group} />}
                  </div>
                );
              })}
              {group.found.more > 0 ? <p className="ps-9 pt-1 text-xs text-text-3">{t("and {count} more in this chat", { count: group.found.more })}</p> : null}
            </div>
          ))}
        </div>
        {children}
      </div>
      <p role="status" data-found={stale ? undefined : of} className="sr-only">{text.trim() === "" ? "" : t("{count} chats found", { count: groups.length })}</p>
      <p aria-hidden className="shrink-0 border-t border-border px-4 py-2 text-xs text-text-3 pointer-coarse:hidden">{t("↑ ↓ to choose · Enter to open · Esc to close")}</p>
    </>
  );
}

function TitleRow({ group }: { group: RowGroup }) {
  const { found } = group;
  return (
    <>
      <MessageSquare aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <span dir="auto" className="min-w-0 flex-1 truncate font-medium"><Marked pieces={found.title} /></span>
      {found.shelf === "archived" ? <span className="inline-flex shrink-0 items-center gap-1 text-xs text-text-3"><Archive aria-hidden className="size-3" />{t("Archived")}</span> : null}
      <span className="shrink-0 text-xs leading-5 text-text-3 tabular-nums">{dateOf(found.updated_at)}</span>
    </>
  );
}

function HitRow({ row }: { row: Row }) {
  const hit = row.hit!;
  return (
    <span className="ms-7 min-w-0 flex-1 border-s-2 border-border ps-3">
      <span className="block text-xs text-text-3">{hit.role === "user" ? t("You") : t("Answer")} · {dateOf(hit.at)}</span>
      <span dir="auto" className="line-clamp-2 text-text-2 [overflow-wrap:anywhere]"><Marked pieces={hit.excerpt} /></span>
    </span>
  );
}

function Recent({ onChoose }: { onChoose: (text: string) => void }) {
  const [recent] = useState(recentSearches);
  const list = useRef<HTMLUListElement>(null);
  if (recent.length === 0) return <p className="px-4 py-6 text-text-2">{t("Search the titles and messages of all your chats, archived ones too. The last word may be half typed.")}</p>;
  return (
    <div className="p-2">
      <h2 className="px-2 pt-2 pb-1 text-xs font-medium text-text-3">{t("Recent searches")}</h2>
      <ul ref={list}>
        {recent.map((text) => (
          <li key={text}>
            <button type="button" onClick={() => onChoose(text)} className="flex min-h-9 w-full items-center gap-3 rounded-control px-2 text-start hover:bg-surface-2 pointer-coarse:min-h-11">
              <Clock aria-hidden className="size-4 shrink-0 text-text-3" /><span dir="auto" className="truncate">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Nothing({ text }: { text: string }) {
  return (
    <div className="px-4 py-6">
      <p className="font-medium">{t("Nothing found for “{text}”", { text: text.trim() })}</p>
      <p className="pt-1 text-text-2">{t("A title or message must have every word. Try fewer words, or only the beginning of the last one.")}</p>
    </div>
  );
}

/** The text as it was when typing paused; an empty one at once. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), text === "" ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return useDeferredValue(text === "" ? "" : paused);
}
