/** `@` and a few letters pick an agent, `/` at the start of a line a prompt: the text keeps the focus, the list follows the keys. */
import { BookMarked, Plus } from "lucide-react";
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import { useNavigate } from "react-router";
import { Avatar } from "../agents/avatar";
import { useAgents } from "../agents/data";
import type { Agent } from "../api/types";
import { t } from "../languages/speaking";
import { usePrompts } from "../prompts/data";
import { pickPrompt } from "../prompts/picking";
import { commandIn, mentionIn, ranked, type Mention } from "./mention";

/** Something to pick. `choose` is told what was typed: with `keep` it stays, for whoever replaces it. */
type Row = { key: string; icon: ReactNode; name: string; detail: string; keep?: boolean; choose: (place: { from: number; to: number }) => void };
type Trigger = { label: string; find: (text: string, caret: number) => Mention | null; rows: (query: string) => Row[] };

type Menu = {
  /** Whether the key was the list's, not the text's. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  onInput: () => void;
  list: ReactNode;
  attributes: Record<string, string | boolean | undefined>;
};

const rowsMax = 8;

export function usePickMenu(area: RefObject<HTMLTextAreaElement | null>, below: boolean, onAgent: ((agent: Agent) => void) | undefined): Menu {
  const agents = useAgents();
  const prompts = usePrompts();
  const navigate = useNavigate();
  const triggers: Trigger[] = [
    {
      label: t("Agents"),
      find: mentionIn,
      rows: (query) => (onAgent ? ranked(agents.data ?? [], query, (agent) => agent.name) : []).slice(0, rowsMax).map((agent) => ({
        key: agent.id, icon: <Avatar emoji={agent.emoji} colour={agent.colour} />, name: agent.name, detail: agent.description || agent.model, choose: () => onAgent?.(agent),
      })),
    },
    {
      label: t("Prompts"),
      find: commandIn,
      rows: (query) => {
        const found = ranked(prompts.data?.prompts ?? [], query, (prompt) => `${prompt.command} ${prompt.name}`).slice(0, rowsMax);
        const rows = found.map((prompt): Row => ({
          key: prompt.id, icon: <BookMarked aria-hidden className="mx-2 size-4 shrink-0 text-text-2" />, name: prompt.name, detail: `/${prompt.command}${prompt.own ? "" : " · shared by a team"}`, keep: true, choose: (place) => pickPrompt(prompt, place),
        }));
        const write: Row = { key: "write", icon: <Plus aria-hidden className="mx-2 size-4 shrink-0 text-text-2" />, name: t("Write a prompt…"), detail: t("Keep what you say often under a command"), choose: () => void navigate("/prompts") };
        return prompts.data?.prompts.length === 0 && query === "" ? [write] : rows;
      },
    },
  ];
  const [typed, setTyped] = useState<{ trigger: number; query: string } | null>(null);
  const [at, setAt] = useState(0);
  const id = useId();
  const trigger = typed ? triggers[typed.trigger] : undefined;
  const found = typed && trigger ? trigger.rows(typed.query) : [];
  const open = found.length > 0;
  const active = Math.min(at, Math.max(0, found.length - 1));

  const onInput = () => {
    const element = area.current;
    const mentions = element ? triggers.map((each) => each.find(element.value, element.selectionStart)) : [];
    const one = mentions.findIndex((each) => each !== null);
    setTyped(one === -1 ? null : { trigger: one, query: mentions[one]?.query ?? "" });
    setAt(0);
  };
  const choose = (row: Row) => {
    const element = area.current;
    const mention = element && trigger?.find(element.value, element.selectionStart);
    setTyped(null);
    if (!element || !mention) return;
    const place = { from: mention.from, to: element.selectionStart };
    if (!row.keep) {
      element.setRangeText("", place.from, place.to, "end");
      element.dispatchEvent(new Event("input", { bubbles: true }));
      element.focus();
    }
    row.choose(place);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const row = found[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setAt((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && row) {
      choose(row);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      setTyped(null);
    } else return false;
    event.preventDefault();
    return true;
  };
  useEffect(() => {
    const element = area.current;
    const close = () => setTyped(null);
    element?.addEventListener("blur", close);
    return () => element?.removeEventListener("blur", close);
  }, [area]);

  return {
    onKeyDown,
    onInput,
    attributes: open ? { role: "combobox", "aria-expanded": true, "aria-controls": `${id}-list`, "aria-activedescendant": `${id}-${active}`, "aria-autocomplete": "list" } : {},
    list: open ? (
      <ul id={`${id}-list`} role="listbox" aria-label={trigger?.label} className={`enter absolute inset-x-0 z-30 max-h-80 overflow-y-auto rounded-card border border-border bg-raised p-1 shadow-menu ${below ? "top-full mt-2" : "bottom-full mb-2"}`}>
        {found.map((row, index) => (
          <li
            key={row.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the text loses the focus, and with it the place of what was typed.
            onPointerDown={(event) => { event.preventDefault(); choose(row); }}
            onPointerMove={() => setAt(index)}
            className={`flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-2 py-1 ${index === active ? "bg-surface-2" : ""}`}
          >
            {row.icon}
            <span className="min-w-0"><span className="block truncate font-medium">{row.name}</span><span className="block truncate text-xs text-text-2">{row.detail}</span></span>
          </li>
        ))}
      </ul>
    ) : null,
  };
}
