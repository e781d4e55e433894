import { useAtomValue } from "jotai";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { chat } from "../api/client";
import { ArtifactsOpen, openArtifactAtom } from "../artifacts/open";
import { Problem, because } from "../api/problem";
import type { Attachment, Message, Model } from "../api/types";
import { giveBack } from "../composer/attachments";
import { ModelsBeside } from "../beside/models-beside";
import { Composer, compose } from "../composer/composer";
import { QueuedMessages } from "../composer/queued-messages";
import { ConversationMenu } from "../conversations/conversation-menu";
import { change, queries, titleOf, useConversation } from "../conversations/data";
import { tellTabs } from "../conversations/tabs";
import { markRead } from "../conversations/unread";
import { t } from "../languages/speaking";
import { chosen, rememberModel, useModels } from "../models/catalogue";
import { useWanted } from "../models/wanting";
import { ModelPicker } from "../models/model-picker";
import { ModelSettings, type Asking } from "../presets/model-settings";
import { TemporaryBar, TemporaryMark } from "../retention/lines";
import { Header } from "../shell/header";
import { chosenTools } from "../tools/choice";
import { ShareButton } from "../sharing/share-button";
import { notify } from "../ui/notices";
import { BudgetLine } from "../usage/budget-line";
import { ContextMeter } from "../usage/context-meter";
import { ProblemCard } from "../ui/problem-card";
import { Footnote } from "./footnote";
import { enqueue } from "./queue";
import { discard, newKey, recover, send, usePending } from "./sending";
import { ThreadSkeleton } from "./thread-skeleton";
import { Thread, type Target } from "./thread";
import { attend, continueFrom, filesOf, reach, reachEnd, threadKey, useThread } from "./thread-data";
import { useStopping } from "./stopping";

const ArtifactPanel = lazy(() => import("../artifacts/panel").then((module) => ({ default: module.ArtifactPanel })));
const failed = (what: string) => (error: unknown) => notify(because(what, error));
const none: Model[] = [];
const nothing: Message[] = [];

