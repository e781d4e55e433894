/** Uncontrolled on purpose: typing renders nothing but this component, and only when it becomes empty or not. */
import { useAtomValue } from "jotai";
import { ArrowUp, Square } from "lucide-react";
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from "react";
import type { Attachment, Model } from "../api/types";
import { keyNames } from "../languages/key-names";
import { t } from "../languages/speaking";
import { PickedPrompt } from "../prompts/picking";
import { sendKeyAtom } from "../settings/choices";
import { readDraft, writeDraft } from "../stored/drafts";
import { ToolsMenu } from "../tools/tools-menu";
import { useFileLimits } from "../files/limits";
import { AttachButton, FilesNotice, longText, offerAsFile } from "./attaching";
import { attach, takeAttached, useAttached } from "./attachments";
import { DropArea } from "./drop-area";
import { cut, held, unseen } from "./fitness";
import { usePickMenu } from "./pick-menu";
import { DictateButton } from "../voice/dictation";
import { takesKey } from "./send-key";
import { Tiles } from "./tiles";

type Props = {
  draftOf: string;
  answering: boolean;
  /** Why nothing can be sent now, if so; said under the text. */
  blocked: string | null;
  /** Whether it is only a moment until it can: nothing is said then. */
  loading?: boolean;
  roomy?: boolean;
  model: Model | null;
  /** Takes a model by its name: agents are known before their models are. */
  onModel?: (name: string) => void;
  models?: Model[];
  /** Beside Send. */
  meter?: ReactNode;
  onSend: (text: string, files: Attachment[]) => void;
  onQueue?: (text: string, files: Attachment[]) => void;
  onStop?: () => void;
  onEditLast?: () => void;
};

const coarse = matchMedia("(pointer: coarse)");
const round = "grid size-9 shrink-0 place-items-center rounded-full transition-colors duration-100 pointer-coarse:size-11";

/** Puts text into the composer as if it had been typed: before what is there, unless that may go. */
export function compose(text: string, mayGo: (there: string) => boolean = () => false): void {
  const area = document.querySelector<HTMLTextAreaElement>("#composer");
  if (!area) return;
  const there = area.value.trim();
  area.value = there === "" || mayGo(there) ? text : `${text}\n\n${area.value}`;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
  area.setSelectionRange(text.length, text.length);
}

export const submitComposer = () => document.querySelector<HTMLFormElement>("form[data-region=composer]")?.requestSubmit();

export function Composer({ draftOf, answering, blocked, loading = false, roomy = false, model, models = [], onModel, meter, onSend, onQueue, onStop, onEditLast }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const saving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [empty, setEmpty] = useState(true);
  const sendKey = useAtomValue(sendKeyAtom);
  const limits = useFileLimits();
  const attached = useAttached(draftOf);
  const waiting = held(attached, model);
  const notice = waiting ? null : cut(attached, limits, model);
  const nothing = empty && attached.length === 0;
  const add = (files: readonly File[]) => {
    attach(draftOf, files, limits);
    area.current?.focus();
  };
  const menu = usePickMenu(area, roomy, onModel && ((agent) => onModel(agent.model_name)));

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
    menu.onInput();
    setEmpty(area.current!.value.trim() === "");
    clearTimeout(saving.current);
    saving.current = setTimeout(() => writeDraft(draftOf, area.current?.value ?? ""), 300);
  };

  const submit = () => {
    const element = area.current!;
    const text = element.value.trim();
    if ((!text && attached.length === 0) || blocked || loading || waiting) return;
    const files = takeAttached(draftOf);
    element.value = "";
    clearTimeout(saving.current);
    writeDraft(draftOf, "");
    setEmpty(true);
    if (answering) onQueue?.(text, files);
    else onSend(text, files);
    element.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (menu.onKeyDown(event)) return;
    if (takesKey(event, sendKey, coarse.matches)) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && area.current!.value === "" && !event.altKey) {
      event.preventDefault();
      onEditLast?.();
    }
  };

  const tools = <ToolsMenu />;
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const files = [...event.clipboardData.files];
    if (files.length > 0) {
      event.preventDefault();
      return add(files);
    }
    const text = event.clipboardData.getData("text/plain");
    if (text.length >= longText) offerAsFile(event.currentTarget, text, add);
  };

  return (
    <>
    <form
      aria-label={t("Message")}
      data-region="composer"
      onSubmit={(event) => { event.preventDefault(); submit(); }}
      className="relative rounded-bubble border border-border-strong bg-raised p-2 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus"
      onClick={(event) => { if (event.target === event.currentTarget) area.current?.focus(); }}
    >
      {menu.list}
      <Tiles draft={draftOf} attached={attached} />
      <DropArea limits={limits} onFiles={add} />
      <div className={`flex items-end gap-x-1 gap-y-2 ${roomy ? "flex-col" : "max-sm:flex-wrap"}`}>
        {roomy ? null : <AttachButton className={round} onFiles={add} />}
        <textarea
          id="composer"
          ref={area}
          rows={1}
          dir="auto"
          aria-label={t("Message")}
          {...menu.attributes}
          aria-describedby={blocked ? "composer-blocked" : waiting || notice ? "composer-files" : undefined}
          enterKeyHint="enter"
          placeholder={answering ? t("Write on; it goes when the answer is done") : t("Ask anything")}
          onInput={onInput}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className={`field-sizing-content max-h-[40dvh] min-h-9 resize-none bg-transparent px-2 py-1.5 text-base leading-6 outline-none placeholder:truncate pointer-coarse:min-h-11 pointer-coarse:py-2.5 ${roomy ? "w-full" : "min-w-0 flex-1 max-sm:order-first max-sm:basis-full"}`}
        />
        {roomy ? null : tools}
        <span className={`inline-flex items-center gap-2 ${roomy ? "w-full" : "max-sm:ms-auto"}`}>
          {roomy ? <span className="inline-flex flex-1 items-center gap-1"><AttachButton className={round} onFiles={add} />{tools}</span> : null}
          {meter}
          {answering ? null : <DictateButton area={area} className={round} />}
          {answering && !nothing ? (
            <button type="submit" disabled={waiting !== null} aria-label={t("Send when the answer is done")} title={t("Send when the answer is done")} className={`${round} border border-border-strong text-text-2 hover:bg-surface-2 hover:text-text`}>
              <ArrowUp aria-hidden className="size-5" />
            </button>
          ) : null}
          {answering ? (
            <button type="button" aria-label={t("Stop")} title={`${t("Stop")} (${keyNames("Esc")})`} onClick={() => { onStop?.(); area.current?.focus(); }} className={`${round} bg-text text-bg hover:bg-text-2`}>
              <Square aria-hidden className="size-3.5 fill-current" />
            </button>
          ) : (
            <button type="submit" aria-label={t("Send")} title={blocked ?? waiting ?? t("Send")} disabled={nothing || loading || blocked !== null || waiting !== null} className={`${round} bg-accent text-on-accent hover:bg-accent-hover disabled:bg-surface-2 disabled:text-text-3`}>
              <ArrowUp aria-hidden className="size-5" />
            </button>
          )}
        </span>
      </div>
      {blocked ? <p id="composer-blocked" className="px-3 pt-1 pb-0.5 text-xs text-text-2">{blocked}</p> : null}
      {waiting || notice ? <FilesNotice words={waiting ?? notice ?? ""} blind={waiting === unseen(model)} models={models} onModel={onModel} /> : null}
    </form>
    <PickedPrompt area={area} />
    </>
  );
}
