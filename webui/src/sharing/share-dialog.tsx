import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { own } from "../api/own";
import { sentenceOf } from "../api/problem";
import type { Conversation } from "../api/types";
import { rich } from "../languages/rich";
import { t } from "../languages/speaking";
import { useStanding } from "../session/standing";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { useCopy } from "../ui/copy";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { addressOf, endWords, refreshLinks, useLinks } from "./addresses";
import { LinkRow } from "./link-row";

type Days = "1" | "7" | "30" | "365" | "never";
const lastings = (): [Days, string][] => [["1", t("One day")], ["7", t("A week")], ["30", t("{count} days", { count: 30 })], ["365", t("A year")], ["never", t("Until I revoke it")]];

/** Says exactly what becomes public before it does. */
export function ShareDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const standing = useStanding();
  const [days, setDays] = useState<Days>("30");
  const [named, setNamed] = useState(false);
  const links = useLinks();
  const share = useMutation({
    mutationFn: () => own.share(conversation.id, { leaf_id: null, days: days === "never" ? null : Number(days), named }),
    onSuccess: refreshLinks,
  });
  const name = "user" in standing ? standing.user.name : "";
  const others = (links.data?.items ?? []).filter((link) => link.conversation_id === conversation.id && link.id !== share.data?.id);
  return (
    <Sheet label={t("Share this chat")} className={dialogLook} onClose={onClose}>
      <SheetTitle onClose={onClose}>{t("Share this chat")}</SheetTitle>
      {share.data ? <Made address={addressOf(share.data)} words={endWords(share.data)} /> : (
        <div className="space-y-4">
          <p>{rich("Everybody who has the link can read this chat <strong>as it is now</strong>: the versions that are shown, with their words. Later messages, thinking, tool calls, files and costs stay private.", { strong: (words) => <strong className="font-semibold">{words}</strong> })}</p>
          <Choice label={t("The link lasts")} value={days} choices={lastings()} onChange={setDays} />
          <label className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
            <input type="checkbox" checked={named} onChange={(event) => setNamed(event.target.checked)} className="size-4 accent-accent" />
            {t("Show my name ({name})", { name })}
          </label>
          {share.error ? <p role="alert" className="text-danger">{sentenceOf(share.error)}</p> : null}
          <div className="flex justify-end gap-2"><Button onClick={onClose}>{t("Cancel")}</Button><Button look="primary" busy={share.isPending} onClick={() => share.mutate()}>{t("Create link")}</Button></div>
        </div>
      )}
      {others.length > 0 ? (
        <section aria-label={t("Links to this chat")} className="pt-6">
          <h3 className="text-xs font-medium text-text-3">{t("Links to this chat")}</h3>
          <ul className="divide-y divide-border">{others.map((link) => <LinkRow key={link.id} link={link} />)}</ul>
        </section>
      ) : null}
    </Sheet>
  );
}

function Made({ address, words }: { address: string; words: string }) {
  const { copied, copy } = useCopy();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <div className="space-y-3">
      <p>{t("The link is ready; it {end}. You find it again, and revoke it, in Settings under Shared links; deleting the chat does not end it.", { end: words })}</p>
      <div className="flex gap-2">
        <input ref={field} readOnly aria-label={t("Link")} value={address} onFocus={(event) => event.target.select()} className="min-h-11 min-w-0 flex-1 rounded-control border border-border-strong bg-raised px-3 text-sm" />
        <Button look="primary" className="min-w-24" onClick={() => copy(address)}>{copied ? t("Copied") : t("Copy")}</Button>
      </div>
    </div>
  );
}
