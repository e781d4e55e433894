import { Eye, EyeOff } from "lucide-react";
import { useId, useState, type ComponentProps } from "react";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";

type FieldProps = ComponentProps<"input"> & { label: string; hint?: string };
const look = "min-h-11 w-full rounded-control border border-border-strong bg-raised px-3 text-base read-only:bg-surface-2";

export function Field({ label, hint, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
      <input {...rest} id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={look} />
      {hint ? <p id={`${id}-hint`} className="mt-1.5 text-xs text-text-3">{hint}</p> : null}
    </div>
  );
}

export function PasswordField({ label, hint, ...rest }: FieldProps) {
  const [shown, setShown] = useState(false);
  const id = useId();
  const Icon = shown ? EyeOff : Eye;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
      <div className="relative">
        <input {...rest} id={id} type={shown ? "text" : "password"} aria-describedby={hint ? `${id}-hint` : undefined} className={`${look} pe-12`} />
        <IconButton label={shown ? t("Hide the password") : t("Show the password")} aria-pressed={shown} onClick={() => setShown(!shown)} className="absolute inset-y-1 end-1 h-9 w-9">
          <Icon aria-hidden className="size-4" />
        </IconButton>
      </div>
      {hint ? <p id={`${id}-hint`} className="mt-1.5 text-xs text-text-3">{hint}</p> : null}
    </div>
  );
}
