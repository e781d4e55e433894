import { useAtomValue } from "jotai";
import type { ElementContent, RootContent } from "hast";
import { Check, Copy, Download, WrapText } from "lucide-react";
import { memo, useMemo, useState, type ReactNode } from "react";
import { ArtifactCard } from "../artifacts/card";
import { Picture, Undrawn, useDiagram } from "../artifacts/diagram";
import { artifactOf } from "../artifacts/kinds";
import { t } from "../languages/speaking";
import { codeWrapAtom } from "../settings/choices";
import { useCopy } from "../ui/copy";
import { fileNameFor } from "./file-name";
import { useHighlighted } from "./highlight";

/** `plain`: as code alone, though it could be opened. */
type Props = { code: string; language: string | null; open: boolean; plain?: boolean };

const longLines = 60;
const shownLines = 40;
const action = "hit inline-flex items-center justify-center gap-1.5 rounded-control px-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text";

export const CodeBlock = memo(function CodeBlock({ code, language, open, plain = false }: Props) {
  const usual = useAtomValue(codeWrapAtom) === "on";
  const [wrapped, setWrapped] = useState<boolean | null>(null);
  // Only what was finished when it was first shown is folded: what was read while it grew stays as it is.
  const [folded, setFolded] = useState(() => !open && code.split("\n", longLines + 1).length > longLines);
  const { copied, copy } = useCopy();
  const shown = folded ? code.split("\n", shownLines).join("\n") : code;
  const highlighted = useHighlighted(shown, language, open);
  const name = language ?? "text";
  const artifact = useMemo(() => (plain ? null : artifactOf(language, code)), [plain, language, code]);
  const isDiagram = artifact?.kind === "mermaid";
  const diagram = useDiagram(code, isDiagram && !open);
  const [asSource, setAsSource] = useState(false);
  const drawing = asSource ? undefined : diagram?.drawing;
  const wrap = wrapped ?? usual;
  return (
    <div className="code-block" data-code-block data-code={folded || drawing ? code : undefined}>
      {artifact ? <ArtifactCard artifact={artifact} open={open} /> : null}
      <div className="flex items-center border-b border-border py-0.5 ps-4 pe-1 text-xs text-text-2">
        <span className="me-auto truncate font-mono">{name}</span>
        {diagram?.drawing ? <button type="button" className={action} aria-pressed={asSource} onClick={() => setAsSource(!asSource)}>{t("Source")}</button> : null}
        <button type="button" className={action} aria-pressed={wrap} aria-label={t("Wrap lines")} title={t("Wrap lines")} onClick={() => setWrapped(!wrap)}>
          <WrapText aria-hidden className="size-4" />
        </button>
        <button type="button" className={action} aria-label={t("Download")} title={t("Download")} onClick={() => download(code, fileNameFor(language))}>
          <Download aria-hidden className="size-4" />
        </button>
        <button type="button" data-copy-code className={action} onClick={() => copy(code)}>
          {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          {copied ? t("Copied") : t("Copy")}
          <span className="sr-only"> {t("{name} code", { name })}</span>
        </button>
      </div>
      {diagram?.reason ? <Undrawn reason={diagram.reason} /> : null}
      {drawing ? <div className="flex justify-center overflow-x-auto bg-bg p-4"><Picture drawing={drawing} title={artifact?.title ?? t("Diagram")} /></div> : <pre data-wrap={wrap} tabIndex={0} aria-label={t("{name} code", { name })} role="group">
        <code>
          {highlighted?.root ? <Tokens nodes={highlighted.root.children} /> : shown}
          {highlighted ? shown.slice(highlighted.code.length) : null}
        </code>
      </pre>}
      {folded && !drawing ? (
        <button type="button" aria-expanded="false" onClick={() => setFolded(false)} className="flex min-h-9 w-full items-center justify-center border-t border-border text-xs text-text-2 hover:bg-surface-2 hover:text-text pointer-coarse:min-h-11">
          {t("Show all {count} lines", { count: code.split("\n").length })}
        </button>
      ) : null}
    </div>
  );
});

function download(code: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([code, "\n"], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

function Tokens({ nodes }: { nodes: (RootContent | ElementContent)[] }): ReactNode {
  return nodes.map((node, index) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const classes = Array.isArray(node.properties.className) ? node.properties.className.join(" ") : undefined;
    return <span key={index} className={classes}><Tokens nodes={node.children} /></span>;
  });
}
