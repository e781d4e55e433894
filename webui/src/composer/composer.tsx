/** Uncontrolled on purpose: typing renders nothing but this component, and only when it becomes empty or not. */
import { ArrowUp, Square } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { readDraft, writeDraft } from "../stored/drafts";

type Props = {
  draftOf: string;
  answering: boolean;
  blocked: string | null;
  onSend: (text: string) => void;
  onStop: () => void;
  onEditLast: () => void;
};

const coarse = matchMedia("(pointer: coarse)");

export function Composer({ draftOf, answering, blocked, onSend, onStop, onEditLast }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const saving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [empty, setEmpty] = useState(true);

  useEffect(() => {
    const element = area.current!;
    element.value = readDraft(draftOf);
    setEmpty(element.value.trim() === "");
    if (!coarse.matches) element.focus({ preventScroll: true });
    const save = () => writeDraft(draftOf, element.value);
    addEventListener("pagehide", save);
    return () => {
      clearTimeout(saving.current);
      removeEventListener("pagehide", save);
      save();
    };
  }, [draftOf]);

  const onInput = () => {
    const text = area.current!.value;
    setEmpty(text.trim() === "");
    clearTimeout(saving.current);
    saving.current = setTimeout(() => writeDraft(draftOf, text), 300);
  };

  const send = () => {
    const element = area.current!;
    const text = element.value.trim();
    if (!text || answering || blocked) return;
    element.value = "";
    clearTimeout(saving.current);
    writeDraft(draftOf, "");
    setEmpty(true);
    onSend(text);
    element.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && (!coarse.matches || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && area.current!.value === "" && !event.altKey) {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <form
      aria-label="Message"
      data-region="composer"
      onSubmit={(event) => { event.preventDefault(); send(); }}
      className="rounded-bubble border border-border-strong bg-raised p-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus"
    >
      <div className="flex items-end gap-2">
        <textarea
          id="composer"
          ref={area}
          rows={1}
          aria-label="Message"
          aria-describedby={blocked ? "composer-blocked" : undefined}
          placeholder="Ask anything"
          onInput={onInput}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent px-3 py-1.5 text-base leading-6 outline-none"
        />
        {answering ? (
          <button type="button" aria-label="Stop" title="Stop (Esc)" onClick={() => { onStop(); area.current?.focus(); }} className="grid size-9 shrink-0 place-items-center rounded-full bg-text text-bg pointer-coarse:size-11">
            <Square aria-hidden className="size-3.5 fill-current" />
          </button>
        ) : (
          <button type="submit" aria-label="Send" title={blocked ?? "Send (Enter)"} disabled={empty || blocked !== null} className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-on-accent hover:bg-accent-hover disabled:bg-surface-2 disabled:text-text-3 pointer-coarse:size-11">
            <ArrowUp aria-hidden className="size-5" />
          </button>
        )}
      </div>
      {blocked ? <p id="composer-blocked" className="px-3 pt-1 pb-0.5 text-xs text-text-2">{blocked}</p> : null}
    </form>
  );
}
