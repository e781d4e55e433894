import { Code, Lightbulb, ListChecks, PenLine } from "lucide-react";

const suggestions = [
  [PenLine, "Write", "Write a short, friendly message that moves a meeting to Thursday."],
  [Code, "Code", "Write a Python function that finds duplicate files in a folder."],
  [Lightbulb, "Explain", "Explain how a hash table works, with a small example."],
  [ListChecks, "Plan", "Make a checklist for releasing a small web service."],
] as const;

export function Suggestions({ onPick }: { onPick: (text: string) => void }) {
  return (
    <ul aria-label="Suggestions" className="grid gap-2 pt-4 sm:grid-cols-2">
      {suggestions.map(([Icon, name, text]) => (
        <li key={name}>
          <button type="button" onClick={() => onPick(text)} className="flex h-full w-full items-start gap-3 rounded-card border border-border px-3 py-2.5 text-start hover:bg-surface-2">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            <span><span className="block font-medium">{name}</span><span className="block text-text-2">{text}</span></span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function NoModel() {
  return (
    <div className="mb-4 rounded-card border border-border bg-warn-soft px-4 py-3">
      <h2 className="font-semibold">No model is available yet</h2>
      <p className="pt-1">Ask your administrator to add a provider in the admin pages. You can write your message meanwhile; it is kept.</p>
    </div>
  );
}
