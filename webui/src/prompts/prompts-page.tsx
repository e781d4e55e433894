import { CornerDownLeft, Pencil, Plus, Trash2, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { library, type SavedPrompt } from "../api/library";
import { because } from "../api/problem";
import { t } from "../languages/speaking";
import { Header } from "../shell/header";
import { Button, IconButton } from "../ui/button";
import { notify } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { refreshPrompts, usePrompts } from "./data";
import { EditDialog } from "./edit-dialog";
import { pickPrompt } from "./picking";

export function PromptsPage() {
  const found = usePrompts();
  const [editing, setEditing] = useState<SavedPrompt | "new" | null>(null);
  useEffect(() => { document.title = `${t("Prompts")} · Parley`; }, []);
  const own = found.data?.prompts.filter((prompt) => prompt.own) ?? [];
  const shared = found.data?.prompts.filter((prompt) => !prompt.own) ?? [];
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header><span className="px-3 font-medium">{t("Prompts")}</span></Header>
      <main className="min-h-0 flex-1 overflow-y-auto px-4 pb-8">
        <div className="mx-auto max-w-3xl pt-4">
          <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <div>
              <h1 className="text-2xl font-semibold tracking-tight">{t("Prompts")}</h1>
              <p className="pt-1 text-text-2">{t("What you say often, kept under a command. Type / in a chat to use one.")}</p>
            </div>
            <Button look="primary" onClick={() => setEditing("new")}><Plus aria-hidden className="size-4" />{t("New prompt")}</Button>
          </div>
          {found.isPending ? <Skeletons /> : null}
          {found.isError ? <div className="pt-6"><ProblemCard error={found.error} onRetry={() => void found.refetch()} /></div> : null}
          {found.data?.prompts.length === 0 ? <Nothing /> : null}
          {own.length > 0 ? <Rows title={t("Yours")} prompts={own} onEdit={setEditing} /> : null}
          {shared.length > 0 ? <Rows title={t("Shared by your teams")} prompts={shared} onEdit={setEditing} /> : null}
        </div>
      </main>
      {editing ? <EditDialog prompt={editing === "new" ? null : editing} teams={found.data?.teams ?? []} onClose={() => setEditing(null)} /> : null}
    </div>
  );
}

function Rows({ title, prompts, onEdit }: { title: string; prompts: SavedPrompt[]; onEdit: (prompt: SavedPrompt) => void }) {
  return (
    <section aria-label={title} className="pt-6">
      <h2 className="pb-2 text-xs font-medium text-text-3">{title}</h2>
      <ul className="divide-y divide-border border-y border-border">
        {prompts.map((prompt) => <li key={prompt.id}><Row prompt={prompt} onEdit={() => onEdit(prompt)} /></li>)}
      </ul>
    </section>
  );
}

function Row({ prompt, onEdit }: { prompt: SavedPrompt; onEdit: () => void }) {
  const navigate = useNavigate();
  const use = () => {
    pickPrompt(prompt);
    void navigate("/");
  };
  return (
    <article aria-label={prompt.name} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="min-w-56 flex-1">
        <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
          <span className="min-w-0 break-words">{prompt.name}</span>
          <code className="text-xs font-normal text-text-3">/{prompt.command}</code>
          {prompt.own && prompt.team_ids.length > 0 ? <span className="inline-flex items-center gap-1 self-center text-xs font-normal text-text-3"><Users aria-hidden className="size-3" />{t("Shared")}</span> : null}
        </h3>
        <p className="line-clamp-2 pt-0.5 text-text-2" dir="auto">{prompt.text}</p>
      </div>
      <span className="inline-flex items-center">
        <Button onClick={use}><CornerDownLeft aria-hidden className="size-4 rtl:-scale-x-100" />{t("Use")}</Button>
        {prompt.own ? (
          <>
            <IconButton label={t("Edit {name}", { name: prompt.name })} onClick={onEdit} className="ms-1"><Pencil aria-hidden className="size-4" /></IconButton>
            <IconButton label={t("Delete {name}", { name: prompt.name })} onClick={() => remove(prompt)}><Trash2 aria-hidden className="size-4" /></IconButton>
          </>
        ) : null}
      </span>
    </article>
  );
}

function remove(prompt: SavedPrompt): void {
  const { name, command, text, team_ids } = prompt;
  const back = () => {
    library.createPrompt({ name, command, text, team_ids }).then(refreshPrompts, (error: unknown) => notify(because(t("The prompt did not come back."), error)));
  };
  library.deletePrompt(prompt.id).then(
    () => {
      void refreshPrompts();
      notify(t("“{name}” deleted", { name }), { name: t("Undo"), run: back }, 8000);
    },
    (error: unknown) => notify(because(t("The prompt was not deleted."), error)),
  );
}

function Nothing() {
  return (
    <div className="mt-6 rounded-card border border-border px-4 py-10 text-center">
      <p className="font-medium">{t("No prompts yet")}</p>
      <p className="mx-auto max-w-md pt-1 text-text-2">{t("Keep one such as “Translate this into {{language:German|French}}, in a {{tone=friendly}} tone: {{text}}”. Picking it asks for what stands in braces.")}</p>
    </div>
  );
}

function Skeletons() {
  return <div role="status" aria-label={t("Loading prompts")} className="space-y-3 pt-12">{[0, 1, 2, 3].map((each) => <div key={each} className="skeleton h-16 rounded-card" />)}</div>;
}
