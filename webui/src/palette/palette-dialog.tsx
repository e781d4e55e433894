/** Everything by its name: type, choose, Enter. */
import { useSetAtom } from "jotai";
import { ChevronRight, Search } from "lucide-react";
import { useId, useState, type KeyboardEvent } from "react";
import { keyNames } from "../languages/key-names";
import { t } from "../languages/speaking";
import { openSearch } from "../search/open";
import { Sheet } from "../ui/sheet";
import { grouped, matching, type Action } from "./actions";
import { paletteOpenAtom } from "./open";
import { useActions } from "./use-actions";

const most = 40;
const look =
  "enter m-auto flex max-h-[calc(100dvh-2rem)] w-[min(38rem,calc(100vw-2rem))] flex-col overflow-hidden rounded-dialog border border-border bg-raised shadow-dialog sm:mt-[10dvh] sm:max-h-[70dvh] max-sm:m-0 max-sm:h-dvh max-sm:max-h-none max-sm:w-screen max-sm:max-w-none max-sm:rounded-none max-sm:border-0";

export function PaletteDialog({ onSidebar }: { onSidebar: () => void }) {
  const setOpen = useSetAtom(paletteOpenAtom);
  const actions = useActions(onSidebar);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const words = query.trim();
  const everywhere: Action = { id: "everywhere", group: t("Search"), name: t("Search all chats for “{words}”", { words }), icon: Search, run: () => openSearch(words) };
  const rows = words ? [...matching(actions, words, most), everywhere] : actions;
  const active = Math.min(at, rows.length - 1);
  const close = () => setOpen(false);
  const choose = (action: Action) => {
    close();
    // A dialog gives the focus back as it closes; what opens next must come after that.
    setTimeout(action.run);
  };
  const move = (to: number) => {
    const next = (to + rows.length) % rows.length;
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: Math.min(active + 8, rows.length - 1), PageUp: Math.max(active - 8, 0) };
    const to = steps[event.key];
    const row = rows[active];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === "Enter" && row) {
      event.preventDefault();
      choose(row);
    }
  };
  let index = -1;
  return (
    <Sheet label={t("Do anything")} className={look} onClose={close}>
      <div className="flex shrink-0 items-center gap-3 border-b border-border px-4">
        <ChevronRight aria-hidden className="size-5 shrink-0 text-text-3 rtl:-scale-x-100" />
        <input
          autoFocus
          role="combobox"
          aria-label={t("What do you want to do?")}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={`${id}-${active}`}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          dir="auto"
          placeholder={t("Type an action, a chat, a prompt, a model…")}
          value={query}
          onChange={(event) => { setQuery(event.target.value); setAt(0); }}
          onKeyDown={onKeyDown}
          className="min-h-14 min-w-0 flex-1 bg-transparent text-base outline-none"
        />
        <button type="button" onClick={close} className="hit rounded-control px-2 text-text-2 sm:hidden">{t("Close")}</button>
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t("Actions")} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2">
        {grouped(rows).map((group, place) => (
          <div key={`${place}-${group.name}`} role="group" aria-label={group.name} className="pb-1">
            <p aria-hidden className="px-2 pt-2 pb-1 text-xs font-medium text-text-3">{group.name}</p>
            {group.actions.map((action) => {
              index += 1;
              const mine = index;
              const Icon = action.icon;
              return (
                <div
                  key={action.id}
                  id={`${id}-${mine}`}
                  role="option"
                  aria-selected={mine === active}
                  onClick={() => choose(action)}
                  onPointerMove={() => { if (mine !== active) setAt(mine); }}
                  className={`flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-2 py-1 pointer-coarse:min-h-11 ${mine === active ? "bg-surface-2" : ""}`}
                >
                  <Icon aria-hidden className="size-4 shrink-0 text-text-2" />
                  <span dir="auto" className="min-w-0 flex-1 truncate">{action.name}</span>
                  {action.detail ? <span className="shrink-0 text-xs text-text-2">{action.detail}</span> : null}
                  {action.keys ? <kbd className="shrink-0 font-sans text-xs text-text-2 pointer-coarse:hidden">{keyNames(action.keys)}</kbd> : null}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">{words ? t("{count} actions", { count: rows.length }) : ""}</p>
      <p aria-hidden className="shrink-0 border-t border-border px-4 py-2 text-xs text-text-3 pointer-coarse:hidden">{t("↑ ↓ to choose · Enter to do it · Esc to close")}</p>
    </Sheet>
  );
}
