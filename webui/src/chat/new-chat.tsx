import { Code, Lightbulb, ListChecks, PenLine } from "lucide-react";
import { compose } from "../composer/composer";
import { msg, t } from "../languages/speaking";
import { Button } from "../ui/button";
import { useCopy } from "../ui/copy";

const suggestions = [
  [PenLine, msg("Write::suggestion"), msg("Write a short, friendly message that moves a meeting to Thursday.")],
  [Code, msg("Code::suggestion"), msg("Write a Python function that finds duplicate files in a folder.")],
  [Lightbulb, msg("Explain::suggestion"), msg("Explain how a hash table works, with a small example.")],
  [ListChecks, msg("Plan::suggestion"), msg("Make a checklist for releasing a small web service.")],
] as const;

const isSuggestion = (there: string) => suggestions.some(([, , text]) => t(text) === there);

export function Suggestions() {
  return (
    <ul aria-label={t("Suggestions")} className="grid gap-2 pt-4 sm:grid-cols-2">
      {suggestions.map(([Icon, name, text]) => (
        <li key={name}>
          <button type="button" onClick={() => compose(t(text), isSuggestion)} className="flex h-full w-full items-start gap-3 rounded-card border border-border px-3 py-3 text-start transition-colors duration-100 hover:bg-surface-2">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            <span><span className="block font-medium">{t(name)}</span><span className="block text-text-2">{t(text)}</span></span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What an agent's makers propose to begin with. */
export function Starters({ starters }: { starters: readonly string[] }) {
  return (
    <ul aria-label={t("Suggestions")} className="grid gap-2 pt-4 sm:grid-cols-2">
      {starters.map((text) => (
        <li key={text}>
          <button type="button" dir="auto" onClick={() => compose(text, (there) => starters.includes(there))} className="h-full w-full rounded-card border border-border px-3 py-3 text-start [overflow-wrap:anywhere] transition-colors duration-100 hover:bg-surface-2">{text}</button>
        </li>
      ))}
    </ul>
  );
}

const request = () => t("Please add a model to Parley at {address} so that I can chat.", { address: `${location.origin}/admin/` });

export function NoModel() {
  const { copied, copy } = useCopy();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card bg-warn-soft px-4 py-3">
      <div className="min-w-56 flex-1">
        <h2 className="font-semibold">{t("No model is available yet")}</h2>
        <p className="pt-1">{t("Ask your administrator to add a provider. You can write your message meanwhile; it is kept.")}</p>
      </div>
      <Button onClick={() => copy(request())}>{copied ? t("Copied") : t("Copy a request")}</Button>
    </div>
  );
}
