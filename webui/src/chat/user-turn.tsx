import { Check, Copy, Pencil } from "lucide-react";
import { memo, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Message } from "../api/types";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { useCopy } from "../ui/copy";
import { Toolbar } from "../ui/toolbar";
import { Bubble } from "./bubble";
import { SiblingSwitcher, switchByKey } from "./sibling-switcher";
import { FilesShown } from "../files/files-shown";
import { filesOf, textOf } from "./thread-data";
import { TurnMenu } from "./turn-menu";

type Props = { message: Message; editable: boolean; onEdit: (message: Message, text: string) => void; onSwitch: (id: string) => void };

export const UserTurn = memo(function UserTurn({ message, editable, onEdit, onSwitch }: Props) {
  const [editing, setEditing] = useState(false);
  const { copied, copy } = useCopy();
  const turn = useRef<HTMLElement>(null);
  const text = textOf(message);
  const files = filesOf(message);
  const close = () => {
    setEditing(false);
    turn.current?.focus({ preventScroll: true });
  };
  return (
    <article
      ref={turn}
      data-turn={message.id}
      data-role="user"
      tabIndex={-1}
      onKeyDown={(event) => switchByKey(event, message, onSwitch)}
      className="group flex scroll-mt-4 flex-col items-end rounded-card"
    >
      <h2 className="sr-only">{t("You said")}</h2>
      {editing ? (
        <EditField text={text} onCancel={close} onSave={(next) => { close(); onEdit(message, next); }} />
      ) : (
        <>
          <FilesShown files={files} end />
          {text ? <div className={`flex w-full flex-col items-end ${files.length > 0 ? "pt-2" : ""}`}><Bubble text={text} /></div> : null}
          <Toolbar label={t("Message actions")} className="min-h-8 pointer-coarse:min-h-11">
            <span className="show-on-hover inline-flex">
              <IconButton label={copied ? t("Copied") : t("Copy message")} onClick={() => copy(text)}>
                {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
              </IconButton>
              {editable ? <IconButton data-edit label={t("Edit message")} onClick={() => setEditing(true)}><Pencil aria-hidden className="size-4" /></IconButton> : null}
              <TurnMenu message={message} free={editable} />
            </span>
            <SiblingSwitcher message={message} onSwitch={onSwitch} />
          </Toolbar>
        </>
      )}
    </article>
  );
});

function EditField({ text, onSave, onCancel }: { text: string; onSave: (text: string) => void; onCancel: () => void }) {
  const [value, setValue] = useState(text);
  const area = useRef<HTMLTextAreaElement>(null);
  const ready = value.trim() !== "" && value.trim() !== text;
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(text.length, text.length);
  }, [text.length]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (ready) onSave(value.trim());
    }
  };
  return (
    <div className="mb-8 w-full rounded-bubble border border-border-strong bg-raised p-3 focus-within:border-focus">
      <textarea
        ref={area}
        aria-label={t("Edit your message")}
        value={value}
        dir="auto"
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-[40dvh] min-h-14 w-full resize-none bg-transparent px-1 text-base outline-none"
      />
      <div className="flex flex-wrap items-center justify-end gap-2 pt-1">
        <span className="me-auto px-1 text-xs text-text-3">{t("Creates a new branch; the old one stays.")}</span>
        <Button onClick={onCancel}>{t("Cancel")}</Button>
        <Button look="primary" disabled={!ready} onClick={() => onSave(value.trim())}>{t("Send")}</Button>
      </div>
    </div>
  );
}
