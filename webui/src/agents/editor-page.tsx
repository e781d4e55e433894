import { useEffect, useState, type FormEvent } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { chat } from "../api/client";
import { Problem, sentenceOf } from "../api/problem";
import type { Agent, AgentInput, Attachment } from "../api/types";
import { known, msg, t } from "../languages/speaking";
import { agentsProvider, emptyAgent, inputOf } from "./as-model";
import { showAgent, useAgent } from "./data";
import { Knowledge } from "../files/knowledge";
import { useModels } from "../models/catalogue";
import { Field } from "../session/fields";
import { Header } from "../shell/header";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { Segmented } from "../ui/segmented";
import { useTools } from "../tools/tools-menu";
import { Area, Choice, Group } from "./fields";
import { Avatar } from "./avatar";
import { Sharing } from "./sharing";
import { Versions } from "./versions";

export function EditorPage() {
  const { id } = useParams();
  const agent = useAgent(id);
  useEffect(() => { document.title = `${agent.data?.name ?? t("New agent")} · Parley`; }, [agent.data?.name]);
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header><Link to="/agents" className="hit inline-flex items-center rounded-control px-3 font-medium hover:bg-surface-2">{t("Agents")}</Link></Header>
      {/* Positioned, so that hidden radio buttons stay within what scrolls. */}
      <main className="relative min-h-0 flex-1 overflow-y-auto px-4">
        <div className="mx-auto max-w-2xl pt-4 pb-10">
          {id && agent.isPending ? <div role="status" aria-label={t("Loading the agent")} className="skeleton h-96 rounded-card" /> : null}
          {agent.isError ? <ProblemCard error={agent.error} onRetry={() => void agent.refetch()} /> : null}
          {id ? (agent.data ? <Editor key={`${id}:${agent.data.version}`} agent={agent.data} /> : null) : <Editor agent={null} />}
        </div>
      </main>
    </div>
  );
}

