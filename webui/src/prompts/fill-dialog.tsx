import { useId, useState, type FormEvent } from "react";
import type { SavedPrompt } from "../api/library";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { filled, variablesOf, type Variable } from "./variables";

type Props = { prompt: Pick<SavedPrompt, "name" | "text">; onFill: (values: Record<string, string>) => void; onClose: () => void };

/** Fields for what a prompt leaves open; the text stands below as it will be. */
export function FillDialog({ prompt, onFill, onClose }: Props) {
  const variables = variablesOf(prompt.text);
  const [values, setValues] = useState(() => Object.fromEntries(variables.map(({ name, initial }) => [name, initial])));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onFill(values);
  };
  return (
    <Sheet label={t("Fill in {name}", { name: prompt.name })} className={dialogLook} onClose={onClose}>
      <form onSubmit={submit}>
        <SheetTitle>{prompt.name}</SheetTitle>
        <div className="space-y-4">
          {variables.map((variable, index) => (
            <Blank key={variable.name} variable={variable} first={index === 0} value={values[variable.name] ?? ""} onChange={(value) => setValues({ ...values, [variable.name]: value })} />
          ))}
        </div>
        <section aria-label={t("The prompt as it will be")} className="mt-4 max-h-40 overflow-y-auto rounded-card bg-surface-2 px-3 py-2 text-xs leading-5 whitespace-pre-wrap text-text-2" tabIndex={0} dir="auto">
          {filled(prompt.text, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "")))}
        </section>
        <div className="flex justify-end gap-2 pt-6">
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" look="primary">{t("Put it in")}</Button>
        </div>
      </form>
    </Sheet>
  );
}

const look = "w-full rounded-control border border-border-strong bg-raised px-3 text-base";

function Blank({ variable: { name, choices }, first, value, onChange }: { variable: Variable; first: boolean; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium first-letter:uppercase">{name}</label>
      {choices.length > 0 ? (
        <select id={id} autoFocus={first} value={value} onChange={(event) => onChange(event.target.value)} className={`min-h-11 ${look}`}>
          {choices.map((choice) => <option key={choice}>{choice}</option>)}
        </select>
      ) : (
        <textarea id={id} autoFocus={first} rows={1} dir="auto" value={value} onChange={(event) => onChange(event.target.value)} className={`field-sizing-content max-h-40 min-h-11 py-2 leading-6 ${look}`} />
      )}
    </div>
  );
}
