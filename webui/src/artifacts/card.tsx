import { Atom, FileText, Globe, Image, PanelRightOpen, Workflow } from "lucide-react";
import { useContext } from "react";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { kindWords, type Artifact, type Kind } from "./kinds";
import { ArtifactsOpen, openArtifact } from "./open";

export const kindIcons: Record<Kind, typeof Globe> = { html: Globe, svg: Image, react: Atom, mermaid: Workflow, markdown: FileText };

/** Above a block of code that is a thing of its own: what it is, and the way to see it at work. */
export function ArtifactCard({ artifact, open }: { artifact: Artifact; open: boolean }) {
  const Icon = kindIcons[artifact.kind];
  if (!useContext(ArtifactsOpen)) return null;
  return (
    <div className="flex items-center gap-3 border-b border-border bg-raised px-3 py-2.5">
      <span className="grid size-9 shrink-0 place-items-center rounded-control bg-accent-soft text-accent"><Icon aria-hidden className="size-5" /></span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-text" title={artifact.title}>{artifact.title}</span>
        <span className="block text-xs text-text-3">{t(kindWords[artifact.kind])}</span>
      </span>
      <Button data-artifact disabled={open} onClick={() => openArtifact(artifact)}>
        <PanelRightOpen aria-hidden className="size-4 rtl:-scale-x-100" />
        {open ? t("Writing…") : t("Open")}
        <span className="sr-only"> {artifact.title}</span>
      </Button>
    </div>
  );
}
