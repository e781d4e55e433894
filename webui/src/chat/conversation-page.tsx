import { useCallback, useEffect } from "react";
import { Link } from "react-router";
import { chat } from "../api/client";
import { Problem, sentenceOf } from "../api/problem";
import type { Message, Model } from "../api/types";
import { Composer } from "../composer/composer";
import { change, queries, useConversation } from "../conversations/data";
import { chosen, rememberModel, useModels } from "../models/catalogue";
import { ModelPicker } from "../models/model-picker";
import { Header } from "../shell/shell";
import { writeDraft } from "../stored/drafts";
import { notify } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { discard, newKey, recover, send, usePending } from "./sending";
import { Thread } from "./thread";
import { attend, continueFrom, threadKey, useThread } from "./thread-data";

const failed = (what: string) => (error: unknown) => notify(`${what} ${sentenceOf(error)}`);

export function ConversationPage({ id }: { id: string }) {
  const conversation = useConversation(id);
  const thread = useThread(id);
  const models = useModels();
  const pending = usePending(id);
  const messages = thread.data?.messages;
  const last = messages?.at(-1);
  const answering = last?.state === "streaming";
  const model = chosen(models.data ?? [], conversation.data?.model ?? null);
  const title = conversation.data?.title || "New chat";

  useEffect(() => { document.title = `${title} · Parley`; }, [title]);
  useEffect(() => recover(id), [id]);
  useEffect(() => messages?.forEach(attend), [messages]);

  const sendText = useCallback(
    (text: string, parentId: string | null) => void send(id, { key: newKey(), text, parentId, model: model?.name ?? null }),
    [id, model?.name],
  );
  const stop = useCallback(() => {
    if (last?.generation_id) chat.stop(last.generation_id).catch(failed("The answer was not stopped."));
  }, [last?.generation_id]);
  useEffect(() => {
    if (!answering) return;
    const onKey = (event: KeyboardEvent) => { if (event.key === "Escape" && !event.shiftKey && !event.defaultPrevented && !document.querySelector("dialog[open]")) stop(); };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [answering, stop]);

  const onRegenerate = useCallback(
    (message: Message) => {
      chat.regenerate(id, message.id, model?.name ?? null).then(({ answer }) => continueFrom(id, message.parent_id, [answer]), failed("No new answer was started."));
    },
    [id, model?.name],
  );
  const data = conversation.data;
  const onSwitch = useCallback(
    (sibling: string) => {
      if (!data) return;
      change(data, { active_leaf_id: sibling }).then(() => queries.invalidateQueries({ queryKey: threadKey(id) }), failed("The version was not changed."));
    },
    [data, id],
  );
  const onEdit = useCallback((message: Message, text: string) => sendText(text, message.parent_id), [sendText]);
  const onContinue = useCallback(() => sendText("Continue from where you stopped.", last?.id ?? null), [sendText, last?.id]);
  const onModel = (next: Model) => {
    rememberModel(next.name);
    if (data) change(data, { model: next.name }).catch(failed("The model was not changed."));
  };

  const retry = () => pending && void send(id, { key: pending.key, text: pending.text, parentId: pending.parentId, model: pending.model });
  const takeBack = () => {
    if (!pending) return;
    const area = document.querySelector<HTMLTextAreaElement>("#composer");
    if (area) {
      area.value = area.value ? `${pending.text}\n\n${area.value}` : pending.text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    } else writeDraft(id, pending.text);
    discard(id);
  };

  const error = thread.error ?? conversation.error;
  const missing = error instanceof Problem && (error.status === 404 || error.status === 403);
  const blocked = models.data?.length === 0 ? "No model is available. Ask your administrator to add a provider." : !messages ? (error ? "This chat could not be loaded." : "Loading…") : null;

  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header><ModelPicker models={models.data ?? []} current={model} onChoose={onModel} /></Header>
      <main className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{missing ? "Not found" : title}</h1>
        {messages ? (
          <Thread conversation={id} messages={messages} hasMore={thread.data?.has_more ?? false} pending={pending} models={models.data ?? []} onEdit={onEdit} onRegenerate={onRegenerate} onContinue={onContinue} onSwitch={onSwitch} onRetry={retry} onDiscard={takeBack} />
        ) : (
          <div className="mx-auto w-full max-w-[46rem] flex-1 px-4 pt-8">
            {missing ? <Missing /> : error ? <ProblemCard error={error} onRetry={() => void Promise.all([thread.refetch(), conversation.refetch()])} /> : <Skeletons />}
          </div>
        )}
        {missing ? null : (
          <div className="mx-auto w-full max-w-[46rem] px-4 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            <Composer draftOf={id} answering={answering} blocked={blocked} onSend={(text) => sendText(text, last?.id ?? null)} onStop={stop} onEditLast={() => [...document.querySelectorAll<HTMLElement>("[data-edit]")].at(-1)?.click()} />
            <p className="pt-2 text-center text-xs text-text-3">Models make mistakes. Check what matters.</p>
          </div>
        )}
      </main>
    </div>
  );
}

function Missing() {
  return (
    <div className="pt-16 text-center">
      <p className="text-xl font-semibold">Not found, or not yours</p>
      <p className="mt-2 mb-6 text-text-2">The chat may have been deleted, or belongs to another account.</p>
      <Link to="/" className="inline-flex min-h-9 items-center rounded-control bg-accent px-4 font-medium text-on-accent">New chat</Link>
    </div>
  );
}

function Skeletons() {
  return (
    <div role="status" aria-label="Loading the conversation" className="space-y-8">
      <div className="skeleton ms-auto h-11 w-2/5 rounded-bubble" />
      <div className="space-y-3"><div className="skeleton h-4 w-11/12" /><div className="skeleton h-4 w-full" /><div className="skeleton h-4 w-3/5" /></div>
      <div className="skeleton ms-auto h-11 w-1/2 rounded-bubble" />
    </div>
  );
}
