/** The passage that an answer cites, in the text around it. */
import { useQuery } from "@tanstack/react-query";
import { useAtomValue } from "jotai";
import { Download, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { authorisedFetch } from "../api/access";
import { chat } from "../api/client";
import { problemOf } from "../api/problem";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { useMedia } from "../ui/media";
import { ProblemCard } from "../ui/problem-card";
import { Sheet } from "../ui/sheet";
import { save } from "./files-shown";
import { around, openPlace, placeAtom, type Place } from "./passages";

const margin = 4000;

async function textOf(id: string): Promise<string> {
  const reply = await authorisedFetch(new Request(new URL(`/api/files/${encodeURIComponent(id)}/text`, location.origin)));
  if (!reply.ok) throw await problemOf(reply);
  return reply.text();
}

export function PassagePanel() {
  const place = useAtomValue(placeAtom);
  const roomy = useMedia("(min-width: 64rem)");
  if (!place) return null;
  const close = () => openPlace(null);
  if (!roomy) return <Sheet label={t("Cited passage")} onClose={close} className="enter m-0 h-dvh max-h-none w-screen max-w-none bg-bg p-0"><Passage place={place} onClose={close} /></Sheet>;
  return (
    <aside aria-label={t("Cited passage")} data-region="passage" tabIndex={-1} className="w-[26rem] shrink-0 border-s border-border bg-surface-1" onKeyDown={(event) => { if (event.key === "Escape") { event.preventDefault(); close(); } }}>
      <Passage place={place} onClose={close} />
    </aside>
  );
}

function Passage({ place, onClose }: { place: Place; onClose: () => void }) {
  const file = useQuery({ queryKey: ["file", place.id], queryFn: () => chat.file(place.id), retry: false });
  const text = useQuery({ queryKey: ["file-text", place.id], queryFn: () => textOf(place.id), staleTime: Infinity, gcTime: 60_000, retry: false });
  const cited = useRef<HTMLElement>(null);
  const parts = text.data === undefined ? null : around(text.data, place, margin);
  useEffect(() => cited.current?.scrollIntoView({ block: "center" }), [place, text.data]);
  const error = file.error ?? text.error;
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-12 shrink-0 items-center gap-1 border-b border-border ps-4 pe-2">
        <h2 className="min-w-0 flex-1 truncate font-medium" title={file.data?.name}>{file.data?.name ?? t("Cited passage")}</h2>
        {file.data ? <IconButton label={t("Save {name}", { name: file.data.name })} onClick={() => void save(place.id)}><Download aria-hidden className="size-4" /></IconButton> : null}
        <IconButton label={t("Close the passage")} onClick={onClose}><X aria-hidden className="size-5" /></IconButton>
      </div>
      <div tabIndex={0} role="group" aria-label={t("Text of the file")} className="min-h-0 flex-1 overflow-y-auto p-4">
        {error ? <ProblemCard error={error} /> : null}
        {parts ? (
          <p dir="auto" className="text-sm leading-6 wrap-break-word whitespace-pre-wrap text-text-2">
            {parts[0].length === margin ? "… " : ""}{parts[0]}
            <mark ref={cited} className="rounded-control bg-accent-soft text-text">{parts[1]}</mark>
            {parts[2]}{parts[2].length === margin ? " …" : ""}
          </p>
        ) : null}
      </div>
    </div>
  );
}
