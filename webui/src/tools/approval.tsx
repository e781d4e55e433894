import { ShieldQuestion } from "lucide-react";
import { useEffect, useState } from "react";
import { chat } from "../api/client";
import { sentenceOf } from "../api/problem";
import type { Decision, Message, ToolRun } from "../api/types";
import { replaceAnswer } from "../chat/thread-data";
import { known, t } from "../languages/speaking";
import { Button } from "../ui/button";
import { sayAtOnce } from "../ui/notices";
import { pretty } from "./pretty";

/** One call that waits for its person: what would run, with what, and the three answers. */
export function Approval({ run, message }: { run: ToolRun; message: Message }) {
  const title = known(run.title);
  const [busy, setBusy] = useState<Decision | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => sayAtOnce(t("{title} waits for your decision.", { title })), [title]);
  const decide = (decision: Decision) => {
    setBusy(decision);
    setProblem(null);
    chat.decide(message.conversation_id, message.id, { call_id: run.id, digest: run.digest, decision }).then(replaceAnswer, (error: unknown) => {
      setBusy(null);
      setProblem(sentenceOf(error));
    });
  };
  return (
    <section aria-label={t("{title} asks", { title })} data-tool-run={run.name} data-tool-state="asking" className="rounded-card border border-border-strong bg-raised p-4">
      <p className="flex items-center gap-2 font-medium"><ShieldQuestion aria-hidden className="size-4 shrink-0 text-warn" />{t("{title} wants to run", { title })}</p>
      <pre tabIndex={0} role="group" aria-label={t("Input of {title}", { title })} className="mt-3 max-h-60 overflow-auto rounded-control bg-code p-3 font-mono text-xs wrap-break-word whitespace-pre-wrap">{pretty(run.arguments)}</pre>
      {problem ? <p role="alert" className="pt-2 text-danger">{problem}</p> : null}
      <div className="flex flex-wrap gap-2 pt-3">
        <Button look="primary" busy={busy === "allow"} disabled={busy !== null} onClick={() => decide("allow")}>{t("Allow once")}</Button>
        <Button busy={busy === "allow_in_chat"} disabled={busy !== null} onClick={() => decide("allow_in_chat")}>{t("Always in this chat")}</Button>
        <Button busy={busy === "deny"} disabled={busy !== null} onClick={() => decide("deny")}>{t("Deny")}</Button>
      </div>
    </section>
  );
}
