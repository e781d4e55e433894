import type { ElementContent, RootContent } from "hast";
import { Check, Copy, WrapText } from "lucide-react";
import { memo, useState, type ReactNode } from "react";
import { useCopy } from "../ui/copy";
import { useHighlighted } from "./highlight";

type Props = { code: string; language: string | null; open: boolean };

export const CodeBlock = memo(function CodeBlock({ code, language, open }: Props) {
  const [wrap, setWrap] = useState(false);
  const { copied, copy } = useCopy();
  const highlighted = useHighlighted(code, language, open);
  const name = language ?? "text";
  return (
    <div className="code-block" data-code-block>
      <div className="flex items-center gap-1 border-b border-border py-1 ps-4 pe-1 text-xs text-text-2">
        <span className="me-auto font-mono">{name}</span>
        <button type="button" className="hit inline-flex items-center justify-center rounded-control hover:bg-surface-2" aria-pressed={wrap} aria-label="Wrap lines" title="Wrap lines" onClick={() => setWrap(!wrap)}>
          <WrapText aria-hidden className="size-4" />
        </button>
        <button type="button" data-copy-code className="hit inline-flex items-center gap-1 rounded-control px-2 hover:bg-surface-2" onClick={() => copy(code)}>
          {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          {copied ? "Copied" : "Copy"}
          <span className="sr-only"> {name} code</span>
        </button>
      </div>
      <pre data-wrap={wrap} tabIndex={0} aria-label={`${name} code`} role="region">
        <code>
          {highlighted?.root ? <Tokens nodes={highlighted.root.children} /> : code}
          {highlighted ? code.slice(highlighted.code.length) : null}
        </code>
      </pre>
    </div>
  );
});

function Tokens({ nodes }: { nodes: (RootContent | ElementContent)[] }): ReactNode {
  return nodes.map((node, index) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const classes = Array.isArray(node.properties.className) ? node.properties.className.join(" ") : undefined;
    return <span key={index} className={classes}><Tokens nodes={node.children} /></span>;
  });
}
