/** `@` and a few letters pick an agent: the text keeps the focus, the list follows the keys. */
import { useEffect, useId, useState, type KeyboardEvent, type RefObject } from "react";
import { Avatar } from "../agents/avatar";
import { useAgents } from "../agents/data";
import type { Agent } from "../api/types";
import { mentionIn } from "./mention";

type Mentions = {
  /** Whether the key was the list's, not the text's. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  onInput: () => void;
  list: React.ReactNode;
  attributes: Record<string, string | boolean | undefined>;
};

const rowsMax = 8;

export function useMentions(area: RefObject<HTMLTextAreaElement | null>, onAgent: ((agent: Agent) => void) | undefined): Mentions {
  const agents = useAgents();
  const [query, setQuery] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const id = useId();
  const found = query === null || !onAgent ? [] : (agents.data ?? []).filter((agent) => agent.name.toLowerCase().includes(query.toLowerCase())).slice(0, rowsMax);
  const open = found.length > 0;
  const active = Math.min(at, Math.max(0, found.length - 1));

  const onInput = () => {
    const element = area.current;
    setQuery(element ? (mentionIn(element.value, element.selectionStart)?.query ?? null) : null);
    setAt(0);
  };
  const choose = (agent: Agent) => {
    const element = area.current;
    const mention = element && mentionIn(element.value, element.selectionStart);
    setQuery(null);
    if (!element || !mention) return;
    element.setRangeText("", mention.from, element.selectionStart, "end");
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.focus();
    onAgent?.(agent);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const agent = found[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setAt((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && agent) {
      choose(agent);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      setQuery(null);
    } else return false;
    event.preventDefault();
    return true;
  };
  useEffect(() => {
    const element = area.current;
    const close = () => setQuery(null);
    element?.addEventListener("blur", close);
    return () => element?.removeEventListener("blur", close);
  }, [area]);

  return {
    onKeyDown,
    onInput,
    attributes: open ? { role: "combobox", "aria-expanded": true, "aria-controls": `${id}-list`, "aria-activedescendant": `${id}-${active}`, "aria-autocomplete": "list" } : {},
    list: open ? (
      <ul id={`${id}-list`} role="listbox" aria-label="Agents" className="enter absolute inset-x-0 bottom-full z-30 mb-2 max-h-80 overflow-y-auto rounded-card border border-border bg-raised p-1 shadow-menu">
        {found.map((agent, index) => (
          <li
            key={agent.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the text loses the focus, and with it the place of the mention.
            onPointerDown={(event) => { event.preventDefault(); choose(agent); }}
            onPointerMove={() => setAt(index)}
            className={`flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-2 py-1 ${index === active ? "bg-surface-2" : ""}`}
          >
            <Avatar emoji={agent.emoji} colour={agent.colour} />
            <span className="min-w-0"><span className="block truncate font-medium">{agent.name}</span><span className="block truncate text-xs text-text-2">{agent.description || agent.model}</span></span>
          </li>
        ))}
      </ul>
    ) : null,
  };
}
