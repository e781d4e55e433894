import { useState, type FormEvent } from "react";
import { sentenceOf } from "../api/problem";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";

type Props = { title: string; label: string; verb: string; value?: string; most: number; hint?: string; onSave: (value: string) => Promise<unknown>; onClose: () => void };

/** Asks for one name. */
export function NameDialog({ title, label, verb, value = "", most, hint, onSave, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = (new FormData(event.currentTarget).get("name") as string).trim();
    if (!name) return setProblem(t("Write a name."));
    setBusy(true);
    onSave(name).then(onClose, (error: unknown) => {
      setBusy(false);
      setProblem(sentenceOf(error));
    });
  };
  return (
    <Sheet label={title} className={dialogLook} onClose={onClose}>
      <form onSubmit={submit}>
        <SheetTitle>{title}</SheetTitle>
        <input
          autoFocus
          name="name"
          aria-label={label}
          aria-invalid={problem !== ""}
          defaultValue={value}
          maxLength={most}
          dir="auto"
          onFocus={(event) => event.currentTarget.select()}
          className="min-h-11 w-full rounded-control border border-border-strong bg-raised px-3 text-base"
        />
        {hint ? <p className="pt-2 text-text-2">{hint}</p> : null}
        <p role="alert" className="min-h-5 pt-2 text-danger">{problem}</p>
        <div className="flex justify-end gap-2 pt-3">
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" look="primary" busy={busy}>{verb}</Button>
        </div>
      </form>
    </Sheet>
  );
}
