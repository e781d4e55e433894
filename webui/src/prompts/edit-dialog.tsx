import { useState, type FormEvent } from "react";
import { Area } from "../agents/fields";
import { library, type Library, type PromptInput, type SavedPrompt } from "../api/library";
import { listed } from "../languages/formats";
import { t } from "../languages/speaking";
import { Field } from "../session/fields";
import { Button } from "../ui/button";
import { Choices } from "../ui/choice";
import { ProblemCard } from "../ui/problem-card";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { refreshPrompts } from "./data";
import { commandOf, variablesOf } from "./variables";

type Props = { prompt: SavedPrompt | null; teams: Library["teams"]; onClose: () => void };

/** A new prompt, or one's own to be changed. */
export function EditDialog({ prompt, teams, onClose }: Props) {
  const [draft, setDraft] = useState<PromptInput>({ name: prompt?.name ?? "", command: prompt?.command ?? "", text: prompt?.text ?? "", team_ids: prompt?.team_ids ?? [] });
  const [named, setNamed] = useState(prompt !== null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const change = (to: Partial<PromptInput>) => setDraft((before) => ({ ...before, ...to }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    (prompt ? library.editPrompt(prompt.id, prompt.version, draft) : library.createPrompt(draft)).then(
      () => { void refreshPrompts(); onClose(); },
      (error: unknown) => { setProblem(error); setBusy(false); },
    );
  };
  const asked = variablesOf(draft.text);
  return (
    <Sheet label={prompt ? t("Edit the prompt") : t("New prompt")} className={dialogLook} onClose={onClose} dismissible={!busy && draft.text === (prompt?.text ?? "")}>
      <form onSubmit={submit}>
        <SheetTitle>{prompt ? t("Edit the prompt") : t("New prompt")}</SheetTitle>
        <div className="space-y-4">
          {problem ? <ProblemCard error={problem} /> : null}
          <Field autoFocus label={t("Name")} required maxLength={80} value={draft.name} onChange={({ target: { value } }) => change({ name: value, ...(named ? {} : { command: commandOf(value) }) })} />
          <Field label={t("Command")} required maxLength={41} hint={t("Typed in a chat: /{command}", { command: draft.command || t("command") })} autoCapitalize="none" autoComplete="off" spellCheck={false} value={draft.command} onChange={({ target: { value } }) => { setNamed(true); change({ command: value.replace(/^\//, "").replace(/\s/g, "-") }); }} />
          <Area label={t("Text")} rows={5} maxLength={20_000} hint={t("{{topic}} is asked for, {{tone=friendly}} has a default, {{language:English|German}} is a choice. {{date}}, {{time}}, {{weekday}} and {{user}} are filled in by themselves.")} value={draft.text} onChange={(text) => change({ text })} />
          {asked.length > 0 ? <p className="text-text-2">{t("Asks for {names}.", { names: listed(asked.map(({ name }) => name)) })}</p> : null}
          {teams.length > 0 ? (
            <Choices legend={t("Teams that may use it")} values={teams.map((team) => team.id)} chosen={new Set(draft.team_ids)} nameOf={(team) => teams.find((each) => each.id === team)?.name ?? team} onChange={(chosen) => change({ team_ids: [...chosen] })} />
          ) : null}
        </div>
        <div className="flex justify-end gap-2 pt-6">
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" look="primary" busy={busy} disabled={!draft.name.trim() || !draft.command || !draft.text.trim()}>{prompt ? t("Save") : t("Create")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
