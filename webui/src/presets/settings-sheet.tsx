import { Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import { library, type Parameters, type Preset } from "../api/library";
import { because } from "../api/problem";
import type { Model } from "../api/types";
import { msg, t } from "../languages/speaking";
import { Field } from "../session/fields";
import { chosenTools, chooseTools } from "../tools/choice";
import { Button, IconButton } from "../ui/button";
import { Choice } from "../ui/choice";
import { notify, say } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { refreshPresets, usePresets } from "./data";
import type { Asking } from "./model-settings";
import { inWords, saidIn } from "./words";

type Props = { model: Model | null; models: Model[]; parameters: Parameters; onChange: (asking: Asking) => void; onClose: () => void };

const efforts = [["", msg("As the model has it")], ["minimal", msg("Minimal")], ["low", msg("Low")], ["medium", msg("Medium")], ["high", msg("High")]] as const;

export function SettingsSheet({ model, models, parameters, onChange, onClose }: Props) {
  const [draft, setDraft] = useState(parameters);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    onChange({ model: null, parameters: draft });
    onClose();
  };
  const apply = (preset: Preset) => {
    chooseTools(preset.tools);
    onChange({ model: preset.model, parameters: preset.parameters });
    notify(t("“{name}” is on", { name: preset.name }));
    onClose();
  };
  return (
    <Sheet label={t("Model settings")} className={dialogLook} onClose={onClose}>
      <SheetTitle onClose={onClose}>{t("Model settings")}</SheetTitle>
      <Presets models={models} onApply={apply} />
      <form onSubmit={keep} className="space-y-4 border-t border-border pt-4">
        <p className="text-text-2">{t("What is left empty is the model's own choice. It holds for this chat.")}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <Amount label={t("Temperature")} step="0.1" min={0} max={2} value={draft.temperature} onChange={(temperature) => setDraft({ ...draft, temperature })} />
          <Amount label={t("Top-p")} step="0.05" min={0.05} max={1} value={draft.top_p} onChange={(top_p) => setDraft({ ...draft, top_p })} />
          <Amount label={t("Longest answer, in tokens")} step="1" min={1} value={draft.max_output_tokens} onChange={(max_output_tokens) => setDraft({ ...draft, max_output_tokens })} />
          <Choice label={t("Effort of thinking")} value={draft.effort ?? ""} choices={efforts.map(([value, words]) => [value, t(words)])} onChange={(effort) => setDraft({ ...draft, effort: effort === "" ? null : (effort) })} />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button disabled={saidIn(draft) === 0} onClick={() => setDraft({})}>{t("Clear")}</Button>
          <Button type="submit" look="primary">{t("Apply")}</Button>
        </div>
      </form>
      {model ? <SaveAs model={model} parameters={draft} /> : null}
    </Sheet>
  );
}

function Presets({ models, onApply }: { models: Model[]; onApply: (preset: Preset) => void }) {
  const presets = usePresets();
  if (presets.isError) return <div className="pb-4"><ProblemCard error={presets.error} onRetry={() => void presets.refetch()} /></div>;
  if (!presets.data) return <div role="status" aria-label={t("Loading presets")} className="skeleton mb-4 h-11 w-full" />;
  if (presets.data.length === 0) return <p className="pb-4 text-text-2">{t("No presets yet. Set this up once, then save it below under a name.")}</p>;
  return (
    <section aria-label={t("Presets")} className="pb-4">
      <h3 className="pb-1 text-xs font-medium text-text-3">{t("Presets")}</h3>
      <ul>
        {presets.data.map((preset) => {
          const there = models.find((each) => each.name === preset.model);
          return (
            <li key={preset.id} className="flex items-center gap-1">
              <button type="button" disabled={!there} onClick={() => onApply(preset)} className="min-h-11 min-w-0 flex-1 rounded-control px-2 py-1 text-start hover:bg-surface-2 disabled:opacity-60">
                <span className="block truncate font-medium">{preset.name}</span>
                <span className="block truncate text-xs text-text-2">{[there ? there.label : t("{model} is not on offer", { model: preset.model }), inWords(preset.parameters), toolsIn(preset)].filter(Boolean).join(" · ")}</span>
              </button>
              <IconButton label={t("Delete the preset {name}", { name: preset.name })} onClick={() => remove(preset)}><Trash2 aria-hidden className="size-4" /></IconButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const toolsIn = ({ tools }: Preset) => (tools.length === 0 ? "" : t("{count} tools", { count: tools.length }));

function remove(preset: Preset): void {
  const { name, model, parameters, tools } = preset;
  const back = () => void library.savePreset({ name, model, parameters, tools }).then(refreshPresets, () => notify(t("The preset did not come back.")));
  library.deletePreset(preset.id).then(
    () => {
      void refreshPresets();
      notify(t("“{name}” deleted", { name }), { name: t("Undo"), run: back }, 8000);
    },
    (error: unknown) => notify(because(t("The preset was not deleted."), error)),
  );
}

function SaveAs({ model, parameters }: { model: Model; parameters: Parameters }) {
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    library.savePreset({ name, model: model.name, parameters, tools: chosenTools() }).then(
      (preset) => {
        void refreshPresets();
        setName("");
        say(t("“{name}” saved", { name: preset.name }));
      },
      setProblem,
    ).finally(() => setBusy(false));
  };
  return (
    <form onSubmit={save} className="mt-6 border-t border-border pt-4">
      {problem ? <div className="pb-3"><ProblemCard error={problem} /></div> : null}
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1"><Field label={t("Save as a preset")} placeholder={t("Careful, Creative…")} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} /></div>
        <Button type="submit" busy={busy} disabled={!name.trim()} className="min-h-11">{t("Save")}</Button>
      </div>
      <p className="pt-1.5 text-xs text-text-3">{t("{label}, these settings and the tools that are on. A name that is there already is replaced.", { label: model.label })}</p>
    </form>
  );
}

function Amount({ label, value, onChange, ...rest }: { label: string; step: string; min: number; max?: number; value: number | null | undefined; onChange: (value: number | null) => void }) {
  return <Field {...rest} type="number" label={label} placeholder={t("Model's own")} value={value ?? ""} onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))} />;
}
