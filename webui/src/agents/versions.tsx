import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { chat } from "../api/client";
import { because } from "../api/problem";
import type { Agent } from "../api/types";
import { dayAndTime } from "../languages/formats";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";
import { showAgent } from "./data";
import { Group } from "./fields";

/** Every save, the newest first: to look at, and to go back to. */
export function Versions({ agent }: { agent: Agent }) {
  const versions = useQuery({ queryKey: ["agent-versions", agent.id], queryFn: () => chat.agentVersions(agent.id).then((answer) => answer.versions) });
  const [busy, setBusy] = useState<number | null>(null);
  const restore = (version: number) => {
    setBusy(version);
    chat.restoreAgent(agent.id, version).then(
      (restored) => { showAgent(restored); notify(t("Version {version} is in use again.", { version })); },
      (error: unknown) => notify(because(t("Nothing was changed."), error)),
    ).finally(() => setBusy(null));
  };
  if (!versions.data || versions.data.length < 2) return null;
  return (
    <div className="pt-8">
      <Group name={t("Versions")}>
        <ul className="space-y-2">
          {versions.data.map((each) => (
            <li key={each.version}>
              <details className="rounded-card border border-border px-3">
                <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3">
                  <span className="font-medium tabular-nums">{t("Version {version}", { version: each.version })}</span>
                  <span className="text-xs text-text-3">{dayAndTime(each.changed_at)}</span>
                  {each.version === agent.version ? <span className="text-xs text-ok">{t("In use")}</span> : null}
                </summary>
                <dl className="space-y-2 border-t border-border py-3 text-text-2">
                  <Fact name={t("Name")}>{each.agent.name}</Fact>
                  <Fact name={t("Model")}>{each.agent.model}</Fact>
                  <Fact name={t("Tools")}>{each.agent.tools.map((tool) => tool.name).join(", ") || t("None")}</Fact>
                  <Fact name={t("Instructions")}><span className="whitespace-pre-wrap">{each.agent.instructions || t("None")}</span></Fact>
                </dl>
                {each.version === agent.version ? null : <div className="pb-3"><Button busy={busy === each.version} onClick={() => restore(each.version)}>{t("Go back to this")}</Button></div>}
              </details>
            </li>
          ))}
        </ul>
      </Group>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return <div className="grid gap-x-4 sm:grid-cols-[7rem_1fr]"><dt className="text-xs leading-5 text-text-3">{name}</dt><dd className="min-w-0 wrap-break-word">{children}</dd></div>;
}
