import { X } from "lucide-react";
import { useState, type FormEvent } from "react";
import { chat } from "../api/client";
import type { Agent, AgentShare } from "../api/types";
import { t } from "../languages/speaking";
import { usePrompts } from "../prompts/data";
import { Field } from "../session/fields";
import { Button, IconButton } from "../ui/button";
import { ProblemCard } from "../ui/problem-card";
import { showAgent } from "./data";
import { Choice, Group } from "./fields";

type Right = AgentShare["right"];
const rights = () => [["view", t("May use it")], ["edit", t("May edit it")]] as const;

/** With whom it is shared; every change is saved at once. */
export function Sharing({ agent }: { agent: Agent }) {
  const shares = agent.shares ?? [];
  const [email, setEmail] = useState("");
  const [right, setRight] = useState<Right>("view");
  const teams = (usePrompts().data?.teams ?? []).filter((team) => !shares.some((share) => share.team_id === team.id));
  const [team, setTeam] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const keep = (next: { right: Right; email: string | null; team_id: string | null }[]) => {
    setBusy(true);
    setProblem(null);
    return chat.shareAgent(agent.id, next).then(showAgent, setProblem).finally(() => setBusy(false));
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    void keep([...shares.filter((each) => each.email !== email.trim()), { right, email: email.trim(), team_id: null }]).then(() => setEmail(""));
  };
  const addTeam = (event: FormEvent) => {
    event.preventDefault();
    void keep([...shares, { right, email: null, team_id: team || teams[0]!.id }]).then(() => setTeam(""));
  };
  return (
    <div className="pt-8">
      <Group name={t("Sharing")}>
        <p className="text-text-2">{t("Whoever may use it does not see its instructions. Its tools run with their rights, not yours.")}</p>
        {problem ? <ProblemCard error={problem} /> : null}
        <ul className="space-y-2">
          {shares.map((share) => (
            <li key={share.email ?? share.team_id ?? share.name} className="flex items-center gap-3">
              <span className="min-w-0 flex-1 truncate">{share.name}{share.email ? <span className="text-text-3"> · {share.email}</span> : share.team_id ? <span className="text-text-3"> · {t("team")}</span> : null}</span>
              <span className="text-xs text-text-2">{share.right === "edit" ? t("May edit it") : t("May use it")}</span>
              <IconButton label={t("Stop sharing with {name}", { name: share.name })} disabled={busy} onClick={() => void keep(shares.filter((each) => each !== share))}><X aria-hidden className="size-4" /></IconButton>
            </li>
          ))}
        </ul>
        <form onSubmit={add} aria-label={t("Share with somebody")} className="grid items-end gap-3 sm:grid-cols-[1fr_11rem_auto]">
          <Field label={t("Email of a colleague")} type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
          <Choice label={t("Right::permission")} value={right} choices={rights()} onChange={setRight} />
          <Button type="submit" busy={busy} className="min-h-11">{t("Share")}</Button>
        </form>
        {teams.length > 0 ? (
          <form onSubmit={addTeam} aria-label={t("Share with a team")} className="grid items-end gap-3 sm:grid-cols-[1fr_11rem_auto]">
            <Choice label={t("One of your teams")} value={team || teams[0]!.id} choices={teams.map((each) => [each.id, each.name])} onChange={setTeam} />
            <Choice label={t("Right::permission")} value={right} choices={rights()} onChange={setRight} />
            <Button type="submit" busy={busy} className="min-h-11">{t("Share")}</Button>
          </form>
        ) : null}
      </Group>
    </div>
  );
}
