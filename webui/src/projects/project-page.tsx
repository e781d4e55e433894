import { Ellipsis, Folder, Pencil } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useAtomValue } from "jotai";
import { chat } from "../api/client";
import { because } from "../api/problem";
import type { Attachment, Model, Project } from "../api/types";
import { newKey, send } from "../chat/sending";
import { threadKey } from "../chat/thread-data";
import { Composer } from "../composer/composer";
import { ConversationRow } from "../conversations/conversation-row";
import { queries, showFirst, useConversations } from "../conversations/data";
import { deletedAtom, useDelete } from "../conversations/deletion";
import { t } from "../languages/speaking";
import { chosen, rememberModel, useModels } from "../models/catalogue";
import { Knowledge } from "../files/knowledge";
import { ModelPicker } from "../models/model-picker";
import { Header } from "../shell/header";
import { Button, IconButton } from "../ui/button";
import { notify } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { changeFiles, changeProject, useProjects } from "./data";
import { ProjectMenu } from "./project-list";

export function ProjectPage() {
  const { id = "" } = useParams();
  const projects = useProjects();
  const project = projects.data?.find((each) => each.id === id);
  const models = useModels();
  const [wanted, setWanted] = useState<string | null>(null);
  const model = chosen(models.data ?? [], wanted);
  const choose = (next: string) => {
    rememberModel(next);
    setWanted(next);
  };
  const title = project?.name ?? t("Project");
  useEffect(() => { document.title = `${title} · Parley`; }, [title]);
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header end={project ? <ProjectMenu project={project} trigger={<IconButton label={t("Project options")}><Ellipsis aria-hidden className="size-5" /></IconButton>} /> : null}>
        <ModelPicker models={models.data ?? []} current={model} onChoose={choose} />
      </Header>
      <main className="min-h-0 flex-1 overflow-y-auto px-4">
        <div className="mx-auto w-full max-w-(--column) pt-4 pb-12 sm:pt-10">
          {project ? <Inside key={id} project={project} model={model} models={models.data ?? []} onModel={choose} />
          : projects.isError ? <ProblemCard error={projects.error} onRetry={() => void projects.refetch()} />
          : projects.isPending ? <div role="status" aria-label={t("Loading the project")} className="skeleton h-8 w-1/2" />
          : <Missing />}
        </div>
      </main>
    </div>
  );
}

type InsideProps = { project: Project; model: Model | null; models: Model[]; onModel: (name: string) => void };

function Inside({ project, model, models, onModel }: InsideProps) {
  const navigate = useNavigate();
  const [starting, setStarting] = useState(false);
  const list = useConversations("open", { project_id: project.id });
  const pinned = useConversations("pinned", { project_id: project.id });
  const deleted = useAtomValue(deletedAtom);
  const remove = useDelete();
  const chats = [...(pinned.data?.pages ?? []), ...(list.data?.pages ?? [])].flatMap((page) => page.items).filter((item) => !deleted.has(item.id));
  const begin = (text: string, files: Attachment[]) => {
    setStarting(true);
    chat.begin(model?.name ?? null, project.id).then(
      (conversation) => {
        queries.setQueryData(threadKey(conversation.id), { messages: [], has_more: false, has_newer: false });
        showFirst(conversation);
        void send(conversation.id, { key: newKey(), text, parentId: null, model: model?.name ?? null, files });
        return navigate(`/c/${conversation.id}`);
      },
      (error: unknown) => {
        setStarting(false);
        notify(because(t("The chat was not started."), error));
      },
    );
  };
  return (
    <>
      <h1 dir="auto" className="flex items-center gap-3 pb-5 text-2xl font-semibold tracking-tight"><Folder aria-hidden className="size-6 shrink-0 text-accent" /><span className="min-w-0 [overflow-wrap:anywhere]">{project.name}</span></h1>
      <Composer draftOf={`project-${project.id}`} answering={false} blocked={model ? null : t("Sending waits for a model.")} loading={starting} model={model} models={models} onModel={onModel} onSend={begin} />
      <Instructions project={project} />
      <section aria-label={t("Files of the project")} className="mt-4 space-y-2 rounded-card border border-border px-4 py-3">
        <h2 className="font-medium">{t("Files")}</h2>
        <Knowledge files={project.files} empty={t("What every chat of this project may look into: reports, notes, code.")} onChange={(change) => changeFiles(project.id, change)} />
      </section>
      <section aria-label={t("Chats of the project")} className="pt-6">
        <h2 className="pb-1 text-xs font-medium text-text-3">{t("Chats")}</h2>
        {list.isError ? <ProblemCard error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <div role="status" aria-label={t("Loading chats")} className="skeleton h-4 w-7/12" /> : null}
        {list.data && chats.length === 0 ? <p className="text-text-2">{t("No chat yet. Write above to begin one here, or move chats here by their menu or by dragging them onto the project.")}</p> : null}
        <ul className="-mx-2">{chats.map((item) => <ConversationRow key={item.id} conversation={item} dated onOpen={() => {}} onDelete={remove} />)}</ul>
        {list.hasNextPage ? <Button look="ghost" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("Show older chats")}</Button> : null}
      </section>
    </>
  );
}

function Instructions({ project }: { project: Project }) {
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const instructions = new FormData(event.currentTarget).get("instructions") as string;
    setBusy(true);
    changeProject(project, { instructions }).then(() => setEditing(false), (error: unknown) => notify(because(t("The instructions were not saved."), error))).finally(() => setBusy(false));
  };
  return (
    <section aria-label={t("Instructions")} className="mt-4 rounded-card border border-border px-4 py-3">
      <div className="flex items-center justify-between gap-4">
        <h2 className="font-medium">{t("Instructions")}</h2>
        {editing ? null : <Button look="ghost" onClick={() => setEditing(true)}><Pencil aria-hidden className="size-4" />{project.instructions ? t("Edit") : t("Add")}</Button>}
      </div>
      {editing ? (
        <form onSubmit={submit} className="pt-2">
          <textarea autoFocus name="instructions" aria-label={t("Instructions of the project")} defaultValue={project.instructions} maxLength={20_000} dir="auto" className="field-sizing-content max-h-[40dvh] min-h-28 w-full resize-none rounded-control border border-border-strong bg-raised p-3 text-base" />
          <div className="flex justify-end gap-2 pt-2">
            <Button onClick={() => setEditing(false)}>{t("Cancel")}</Button>
            <Button type="submit" look="primary" busy={busy}>{t("Save")}</Button>
          </div>
        </form>
      ) : (
        <p dir="auto" className="line-clamp-4 whitespace-pre-wrap text-text-2 [overflow-wrap:anywhere]">{project.instructions || t("What the model should know or do in every chat of this project.")}</p>
      )}
    </section>
  );
}

function Missing() {
  return (
    <div className="pt-[20dvh] text-center">
      <h1 className="text-2xl font-semibold">{t("Not found, or not yours")}</h1>
      <p className="mt-2 mb-6 text-text-2">{t("The project may have been deleted, or belongs to another account.")}</p>
      <Link to="/" className="button-link">{t("New chat")}</Link>
    </div>
  );
}
