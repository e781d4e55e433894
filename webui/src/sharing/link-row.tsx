import { useMutation } from "@tanstack/react-query";
import { Copy, ExternalLink, Trash2 } from "lucide-react";
import { own, type SharedLink } from "../api/own";
import { because } from "../api/problem";
import { day } from "../languages/formats";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { useCopy } from "../ui/copy";
import { notify } from "../ui/notices";
import { addressOf, endWords, refreshLinks } from "./addresses";

export function LinkRow({ link }: { link: SharedLink }) {
  const { copied, copy } = useCopy();
  const revoke = useMutation({
    mutationFn: () => own.revokeLink(link.id),
    onSuccess: () => notify(t("The link leads nowhere now.")),
    onError: (error) => notify(because(t("The link still works."), error)),
    onSettled: refreshLinks,
  });
  const facts = [t("{count} messages", { count: link.messages }), t("shared {day}", { day: day(link.created_at) }), endWords(link), link.author ? t("by {author}", { author: link.author }) : t("without your name")];
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 py-2.5">
      <p className="min-w-40 flex-1">
        <span dir="auto" className="block truncate font-medium">{link.title}</span>
        <span className="text-xs text-text-2 tabular-nums">{facts.join(" · ")}</span>
      </p>
      <span className="inline-flex">
        <Button look="ghost" onClick={() => copy(addressOf(link))}><Copy aria-hidden className="size-4" />{copied ? t("Copied") : t("Copy")}</Button>
        <a href={addressOf(link)} target="_blank" rel="noopener" aria-label={t("Open the link to {title}", { title: link.title })} title={t("Open")} className="hit inline-flex items-center justify-center rounded-control text-text-2 hover:bg-surface-2 hover:text-text"><ExternalLink aria-hidden className="size-4" /></a>
        <IconButton label={t("Revoke the link to {title}", { title: link.title })} onClick={() => revoke.mutate()} disabled={revoke.isPending}><Trash2 aria-hidden className="size-4" /></IconButton>
      </span>
    </li>
  );
}