export function ConversationPage({ id }: { id: string }) {
  const conversation = useConversation(id);
  const { target, reaching } = useTarget(id);
  const thread = useThread(id, reaching);
  const catalogue = useModels();
  const pending = usePending(id);
  const models = catalogue.data ?? none;
  const messages = thread.data?.messages;
  const last = messages?.at(-1);
  const answering = last?.state === "streaming";
  const model = chosen(models, conversation.data?.model ?? null);
  const title = conversation.data ? titleOf(conversation.data) : t("New chat");
  const { stop, stopThen } = useStopping(id, last);

  useEffect(() => { document.title = `${title} · Parley`; }, [title]);
  useEffect(() => {
    recover(id);
    markRead(id);
  }, [id]);
  useEffect(() => messages?.forEach(attend), [messages]);

  const hasNewer = thread.data?.has_newer ?? false;
  const sendText = useCallback(
    (text: string, parentId: string | null, files: Attachment[] = []) => void send(id, { key: newKey(), text, parentId, model: model?.name ?? null, files }),
    [id, model?.name],
  );
  const known = useCallback((name: string | null) => models.find((each) => each.name === name)?.name ?? model?.name ?? null, [models, model?.name]);
  const onRegenerate = useCallback(
    (message: Message, wanted: string | null) => {
      chat.regenerate(id, message.id, known(wanted), chosenTools()).then(({ answer }) => {
        continueFrom(id, message.parent_id, [answer]);
        tellTabs({ kind: "changed", id });
        return queries.invalidateQueries({ queryKey: ["conversation", id] });
      }).catch(failed(t("No new answer was started.")));
    },
    [id, known],
  );
  const data = conversation.data;
  const onSwitch = useCallback(
    (sibling: string) => {
      if (!data) return;
      change(data, { active_leaf_id: sibling }).then(() => queries.invalidateQueries({ queryKey: threadKey(id) }), failed(t("The version was not changed.")));
    },
    [data, id],
  );
  const onKeep = useCallback(
    (answer: Message) => {
      if (!data) return;
      change(data, { active_leaf_id: answer.id, ...(answer.model ? { model: answer.model } : {}) }).then(() => queries.invalidateQueries({ queryKey: threadKey(id) }), failed(t("The answer was not kept.")));
    },
    [data, id],
  );
  const onEdit = useCallback((message: Message, text: string) => sendText(text, message.parent_id, filesOf(message)), [sendText]);
  const onContinue = useCallback(() => sendText(t("Continue from where you stopped."), last?.id ?? null), [sendText, last?.id]);
  const onModel = (next: string) => {
    rememberModel(next);
    if (data) change(data, { model: next }).catch(failed(t("The model was not changed.")));
  };
  useWanted(onModel);
  const onAsking = ({ model: preset, parameters }: Asking) => {
    if (preset) rememberModel(preset);
    if (data) change(data, { parameters, ...(preset ? { model: preset } : {}) }).catch(failed(t("The settings were not changed.")));
  };
  /** From the past one speaks at the end of the thread. */
  const say = (text: string, files: Attachment[]) => {
    if (!hasNewer) return sendText(text, last?.id ?? null, files);
    reachEnd(id).then(
      (end) => (end?.state === "streaming" ? enqueue(id, text, files) : sendText(text, end?.id ?? null, files)),
      (error: unknown) => {
        compose(text);
        giveBack(id, files);
        failed(t("The message was not sent."))(error);
      },
    );
  };
  const retry = () => pending && void send(id, { key: pending.key, text: pending.text, parentId: pending.parentId, model: pending.model, files: pending.files ?? [] });
  const takeBack = () => {
    if (!pending) return;
    compose(pending.text);
    giveBack(id, pending.files ?? []);
    discard(id);
  };

  const error = thread.error ?? conversation.error;
  const missing = error instanceof Problem && (error.status === 404 || error.status === 403);
  const isSending = pending !== null && !pending.error;
  const beside = useAtomValue(openArtifactAtom) !== null;
  const blocked =
    catalogue.data?.length === 0 ? t("No model is available. Ask your administrator to add a provider.")
    : !messages && error ? t("This chat could not be loaded.")
    : pending?.error ? t("Retry or edit the message above first.")
    : null;

  return (
    <ArtifactsOpen value={true}>
    <div className={`flex flex-1 flex-col ${beside ? "min-w-0 xl:min-w-[36rem]" : "min-w-0"}`}>
      <Header end={data && !missing ? <>{data.temporary ? <TemporaryMark /> : <ShareButton conversation={data} />}<ConversationMenu conversation={data} /></> : null}><ModelPicker models={models} current={model} onChoose={onModel} />{missing ? null : <ModelsBeside models={models} current={model} />}{data && model && !missing ? <ModelSettings model={model} models={models} parameters={data.parameters} onChange={onAsking} /> : null}</Header>
      <main className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{missing ? t("Not found") : title}</h1>
        {messages && !missing ? (
          <Thread conversation={id} messages={messages} hasMore={thread.data?.has_more ?? false} hasNewer={hasNewer} target={target} onEnd={() => reachEnd(id).catch(failed(t("The end was not loaded.")))} pending={pending} models={models} onEdit={onEdit} onRegenerate={onRegenerate} onContinue={onContinue} onKeep={onKeep} onSwitch={onSwitch} onRetry={retry} onDiscard={takeBack} />
        ) : (
          <div className="mx-auto w-full max-w-(--column) flex-1 px-4 pt-4">
            {missing ? <Missing /> : error ? <ProblemCard error={error} onRetry={() => void Promise.all([thread.refetch(), conversation.refetch()])} /> : <ThreadSkeleton />}
          </div>
        )}
        {missing ? null : (
          <div className="mx-auto w-full max-w-(--column) px-4 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
            <QueuedMessages conversation={id} answering={answering} onSendNow={({ text, files }) => stopThen((parentId) => sendText(text, parentId, files))} />
            {data?.temporary ? <TemporaryBar conversation={data} /> : null}
            <BudgetLine />
            <Composer meter={<ContextMeter messages={messages ?? []} model={model} hasMore={thread.data?.has_more ?? false} />} draftOf={id} answering={answering} blocked={blocked} loading={!messages || isSending} model={model} models={models} onModel={onModel} onSend={say} onQueue={(text, files) => enqueue(id, text, files)} onStop={stop} onEditLast={editLast} />
            <Footnote />
          </div>
        )}
      </main>
    </div>
    {beside ? <Suspense><ArtifactPanel messages={messages ?? nothing} /></Suspense> : null}
    </ArtifactsOpen>
  );
}

/** A message that the address names: reached once, then no longer in the address. */
function useTarget(id: string): { target: Target | null; reaching: boolean } {
  const [parameters, setParameters] = useSearchParams();
  const wanted = parameters.get("m");
  const [target, setTarget] = useState<Target | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    let current = true;
    const done = () => setParameters({}, { replace: true });
    reach(id, wanted).then(
      () => {
        if (!current) return;
        setTarget((before) => ({ id: wanted, visit: (before?.visit ?? 0) + 1 }));
        done();
      },
      () => {
        if (!current) return;
        notify(t("This message is not there any more."));
        done();
      },
    );
    return () => { current = false; };
  }, [id, wanted, setParameters]);
  return { target, reaching: wanted !== null };
}

function editLast(): void {
  [...document.querySelectorAll<HTMLElement>("[data-edit]")].at(-1)?.click();
}

function Missing() {
  return (
    <div className="pt-[20dvh] text-center">
      <p className="text-2xl font-semibold">{t("Not found, or not yours")}</p>
      <p className="mt-2 mb-6 text-text-2">{t("The chat may have been deleted, or belongs to another account.")}</p>
      <Link to="/" className="button-link">{t("New chat")}</Link>
    </div>
  );
}
