import { useId } from "react";

type Props<Value extends string> = { label: string; hint?: string; value: Value; choices: [Value, string][]; onChange: (value: Value) => void };

/** A handful of choices side by side: real radio buttons, so that arrows and screen readers know them. */
export function Segmented<Value extends string>({ label, hint, value, choices, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="flex items-center justify-between gap-x-6 gap-y-2 max-sm:flex-col max-sm:items-stretch">
      <legend className="float-start contents">
        <span className="min-w-0">
          <span className="block font-medium">{label}</span>
          {hint ? <span className="block text-xs text-text-3">{hint}</span> : null}
        </span>
      </legend>
      <span className="inline-flex shrink-0 rounded-control border border-border-strong p-0.5">
        {choices.map(([choice, words]) => (
          <label key={choice} className="segment">
            <input type="radio" name={name} value={choice} checked={choice === value} onChange={() => onChange(choice)} className="sr-only" />
            {words}
          </label>
        ))}
      </span>
    </fieldset>
  );
}
