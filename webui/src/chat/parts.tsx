import { Brain, ChevronRight, Wrench } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import type { Part } from "../api/types";
import { Markdown } from "../markdown/markdown";
import { read, write } from "../stored/storage";

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
    <Disclosure name="thinking" icon={<Brain aria-hidden className="size-4 shrink-0" />} title={title} preview={writing ? lastLine : ""}>
      <p dir="auto" className="border-s-2 border-border ps-4 whitespace-pre-wrap text-text-2">{text}</p>
    </Disclosure>
  );
}

function ToolCall({ name, input, writing }: { name: string; input: string; writing: boolean }) {
  return (
    <Disclosure name="tool" icon={<Wrench aria-hidden className="size-4 shrink-0" />} title={name} preview={writing ? "Running" : "Called"}>
      <pre tabIndex={0} role="group" aria-label={`Input of ${name}`} className="max-h-80 overflow-auto rounded-card border border-border bg-code p-3 font-mono text-xs">{pretty(input)}</pre>
    </Disclosure>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** One quiet row; whether one likes to see what is inside is remembered. */
function Disclosure({ name, icon, title, preview, children }: { name: string; icon: ReactNode; title: string; preview: string; children: ReactNode }) {
  const [open, setOpen] = useState(() => read(`parley:open:${name}`) === "yes");
  const id = useId();
  const toggle = () => {
    write(`parley:open:${name}`, open ? null : "yes");
    setOpen(!open);
  };
  return (
    <div>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={toggle} className="-ms-2 flex min-h-8 max-w-[calc(100%+1rem)] items-center gap-2 rounded-control px-2 text-start text-text-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text pointer-coarse:min-h-11">
        {icon}
        <span className="shrink-0 font-medium">{title}</span>
        {preview && !open ? <span className="min-w-0 truncate text-text-3">{preview}</span> : null}
        <ChevronRight aria-hidden className={`size-4 shrink-0 rtl:-scale-x-100 ${open ? "rotate-90 rtl:rotate-90" : ""}`} />
      </button>
      <div id={id} hidden={!open} className="pt-2">{children}</div>
    </div>
  );
}