function Editor({ agent }: { agent: Agent | null }) {
  const navigate = useNavigate();
  const models = useModels();
  const plain = (models.data ?? []).filter((model) => model.provider !== agentsProvider);
  const usual = plain.find((model) => model.is_default)?.name ?? plain[0]?.name ?? "";
  const [draft, setDraft] = useState<AgentInput>(() => (agent ? inputOf(agent) : emptyAgent("")));
  const [files, setFiles] = useState<Attachment[]>(agent?.files ?? []);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<AgentInput>) => setDraft((before) => ({ ...before, ...part }));
  const model = draft.model || usual;
  const whole = { ...draft, model, starters: draft.starters.map((each) => each.trim()).filter(Boolean), files: files.map((each) => each.file_id) };
  const changed = JSON.stringify({ ...draft, files: whole.files }) !== JSON.stringify(agent ? inputOf(agent) : emptyAgent(""));

  const save = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const saved = agent ? chat.editAgent(agent.id, agent.version, whole) : chat.createAgent(whole);
    saved.then(
      (made) => {
        setBusy(false);
        showAgent(made);
        notify(agent ? t("Saved as version {version}.", { version: made.version }) : t("The agent is ready."));
        if (!agent) void navigate(`/agents/${made.id}/edit`, { replace: true });
      },
      (error: unknown) => { setBusy(false); setProblem(error); },
    );
  };
  if (agent?.right === "view") return <ProblemCard error={new Problem("forbidden", msg("This agent is shared with you for using it."), 403)} />;

  return (
    <>
      <form onSubmit={save} aria-label={t("Agent")} className="space-y-6">
        <div className="flex items-center gap-4">
          <Avatar large emoji={draft.emoji} colour={draft.colour} />
          <h1 className="min-w-0 truncate text-2xl font-semibold tracking-tight">{draft.name || t("New agent")}</h1>
        </div>
        {problem ? <ProblemCard error={problem} action={problem instanceof Problem && problem.status === 409 && agent ? <Button onClick={() => void reread(agent.id)}>{t("Take theirs")}</Button> : undefined} /> : null}
        <Group name={t("Identity")}>
          <Field label={t("Name")} required maxLength={80} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("Emoji")} maxLength={16} placeholder={t("One sign")} value={draft.emoji} onChange={(event) => change({ emoji: event.target.value })} />
            <Choice label={t("Colour")} value={draft.colour} choices={[["teal", t("Teal")], ["blue", t("Blue")], ["violet", t("Violet")], ["pink", t("Pink")], ["orange", t("Orange")], ["grey", t("Grey")]]} onChange={(colour) => change({ colour })} />
          </div>
          <Area label={t("Description")} rows={2} maxLength={500} hint={t("What others see before they use it.")} value={draft.description} onChange={(description) => change({ description })} />
        </Group>
        <Group name={t("Instructions")}>
          <Area label={t("Instructions")} rows={8} maxLength={60_000} hint={t("Filled in for each question: {{user}}, {{date}}, {{time}}, {{weekday}}, {{model}}, {{agent}}.")} value={draft.instructions} onChange={(instructions) => change({ instructions })} />
          <Area label={t("Starters")} rows={3} hint={t("One a line, at most eight: what a new chat offers.")} value={draft.starters.join("\n")} onChange={(text) => change({ starters: text.split("\n").slice(0, 8) })} />
        </Group>
        <Group name={t("Files")}>
          <Knowledge files={files} empty={t("What the agent may look into in each of its chats: manuals, prices, house rules.")} onChange={setFiles} />
        </Group>
        <Group name={t("Model")}>
          <Choice label={t("Model")} value={model} choices={plain.map((each) => [each.name, each.label])} onChange={(name) => change({ model: name })} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Amount label={t("Temperature")} step="0.1" min={0} max={2} value={draft.parameters?.temperature ?? null} onChange={(temperature) => change({ parameters: { ...draft.parameters, temperature } })} />
            <Amount label={t("Longest answer, in tokens")} step="1" min={1} value={draft.parameters?.max_output_tokens ?? null} onChange={(max_output_tokens) => change({ parameters: { ...draft.parameters, max_output_tokens } })} />
          </div>
        </Group>
        <Tools draft={draft} onChange={(tools) => change({ tools })} />
        <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-3 border-t border-border bg-bg px-4 py-3">
          <Button type="submit" look="primary" busy={busy} disabled={!draft.name.trim() || !model || (agent !== null && !changed)}>{agent ? t("Save a version") : t("Create")}</Button>
          {agent ? <span className="text-xs text-text-3">{changed ? t("Version {version}, changed here", { version: agent.version }) : t("Version {version}", { version: agent.version })}</span> : null}
        </div>
      </form>
      {agent?.shares ? <Sharing agent={agent} /> : null}
      {agent ? <Versions agent={agent} /> : null}
    </>
  );
}

async function reread(id: string): Promise<void> {
  try {
    showAgent(await chat.agent(id));
  } catch (error) {
    notify(sentenceOf(error));
  }
}

function Amount({ label, value, onChange, ...rest }: { label: string; step: string; min: number; max?: number; value: number | null; onChange: (value: number | null) => void }) {
  return <Field {...rest} type="number" label={label} placeholder={t("As the model has it")} value={value ?? ""} onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))} />;
}

const approvals: ["off" | "ask" | "always", string][] = [["off", msg("Off")], ["ask", msg("Ask")], ["always", msg("On")]];

function Tools({ draft, onChange }: { draft: AgentInput; onChange: (tools: AgentInput["tools"]) => void }) {
  const tools = useTools();
  const used = draft.tools ?? [];
  if (!tools.data || tools.data.length === 0) return null;
  const set = (name: string, approval: "off" | "ask" | "always") => {
    const others = used.filter((each) => each.name !== name);
    onChange(approval === "off" ? others : [...others, { name, approval }]);
  };
  return (
    <Group name={t("Tools")}>
      <p className="text-text-2">{t("“Ask” lets whoever chats decide about each call.")}</p>
      <ul className="space-y-4">
        {tools.data.map((tool) => {
          const approval = used.find((each) => each.name === tool.name)?.approval ?? "off";
          return (
            <li key={tool.name}>
              <Segmented label={known(tool.title)} hint={known(`${tool.title}::what`, tool.description)} value={approval === "never" ? "off" : approval} onChange={(next) => set(tool.name, next)} choices={approvals.map(([value, words]) => [value, t(words)])} />
            </li>
          );
        })}
      </ul>
    </Group>
  );
}
