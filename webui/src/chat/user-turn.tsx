import { Copy, Pencil } from "lucide-react";
import { memo, useState, type KeyboardEvent } from "react";
import type { Message } from "../api/types";
import { Button, IconButton } from "../ui/button";
import { useCopy } from "../ui/copy";
import { SiblingSwitcher, siblingAt } from "./sibling-switcher";
import { textOf } from "./thread-data";

type Props = { message: Message; editable: boolean; onEdit: (message: Message, text: string) => void; onSwitch: (id: string) => void };

export const UserTurn = memo(function UserTurn({ message, editable, onEdit, onSwitch }: Props) {
  const [editing, setEditing] = useState(false);
  const [whole, setWhole] = useState(false);
  const { copied, copy } = useCopy();
  const text = textOf(message);
  const long = text.length > 1200 || text.split("\n").length > 12;
  return (
    <article data-turn data-role="user" tabIndex={-1} onKeyDown={(event) => switchByKey(event, message, onSwitch)} className="group flex scroll-mt-4 flex-col items-end gap-1 rounded-card">
      <h2 className="sr-only">You said</h2>
      {editing ? (
        <EditField text={text} onCancel={() => setEditing(false)} onSave={(next) => { setEditing(false); onEdit(message, next); }} />
      ) : (
        <>
          <div className="max-w-[85%] rounded-bubble bg-bubble px-4 py-2.5 text-base sm:max-w-[80%]">
            <p className={`whitespace-pre-wrap [overflow-wrap:anywhere] ${long && !whole ? "line-clamp-[12]" : ""}`}>{text}</p>
            {long ? <button type="button" className="min-h-8 text-sm text-link underline" onClick={() => setWhole(!whole)}>{whole ? "Show less" : "Show more"}</button> : null}
          </div>
          <div className="flex items-center">
            <span className="show-on-hover inline-flex">
              <IconButton label={copied ? "Copied" : "Copy message"} onClick={() => copy(text)}><Copy aria-hidden className="size-4" /></IconButton>
              {editable ? <IconButton data-edit label="Edit message" onClick={() => setEditing(true)}><Pencil aria-hidden className="size-4" /></IconButton> : null}
            </span>
            <SiblingSwitcher message={message} onSwitch={onSwitch} />
          </div>
        </>
      )}
    </article>
  );
});

export function switchByKey(event: KeyboardEvent, message: Message, onSwitch: (id: string) => void): void {
  if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  event.preventDefault();
  const id = siblingAt(message, event.key === "ArrowLeft" ? -1 : 1);
  if (id) onSwitch(id);
}

function EditField({ text, onSave, onCancel }: { text: string; onSave: (text: string) => void; onCancel: () => void }) {
  const [value, setValue] = useState(text);
  const ready = value.trim() !== "" && value.trim() !== text;
  return (
    <div className="w-full rounded-bubble border border-border-strong bg-raised p-3">
      <textarea
        autoFocus
        aria-label="Edit your message"
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") { event.stopPropagation(); onCancel(); }
          if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); if (ready) onSave(value.trim()); }
        }}
        className="field-sizing-content max-h-[40dvh] min-h-16 w-full resize-none bg-transparent px-1 text-base outline-none"
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="me-auto text-xs text-text-3">Creates a new branch; the old one stays.</span>
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" disabled={!ready} onClick={() => onSave(value.trim())}>Send</Button>
      </div>
    </div>
  );
}
