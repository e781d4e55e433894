import { Brain, Wrench } from "lucide-react";
import { useState } from "react";
import type { Message, Part } from "../api/types";
import { FilesShown } from "../files/files-shown";
import { t } from "../languages/speaking";
import { Markdown } from "../markdown/markdown";
import { pretty } from "../tools/pretty";
import { ToolRunView } from "../tools/tool-run";
import { Disclosure } from "./disclosure";

export function PartView({ part, writing, message }: { part: Part; writing: boolean; message?: Message }) {
  switch (part.type) {
    case "text":
    case "refusal":
      return <Markdown text={part.text} writing={writing} />;
    case "file":
      return <FilesShown files={[part]} />;
    case "thinking":
      return <Thinking text={part.text} writing={writing} />;
    case "tool_call":
      return <ToolCall name={part.name} input={part.arguments} writing={writing} />;
    case "tool_run":
      return <ToolRunView run={part} message={message} />;
  }
}

function Thinking({ text, writing }: { text: string; writing: boolean }) {
  const [began] = useState(() => (writing ? Date.now() : null));
  const [seconds, setSeconds] = useState<number | null>(null);
  if (!writing && began !== null && seconds === null) setSeconds(Math.max(1, Math.round((Date.now() - began) / 1000)));
  const title = writing ? t("Thinking") : seconds ? t("Thought for {seconds} s", { seconds }) : t("Thought");
  const lastLine = text.trimEnd().slice(text.trimEnd().lastIndexOf("\n") + 1);
  return (
    <Disclosure name="thinking" icon={<Brain aria-hidden className="size-4 shrink-0" />} title={title} preview={writing ? lastLine : ""}>
      <p dir="auto" className="border-s-2 border-border ps-4 whitespace-pre-wrap text-text-2">{text}</p>
    </Disclosure>
  );
}

/** A call that has not run: it is being written, or its answer ended before. */
function ToolCall({ name, input, writing }: { name: string; input: string; writing: boolean }) {
  return (
    <Disclosure name="tool" icon={<Wrench aria-hidden className="size-4 shrink-0" />} title={name} preview={writing ? t("Calling") : t("Not run")}>
      <pre tabIndex={0} role="group" aria-label={t("Input of {name}", { name })} className="max-h-80 overflow-auto rounded-card border border-border bg-code p-3 font-mono text-xs">{pretty(input)}</pre>
    </Disclosure>
  );
}
