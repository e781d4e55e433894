import { Plus, Tag, X } from "lucide-react";
import { useState, type FormEvent } from "react";
import { because } from "../api/problem";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { notify } from "../ui/notices";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { change, useConversation } from "./data";
import { useKnownTags } from "./tags";

const chipLook = "inline-flex min-h-8 items-center gap-1.5 rounded-full ps-3 pe-1 pointer-coarse:min-h-11";

/** A chat's tags, taken off and put on. */
export function TagDialog({ conversation: given, onClose }: { conversation: Conversation; onClose: () => void }) {
  const conversation = useConversation(given.id).data ?? given;
  const known = useKnownTags().filter((tag) => !conversation.tags.includes(tag));
  const save = (tags: string[]) => void change(conversation, { tags }).catch((error: unknown) => notify(because(t("The tags were not saved."), error)));
  return (
    <Sheet label={t("Tags")} className={dialogLook} onClose={onClose}>
      <SheetTitle onClose={onClose}>{t("Tags")}</SheetTitle>
      <ul aria-label={t("Tags of the chat")} className="flex flex-wrap gap-2">
        {conversation.tags.map((tag) => (
          <li key={tag} className={`${chipLook} bg-accent-soft`}>
            <Tag aria-hidden className="size-3.5 text-accent" /><span dir="auto">{tag}</span>
            <IconButton label={t("Remove the tag {tag}", { tag })} onClick={() => save(conversation.tags.filter((other) => other !== tag))} className="size-6 min-h-6! min-w-6! rounded-full pointer-coarse:min-h-11! pointer-coarse:min-w-11!"><X aria-hidden className="size-3.5" /></IconButton>
          </li>
        ))}
      </ul>
      {conversation.tags.length === 0 ? <p className="text-text-2">{t("No tag yet. Tags gather chats that are about one thing.")}</p> : null}
      <NewTag known={known} onAdd={(tag) => save([...new Set([...conversation.tags, tag])])} />
    </Sheet>
  );
}

/** A tag for many chats at once. */
export function TagAllDialog({ count, onTag, onClose }: { count: number; onTag: (tag: string) => void; onClose: () => void }) {
  const known = useKnownTags();
  return (
    <Sheet label={t("Tag the chats")} className={dialogLook} onClose={onClose}>
      <SheetTitle onClose={onClose}>{t("Tag {count} chats", { count })}</SheetTitle>
      <NewTag known={known} onAdd={(tag) => { onTag(tag); onClose(); }} />
    </Sheet>
  );
}

function NewTag({ known, onAdd }: { known: string[]; onAdd: (tag: string) => void }) {
  const [text, setText] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    const tag = text.trim().replace(/\s+/g, " ");
    if (tag) onAdd(tag);
    setText("");
  };
  const matching = known.filter((tag) => tag.toLowerCase().includes(text.trim().toLowerCase())).slice(0, 12);
  return (
    <>
      <form onSubmit={add} className="flex gap-2 pt-4">
        <input autoFocus aria-label={t("New tag")} placeholder={t("Add a tag")} value={text} maxLength={40} dir="auto" onChange={(event) => setText(event.target.value)} className="min-h-11 min-w-0 flex-1 rounded-control border border-border-strong bg-raised px-3 text-base" />
        <Button type="submit" look="primary" disabled={text.trim() === ""}>{t("Add")}</Button>
      </form>
      {matching.length > 0 ? (
        <ul aria-label={t("Tags of other chats")} className="flex flex-wrap gap-2 pt-3">
          {matching.map((tag) => (
            <li key={tag}><button type="button" onClick={() => onAdd(tag)} className={`${chipLook} border border-border-strong pe-3 hover:bg-surface-2`}><Plus aria-hidden className="size-3.5 text-text-3" /><span dir="auto">{tag}</span></button></li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
