import { Brain, ChevronRight, Wrench } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import type { Part } from "../api/types";
import { Markdown } from "../markdown/markdown";

export function PartView({ part, writing }: { part: Part; writing: boolean }) {
  switch (part.type) {
    case "text":
    case "refusal":
      return <Markdown text={part.text} writing={writing} />;
    case "thinking":
      return <Thinking text={part.text} writing={writing} />;
    case "tool_call":
      return <ToolCall name={part.name} input={part.arguments} writing={writing} />;
  }
}

function Thinking({ text, writing }: { text: string; writing: boolean }) {
  const [began] = useState(() => (writing ? Date.now() : null));
  const [seconds, setSeconds] = useState<number | null>(null);
  if (!writing && began !== null && seconds === null) setSeconds(Math.max(1, Math.round((Date.now() - began) / 1000)));
  const title = writing ? "Thinking" : seconds ? `Thought for ${seconds} s` : "Thought";
  const lastLine = text.trimEnd().slice(text.trimEnd().lastIndexOf("\n") + 1);
  return (
    <Row icon={<Brain aria-hidden className="size-4" />} title={title} preview={writing ? lastLine : ""}>
      <p className="whitespace-pre-wrap text-text-2">{text}</p>
    </Row>
  );
}

function ToolCall({ name, input, writing }: { name: string; input: string; writing: boolean }) {
  return (
    <Row icon={<Wrench aria-hidden className="size-4" />} title={name} preview={writing ? "Running" : "Called"}>
      <pre tabIndex={0} role="region" aria-label={`Input of ${name}`} className="max-h-80 overflow-auto rounded-control bg-code p-3 font-mono text-xs">{pretty(input)}</pre>
    </Row>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

function Row({ icon, title, preview, children }: { icon: ReactNode; title: string; preview: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="rounded-card border border-border">
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)} className="flex min-h-9 w-full items-center gap-2 rounded-card px-3 text-start text-text-2 hover:bg-surface-2 pointer-coarse:min-h-11">
        {icon}
        <span className="shrink-0 font-medium">{title}</span>
        <span className="min-w-0 flex-1 truncate text-text-3">{open ? "" : preview}</span>
        <ChevronRight aria-hidden className={`size-4 shrink-0 ${open ? "rotate-90" : ""}`} />
      </button>
      <div id={id} hidden={!open} className="border-t border-border px-3 py-2">{children}</div>
    </div>
  );
}
