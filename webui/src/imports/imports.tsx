import { Check, CircleCheck, FileUp, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { sentence, together } from "../api/problem";
import { refreshList } from "../conversations/data";
import { tellTabs } from "../conversations/tabs";
import { rich } from "../languages/rich";
import { known, msg, t } from "../languages/speaking";
import { Button } from "../ui/button";
import { say } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { sendExport, summary, type Report } from "./sending";

type State = { kind: "idle" } | { kind: "sending"; name: string; share: number } | { kind: "done"; report: Report } | { kind: "failed"; error: unknown; file: File };

/** Chats from elsewhere. The same file may be taken again: what is here stays as it is. */
export function Imports() {
  const [state, setState] = useState<State>({ kind: "idle" });
  const stop = useRef<AbortController | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const take = (file: File) => {
    stop.current = new AbortController();
    setState({ kind: "sending", name: file.name, share: 0 });
    sendExport(file, (share) => setState((now) => (now.kind === "sending" ? { ...now, share } : now)), stop.current.signal).then(
      (report) => {
        setState({ kind: "done", report });
        say(summary(report));
        void refreshList();
        tellTabs({ kind: "changed", id: "" });
      },
      (error: unknown) => {
        if (error instanceof DOMException) setState({ kind: "idle" });
        else setState({ kind: "failed", error, file });
        void refreshList();
      },
    );
  };
  return (
    <div className="space-y-4">
      <p className="text-text-2">{t("Bring your chats along, with their branches. The file that you are sent is enough, as it is: the zip, or the JSON in it.")}</p>
      <ul className="list-disc space-y-1 ps-5 text-text-2">
        <li><From name="ChatGPT" way={t("Settings, Data controls, Export data")} /></li>
        <li><From name="Claude" way={t("Settings, Privacy, Export data")} /></li>
        <li><From name="LibreChat" way={t("the chat’s menu, Export, JSON, with all branches")} /></li>
        <li><From name="Parley" way={t("Settings, General, Export all chats")} /></li>
      </ul>
      <input ref={input} type="file" accept=".json,.zip,application/json,application/zip" aria-label={t("Export to import")} className="sr-only" tabIndex={-1} onChange={({ target }) => { const file = target.files?.[0]; target.value = ""; if (file) take(file); }} />
      {state.kind === "sending" ? <Progress name={state.name} share={state.share} onStop={() => stop.current?.abort()} /> : (
        <div onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); const file = event.dataTransfer.files[0]; if (file) take(file); }} className="flex flex-col items-center gap-2 rounded-card border border-dashed border-border-strong p-6 text-center">
          <Button look="primary" onClick={() => input.current?.click()}><FileUp aria-hidden className="size-4" />{t("Choose a file")}</Button>
          <p className="text-xs text-text-3">{t("or drop it here; up to 1 GB. Pictures and other attachments stay behind.")}</p>
        </div>
      )}
      {state.kind === "failed" ? <ProblemCard error={state.error} onRetry={() => take(state.file)} /> : null}
      {state.kind === "done" ? <Told report={state.report} /> : null}
    </div>
  );
}

const From = ({ name, way }: { name: string; way: string }) => rich("<b>{name}</b>: {way}", { b: () => <b className="font-medium text-text">{name}</b>, way });

function Progress({ name, share, onStop }: { name: string; share: number; onStop: () => void }) {
  const percent = Math.floor(share * 100);
  return (
    <div className="rounded-card border border-border p-4">
      <div className="flex items-center gap-3 pb-2">
        <p className="min-w-0 flex-1 truncate" title={name}>{name}</p>
        <span className="text-text-2 tabular-nums">{t("{percent} %", { percent })}</span>
        <Button onClick={onStop}>{t("Stop")}</Button>
      </div>
      <progress aria-label={t("Importing {name}", { name })} max={100} value={percent} className="import-progress h-2 w-full" />
      <p className="pt-2 text-xs text-text-3">{t("Keep this page open. What is here already stays when you stop, and the same file goes on from there.")}</p>
    </div>
  );
}

const outcomes = { imported: msg("Imported"), present: msg("Already here"), skipped: msg("Skipped") } as const;

function Told({ report }: { report: Report }) {
  const more = report.imported + report.present + report.skipped - report.chats.length;
  return (
    <section aria-label={t("Report")} className="space-y-3">
      <p className="flex items-start gap-2 font-medium"><CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />{summary(report)}</p>
      {report.problem ? <p role="alert" className="flex items-start gap-2 text-text-2"><TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />{together(t("The rest of the file was not read."), sentence(known(report.problem)))}</p> : null}
      <ul aria-label={t("Chats of the file")} tabIndex={0} className="max-h-72 divide-y divide-border overflow-y-auto border-y border-border">
        {report.chats.map((chat, at) => (
          <li key={at} className="flex items-center gap-3 py-2 [content-visibility:auto]">
            <span className="min-w-0 flex-1">
              {chat.conversation_id ? <Link to={`/c/${chat.conversation_id}`} className="block truncate hover:underline">{chat.title}</Link> : <span className="block truncate">{chat.title || t("A chat without a name")}</span>}
              {chat.reason ? <span className="block text-xs text-text-3">{sentence(known(chat.reason))}</span> : null}
            </span>
            <span className="inline-flex shrink-0 items-center gap-1 text-xs text-text-2">
              {chat.outcome === "skipped" ? <TriangleAlert aria-hidden className="size-3.5 text-warn" /> : <Check aria-hidden className="size-3.5 text-ok" />}
              {t(outcomes[chat.outcome])}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-xs text-text-3">{t("And {count} more.", { count: more })}</p> : null}
    </section>
  );
}
