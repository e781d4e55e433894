import { Copy, MessageSquare, MoreHorizontal, Pencil, Plus, Trash2, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useNavigate } from "react-router";
import { chat } from "../api/client";
import { because } from "../api/problem";
import type { Agent } from "../api/types";
import { t } from "../languages/speaking";
import { rememberModel } from "../models/catalogue";
import { Header } from "../shell/header";
import { Button, IconButton } from "../ui/button";
import { Menu, MenuItem, MenuRule } from "../ui/menu";
import { notify } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { Avatar } from "./avatar";
import { forgetAgent, showAgent, useAgents } from "./data";

export function AgentsPage() {
  const agents = useAgents();
  const [leaving, setLeaving] = useState<Agent | null>(null);
  useEffect(() => { document.title = `${t("Agents")} · Parley`; }, []);
  const own = agents.data?.filter((agent) => agent.right === "own") ?? [];
  const shared = agents.data?.filter((agent) => agent.right !== "own") ?? [];
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header><span className="px-3 font-medium">{t("Agents")}</span></Header>
      <main className="min-h-0 flex-1 overflow-y-auto px-4 pb-8">
        <div className="mx-auto max-w-4xl pt-4">
          <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <div>
              <h1 className="text-2xl font-semibold tracking-tight">{t("Agents")}</h1>
              <p className="pt-1 text-text-2">{t("A model with your instructions and tools. Pick one in a chat with @, or use it as a model under /v1.")}</p>
            </div>
            <Link to="/agents/new" className="button-link gap-2"><Plus aria-hidden className="size-4" />{t("New agent")}</Link>
          </div>
          {agents.isPending ? <Skeletons /> : null}
          {agents.isError ? <div className="pt-6"><ProblemCard error={agents.error} onRetry={() => void agents.refetch()} /></div> : null}
          {agents.data && agents.data.length === 0 ? <Nothing /> : null}
          {own.length > 0 ? <Cards title={t("Yours")} agents={own} onDelete={setLeaving} /> : null}
          {shared.length > 0 ? <Cards title={t("Shared with you")} agents={shared} onDelete={setLeaving} /> : null}
        </div>
      </main>
      {leaving ? <Deleting agent={leaving} onClose={() => setLeaving(null)} /> : null}
    </div>
  );
}

function Cards({ title, agents, onDelete }: { title: string; agents: Agent[]; onDelete: (agent: Agent) => void }) {
  return (
    <section aria-label={title} className="pt-6">
      <h2 className="pb-2 text-xs font-medium text-text-3">{title}</h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {agents.map((agent) => <li key={agent.id}><Card agent={agent} onDelete={onDelete} /></li>)}
      </ul>
    </section>
  );
}

function Card({ agent, onDelete }: { agent: Agent; onDelete: (agent: Agent) => void }) {
  const navigate = useNavigate();
  const use = () => {
    rememberModel(agent.model_name);
    void navigate("/");
  };
  const copy = () => {
    chat.duplicateAgent(agent.id).then((made) => { showAgent(made); void navigate(`/agents/${made.id}/edit`); }, (error: unknown) => notify(because(t("No copy was made."), error)));
  };
  const mayEdit = agent.right !== "view";
  return (
    <article aria-label={agent.name} className="flex h-full flex-col rounded-card border border-border p-4">
      <div className="flex items-start gap-3">
        <Avatar emoji={agent.emoji} colour={agent.colour} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-medium">{agent.name}</h3>
          <p className="truncate text-xs text-text-3">{agent.model}{agent.tools.length > 0 ? ` · ${t("{count} tools", { count: agent.tools.length })}` : ""}</p>
        </div>
        {mayEdit ? (
          <Menu trigger={<IconButton label={t("More for {name}", { name: agent.name })} className="-me-2 -mt-1 size-8"><MoreHorizontal aria-hidden className="size-4" /></IconButton>}>
            <MenuItem onSelect={() => void navigate(`/agents/${agent.id}/edit`)}><Pencil aria-hidden className="size-4" />{t("Edit")}</MenuItem>
            <MenuItem onSelect={copy}><Copy aria-hidden className="size-4" />{t("Duplicate")}</MenuItem>
            {agent.right === "own" ? <><MenuRule /><MenuItem danger onSelect={() => onDelete(agent)}><Trash2 aria-hidden className="size-4" />{t("Delete")}</MenuItem></> : null}
          </Menu>
        ) : <span className="inline-flex items-center gap-1 text-xs text-text-3"><Users aria-hidden className="size-3" />{t("Shared")}</span>}
      </div>
      <p className="line-clamp-3 flex-1 pt-3 text-text-2">{agent.description || t("No description yet.")}</p>
      <div className="pt-3"><Button onClick={use}><MessageSquare aria-hidden className="size-4" />{t("Chat::begin")}</Button></div>
    </article>
  );
}

function Deleting({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const remove = () => {
    setBusy(true);
    chat.deleteAgent(agent.id).then(
      () => { forgetAgent(agent.id); onClose(); },
      (error: unknown) => { setBusy(false); notify(because(t("The agent was not deleted."), error)); },
    );
  };
  return (
    <Sheet label={t("Delete the agent")} className={dialogLook} onClose={onClose}>
      <SheetTitle onClose={onClose}>{t("Delete “{name}”?", { name: agent.name })}</SheetTitle>
      <p className="text-text-2">{t("All its versions go, for everybody it is shared with. Chats with it stay.")}</p>
      <div className="flex justify-end gap-2 pt-6">
        <Button autoFocus onClick={onClose}>{t("Keep it")}</Button>
        <Button look="danger" busy={busy} onClick={remove}>{t("Delete the agent")}</Button>
      </div>
    </Sheet>
  );
}

function Nothing() {
  return (
    <div className="mt-6 rounded-card border border-border px-4 py-10 text-center">
      <p className="font-medium">{t("No agents yet")}</p>
      <p className="mx-auto max-w-md pt-1 text-text-2">{t("Say once how something is to be done, such as “Answer support mail in our tone, in the customer's language”, and use it in any chat.")}</p>
    </div>
  );
}

function Skeletons() {
  return (
    <div role="status" aria-label={t("Loading agents")} className="grid gap-3 pt-12 sm:grid-cols-2">
      {[0, 1, 2, 3].map((each) => <div key={each} className="skeleton h-36 rounded-card" />)}
    </div>
  );
}
