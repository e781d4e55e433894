import { useId } from "react";

type Props<Value extends string> = { label: string; hint?: string; value: Value; choices: [Value, string][]; onChange: (value: Value) => void };

/** One of several, by the browser's own list. */
export function Choice<Value extends string>({ label, hint, value, choices, onChange }: Props<Value>) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as Value)} aria-describedby={hint ? `${id}-hint` : undefined} className="min-h-11 w-full rounded-control border border-border-strong bg-raised px-3 text-base">
        {choices.map(([choice, words]) => <option key={choice} value={choice}>{words}</option>)}
      </select>
      {hint ? <p id={`${id}-hint`} className="mt-1.5 text-xs text-text-3">{hint}</p> : null}
    </div>
  );
}

type ManyProps<Value extends string> = { legend: string; values: Value[]; chosen: ReadonlySet<Value>; nameOf: (value: Value) => string; onChange: (chosen: ReadonlySet<Value>) => void };

/** Any of several. */
export function Choices<Value extends string>({ legend, values, chosen, nameOf, onChange }: ManyProps<Value>) {
  const toggle = (value: Value) => {
    const next = new Set(chosen);
    if (!next.delete(value)) next.add(value);
    onChange(next);
  };
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {values.map((value) => (
          <label key={value} className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
            <input type="checkbox" checked={chosen.has(value)} onChange={() => toggle(value)} className="size-4 accent-accent" />
            <span className="min-w-0 truncate">{nameOf(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
