import { useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useAgents } from "../agents/data";
import { chat } from "../api/client";
import type { Attachment, Parameters } from "../api/types";
import { giveBack } from "../composer/attachments";
import { ModelsBeside } from "../beside/models-beside";
import { Composer, compose, submitComposer } from "../composer/composer";
import { queries, showFirst } from "../conversations/data";
import { t } from "../languages/speaking";
import { chosen, rememberModel, useModels } from "../models/catalogue";
import { useWanted } from "../models/wanting";
import { ModelPicker } from "../models/model-picker";
import { useStanding } from "../session/standing";
import { Header } from "../shell/header";
import { ModelSettings, type Asking } from "../presets/model-settings";
import { RetentionLine, TemporaryLine } from "../retention/lines";
import { TemporaryToggle } from "../retention/temporary-toggle";
import { newChat } from "../stored/drafts";
import { ProblemCard } from "../ui/problem-card";
import { BudgetLine } from "../usage/budget-line";
import { Footnote } from "./footnote";
import { NoModel, Starters, Suggestions } from "./new-chat";
import { newKey, send } from "./sending";
import { threadKey } from "./thread-data";

export function NewChatPage() {
  const navigate = useNavigate();
  const standing = useStanding();
  const models = useModels();
  const [wanted, setWanted] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [address, setAddress] = useSearchParams();
  const temporary = address.has("temporary");
  const [parameters, setParameters] = useState<Parameters>({});
  const [starting, setStarting] = useState(false);
  const model = chosen(models.data ?? [], wanted);
  const agents = useAgents();
  const starters = agents.data?.find((each) => each.model_name === model?.name)?.starters ?? [];
  const name = "user" in standing ? standing.user.name.split(" ")[0] : "";
  useEffect(() => { document.title = `${temporary ? t("Temporary chat") : t("New chat")} · Parley`; }, [temporary]);

  const begin = (text: string, files: Attachment[]) => {
    setStarting(true);
    setProblem(null);
    chat.begin(model?.name ?? null, null, temporary, parameters).then(
      (conversation) => {
        queries.setQueryData(threadKey(conversation.id), { messages: [], has_more: false, has_newer: false });
        showFirst(conversation);
        void send(conversation.id, { key: newKey(), text, parentId: null, model: model?.name ?? null, files });
        void navigate(`/c/${conversation.id}`);
      },
      (error: unknown) => {
        compose(text);
        giveBack(newChat, files);
        setStarting(false);
        setProblem(error);
      },
    );
  };
  const choose = (next: string) => {
    rememberModel(next);
    setWanted(next);
  };
  useWanted(choose);
  const ask = ({ model: preset, parameters: said }: Asking) => {
    if (preset) choose(preset);
    setParameters(said);
  };
  const none = models.data?.length === 0;
  const blocked = models.isError ? t("The models could not be loaded.") : none ? t("Sending waits for a model.") : null;

  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header end={<TemporaryToggle on={temporary} onChange={(on) => setAddress(on ? { temporary: "" } : {}, { replace: true })} />}><ModelPicker models={models.data ?? []} current={model} onChoose={choose} /><ModelsBeside models={models.data ?? []} current={model} />{model ? <ModelSettings model={model} models={models.data ?? []} parameters={parameters} onChange={ask} /> : null}</Header>
      <main className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4">
        <div className="mx-auto my-auto w-full max-w-[44rem] pt-2 pb-6 sm:pb-[14dvh]">
          <h1 className="pb-6 text-center text-2xl font-semibold tracking-tight text-balance sm:pb-8 sm:text-[1.875rem] sm:leading-9">{name ? t("What can I do for you, {name}?", { name }) : t("What can I do for you?")}</h1>
          {none ? <NoModel /> : null}
          {models.isError ? <div className="pb-4"><ProblemCard error={models.error} onRetry={() => void models.refetch()} /></div> : null}
          {problem ? <div className="pb-4"><ProblemCard error={problem} onRetry={submitComposer} /></div> : null}
          <BudgetLine />
          <Composer roomy draftOf={newChat} answering={false} blocked={blocked} loading={models.isPending || starting} model={model} models={models.data ?? []} onModel={choose} onSend={begin} />
          {temporary ? <TemporaryLine /> : none ? null : starters.length > 0 ? <Starters starters={starters} /> : <Suggestions />}
        </div>
        <div className="pb-2"><Footnote />{temporary ? null : <RetentionLine />}</div>
      </main>
    </div>
  );
}
