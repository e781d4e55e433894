import { Code, Lightbulb, ListChecks, PenLine } from "lucide-react";
import { compose } from "../composer/composer";
import { Button } from "../ui/button";
import { useCopy } from "../ui/copy";

const suggestions = [
  [PenLine, "Write", "Write a short, friendly message that moves a meeting to Thursday."],
  [Code, "Code", "Write a Python function that finds duplicate files in a folder."],
  [Lightbulb, "Explain", "Explain how a hash table works, with a small example."],
  [ListChecks, "Plan", "Make a checklist for releasing a small web service."],
] as const;

const isSuggestion = (there: string) => suggestions.some(([, , text]) => text === there);

export function Suggestions() {
  return (
    <ul aria-label="Suggestions" className="grid gap-2 pt-4 sm:grid-cols-2">
      {suggestions.map(([Icon, name, text]) => (
        <li key={name}>
          <button type="button" onClick={() => compose(text, isSuggestion)} className="flex h-full w-full items-start gap-3 rounded-card border border-border px-3 py-3 text-start transition-colors duration-100 hover:bg-surface-2">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            <span><span className="block font-medium">{name}</span><span className="block text-text-2">{text}</span></span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const request = `Please add a model to Parley at ${location.origin}/admin/ so that I can chat.`;

export function NoModel() {
  const { copied, copy } = useCopy();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card bg-warn-soft px-4 py-3">
      <div className="min-w-56 flex-1">
        <h2 className="font-semibold">No model is available yet</h2>
        <p className="pt-1">Ask your administrator to add a provider. You can write your message meanwhile; it is kept.</p>
      </div>
      <Button onClick={() => copy(request)}>{copied ? "Copied" : "Copy a request"}</Button>
    </div>
  );
}
