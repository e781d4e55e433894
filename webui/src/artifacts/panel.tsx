/** An artifact beside the thread, or over it where there is no room. */
import { useAtomValue } from "jotai";
import { Check, ChevronLeft, ChevronRight, Copy, Download, RotateCw, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Message } from "../api/types";
import { t } from "../languages/speaking";
import { CodeBlock } from "../markdown/code-block";
import { IconButton } from "../ui/button";
import { useCopy } from "../ui/copy";
import { useMedia } from "../ui/media";
import { Sheet } from "../ui/sheet";
import { kindIcons } from "./card";
import { versionsOf } from "./found";
import { fileNameOf, type Artifact } from "./kinds";
import { openArtifact, openArtifactAtom } from "./open";
import { Preview } from "./preview";

export function ArtifactPanel({ messages }: { messages: Message[] }) {
  const artifact = useAtomValue(openArtifactAtom);
  const roomy = useMedia("(min-width: 80rem)");
  const opener = useRef<Element | null>(null);
  const isOpen = artifact !== null;
  useEffect(() => {
    if (!isOpen) return;
    opener.current = document.activeElement;
    return () => { if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus(); };
  }, [isOpen]);
  useEffect(() => () => openArtifact(null), []);
  if (!artifact) return null;
  const close = () => openArtifact(null);
  const content = <Opened artifact={artifact} messages={messages} onClose={close} />;
  if (!roomy) return <Sheet label={t("Artifact")} onClose={close} className="enter m-0 h-dvh max-h-none w-screen max-w-none bg-bg p-0">{content}</Sheet>;
  return (
    <aside aria-label={t("Artifact")} data-region="artifact" tabIndex={-1} className="min-w-[26.25rem] basis-[45%] border-s border-border bg-bg" onKeyDown={(event) => { if (event.key === "Escape") { event.preventDefault(); close(); } }}>
      {content}
    </aside>
  );
}

type OpenedProps = { artifact: Artifact; messages: Message[]; onClose: () => void };

function Opened({ artifact, messages, onClose }: OpenedProps) {
  const [tab, setTab] = useState<"preview" | "code">("preview");
  const [run, setRun] = useState(0);
  const { copied, copy } = useCopy();
  const versions = versionsOf(artifact, messages);
  const at = versions.findLastIndex(({ code }) => code === artifact.code);
  const newest = versions.at(-1);
  // Who looks at the newest version sees the next one when it is written.
  const before = useRef({ at, count: versions.length });
  useEffect(() => {
    const { at: was, count } = before.current;
    before.current = { at, count: versions.length };
    if (newest && versions.length > count && was === count - 1) openArtifact(newest);
  }, [at, versions.length, newest]);
  const Icon = kindIcons[artifact.kind];
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-12 shrink-0 items-center gap-1 border-b border-border ps-4 pe-2">
        <Icon aria-hidden className="me-1 size-5 shrink-0 text-accent" />
        <h2 className="min-w-0 flex-1 truncate font-medium" title={artifact.title}>{artifact.title}</h2>
        <IconButton label={t("Close the artifact")} onClick={onClose}><X aria-hidden className="size-5" /></IconButton>
      </div>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-1 border-b border-border px-2">
        <div role="tablist" aria-label={t("View")} className="me-auto flex gap-1" onKeyDown={(event) => { if (event.key === "ArrowLeft" || event.key === "ArrowRight") { setTab(tab === "code" ? "preview" : "code"); event.currentTarget.querySelector<HTMLElement>('[aria-selected="false"]')?.focus(); } }}>
          {(["preview", "code"] as const).map((name) => (
            <button key={name} type="button" role="tab" id={`artifact-${name}`} aria-selected={tab === name} aria-controls="artifact-view" tabIndex={tab === name ? 0 : -1} onClick={() => setTab(name)} className={`hit rounded-control px-3 font-medium ${tab === name ? "bg-accent-soft text-text" : "text-text-2 hover:bg-surface-2"}`}>
              {name === "preview" ? t("Preview") : t("Code")}
            </button>
          ))}
        </div>
        {versions.length > 1 ? (
          <div role="group" aria-label={t("Versions")} className="flex items-center">
            <IconButton label={t("Older version")} disabled={at <= 0} onClick={() => openArtifact(versions[at - 1]!)}><ChevronLeft aria-hidden className="size-4 rtl:-scale-x-100" /></IconButton>
            <span className="text-xs text-text-2 tabular-nums">{t("Version {number} of {all}", { number: at + 1, all: versions.length })}</span>
            <IconButton label={t("Newer version")} disabled={at >= versions.length - 1} onClick={() => openArtifact(versions[at + 1]!)}><ChevronRight aria-hidden className="size-4 rtl:-scale-x-100" /></IconButton>
          </div>
        ) : null}
        {tab === "preview" && artifact.kind !== "markdown" ? <IconButton label={t("Run again")} onClick={() => setRun(run + 1)}><RotateCw aria-hidden className="size-4" /></IconButton> : null}
        <IconButton label={copied ? t("Copied") : t("Copy the code")} onClick={() => copy(artifact.code)}>{copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}</IconButton>
        <IconButton label={t("Download")} onClick={() => save(artifact)}><Download aria-hidden className="size-4" /></IconButton>
      </div>
      <div id="artifact-view" role="tabpanel" aria-labelledby={`artifact-${tab}`} className="min-h-0 flex-1">
        {tab === "preview" ? <Preview key={`${run}\n${artifact.code}`} artifact={artifact} /> : <div tabIndex={0} role="group" aria-label={t("Code")} className="prose h-full overflow-y-auto p-3"><CodeBlock code={artifact.code} language={languages[artifact.kind]} open={false} plain /></div>}
      </div>
    </div>
  );
}

const languages: Record<Artifact["kind"], string> = { html: "html", svg: "xml", react: "jsx", mermaid: "mermaid", markdown: "markdown" };

function save(artifact: Artifact): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([artifact.code, "\n"], { type: "text/plain" }));
  link.download = fileNameOf(artifact);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
