import { Ban, CircleCheck, CircleHelp, CircleSlash, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import { Disclosure } from "../chat/disclosure";
import { FilesShown } from "../files/files-shown";
import type { Message, ToolRun } from "../api/types";
import { known, msg, t } from "../languages/speaking";
import { Approval } from "./approval";
import { duration, pretty } from "./pretty";

const looks: Record<ToolRun["state"], [string, LucideIcon, string]> = {
  asking: [msg("Waits for you"), CircleHelp, "text-warn"],
  running: [msg("Running"), LoaderCircle, "turning text-accent"],
  done: [msg("Done"), CircleCheck, "text-ok"],
  failed: [msg("Failed"), CircleX, "text-danger"],
  denied: [msg("Not allowed"), Ban, "text-text-3"],
  cancelled: [msg("Stopped"), CircleSlash, "text-text-3"],
};

/** One run of a tool: a quiet row, which opens to what went in and what came out. */
export function ToolRunView({ run, message }: { run: ToolRun; message?: Message }) {
  const [word, Icon, colour] = looks[run.state];
  if (run.state === "asking" && message?.state === "asking") return <Approval run={run} message={message} />;
  const took = run.lasted_ms === null ? "" : ` · ${duration(run.lasted_ms)}`;
  return (
    <div data-tool-run={run.name} data-tool-state={run.state}>
      <Disclosure name="tool" icon={<Icon aria-hidden className={`size-4 shrink-0 ${colour}`} />} title={known(run.title)} preview={`${t(word)}${took}`}>
        <div className="space-y-3">
          <Block label={t("Input")} of={run} text={pretty(run.arguments)} />
          {run.output ? <Block label={run.state === "failed" ? t("Error") : t("Output")} of={run} text={pretty(run.output)} /> : null}
          <p className="text-xs text-text-3">{t(word)}{took}</p>
        </div>
      </Disclosure>
      {run.files.length > 0 ? <div className="py-2"><FilesShown files={run.files} /></div> : null}
      {run.sources.length > 0 ? <Sources of={run} /> : null}
    </div>
  );
}

function Block({ label, of, text }: { label: string; of: ToolRun; text: string }) {
  return (
    <div>
      <div className="pb-1 text-xs font-medium text-text-3">{label}</div>
      <pre tabIndex={0} role="group" aria-label={t("{what} of {tool}", { what: label, tool: known(of.title) })} className="max-h-80 overflow-auto rounded-card border border-border bg-code p-3 font-mono text-xs wrap-break-word whitespace-pre-wrap">{text}</pre>
    </div>
  );
}

function Sources({ of }: { of: ToolRun }) {
  return (
    <ul aria-label={t("Sources of {title}", { title: known(of.title) })} className="flex flex-wrap gap-2 pt-1">
      {of.sources.map((source) => (
        <li key={source.url} className="max-w-full">
          <a href={safe(source.url)} target="_blank" rel="noopener noreferrer" className="hit inline-flex max-w-full items-center gap-2 rounded-full border border-border px-3 py-1 text-xs text-text-2 hover:bg-surface-2 hover:text-text">
            <span className="truncate">{source.title || source.url}</span>
            <span className="shrink-0 text-text-3">{hostOf(source.url)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

const safe = (url: string) => (/^(https?:\/\/|\/(?!\/))/i.test(url) ? url : undefined);

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return "";
  }
}
