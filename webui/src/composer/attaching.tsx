import { EyeOff, Info, Paperclip } from "lucide-react";
import { useRef } from "react";
import type { Model } from "../api/types";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";

/** A text of this many characters may rather be a file. */
export const longText = 8000;

export function AttachButton({ className, onFiles }: { className: string; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" aria-label={t("Attach files")} title={t("Attach files")} onClick={() => input.current?.click()} className={`${className} text-text-2 hover:bg-surface-2 hover:text-text`}>
        <Paperclip aria-hidden className="size-5" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-attach
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}

/** The text is pasted as it is; one may think better of it. */
export function offerAsFile(area: HTMLTextAreaElement, text: string, onFiles: (files: File[]) => void): void {
  const asFile = () => {
    area.value = area.value.replace(text, "").replace(text.replaceAll("\r\n", "\n"), "");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    onFiles([new File([text], "pasted text.txt", { type: "text/plain" })]);
  };
  notify(t("That is a long text."), { name: t("Attach as file"), run: asFile }, 10_000);
}

type NoticeProps = { words: string; blind: boolean; models: Model[]; onModel?: ((name: string) => void) | undefined };

/** What keeps the files from going, or what of them will not be read. */
export function FilesNotice({ words, blind, models, onModel }: NoticeProps) {
  const seeing = blind && onModel ? models.find((each) => each.capabilities.includes("vision")) : undefined;
  const Icon = blind ? EyeOff : Info;
  return (
    <div id="composer-files" className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 pt-2 text-xs text-text-2">
      <Icon aria-hidden className={`size-4 shrink-0 ${blind ? "text-warn" : ""}`} />
      <span>{words}</span>
      {seeing ? <Button look="accent" className="text-xs" onClick={() => onModel?.(seeing.name)}>{t("Use {label}", { label: seeing.label })}</Button> : null}
    </div>
  );
}
