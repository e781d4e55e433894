import { useId, type ReactNode } from "react";

const look = "w-full rounded-control border border-border-strong bg-raised px-3 text-base";

export function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="space-y-4 border-t border-border pt-4">
      <h2 className="text-xs font-medium text-text-3">{name}</h2>
      {children}
    </section>
  );
}

type AreaProps = { label: string; hint?: string; rows: number; maxLength?: number; value: string; onChange: (value: string) => void };

export function Area({ label, hint, onChange, ...rest }: AreaProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
      <textarea {...rest} id={id} dir="auto" aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.target.value)} className={`field-sizing-content max-h-[50dvh] min-h-20 py-2 leading-6 ${look}`} />
      {hint ? <p id={`${id}-hint`} className="mt-1 text-xs text-text-3">{hint}</p> : null}
    </div>
  );
}

type ChoiceProps<Value extends string> = { label: string; value: Value; choices: readonly (readonly [Value, string])[]; onChange: (value: Value) => void };

/** The browser's own list: short, and the same on every device. */
export function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as Value)} className={`min-h-11 ${look}`}>
        {choices.map(([name, words]) => <option key={name} value={name}>{words}</option>)}
      </select>
    </div>
  );
}
