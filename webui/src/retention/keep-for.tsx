import { useState } from "react";
import { own } from "../api/own";
import { because } from "../api/problem";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { ProblemCard } from "../ui/problem-card";
import { showRetention, useRetention } from "./data";
import { choicesOf, chosenOf, isShorter, keptRule } from "./rule";

/** For how long one's chats are kept. A shorter time deletes some soon: that is asked once more. */
export function KeepFor() {
  const retention = useRetention();
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  if (retention.isError) return <ProblemCard error={retention.error} onRetry={() => void retention.refetch()} />;
  if (!retention.data) return <div role="status" aria-label={t("Loading")} className="skeleton h-16 w-full" />;
  const found = retention.data;
  const save = (days: number | null) => {
    setProblem(null);
    setAsked(null);
    own.chooseRetention(days).then(showRetention, (error: unknown) => setProblem(because(t("The choice was not saved."), error)));
  };
  const choose = (value: string) => {
    const days = value === "" ? null : Number(value);
    if (days !== null && isShorter(days, found)) setAsked(days);
    else save(days);
  };
  return (
    <div>
      <Choice label={t("Keep chats for")} hint={keptRule(found)} value={asked === null ? chosenOf(found) : String(asked)} choices={choicesOf(found)} onChange={choose} />
      {asked === null ? null : (
        <div role="alert" className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card bg-warn-soft px-3 py-2">
          <p className="min-w-48 flex-1">{t("Every chat that was not used for {count} days will be deleted within minutes, unless it is pinned. This cannot be undone.", { count: asked })}</p>
          <span className="inline-flex gap-2">
            <Button onClick={() => setAsked(null)}>{t("Cancel")}</Button>
            <Button look="danger" onClick={() => save(asked)}>{t("Delete them")}</Button>
          </span>
        </div>
      )}
      {problem ? <p role="alert" className="pt-1 text-danger">{problem}</p> : null}
    </div>
  );
}
