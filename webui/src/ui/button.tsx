import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { keyNames } from "../languages/key-names";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover disabled:bg-surface-2 disabled:text-text-3",
  outline: "border border-border-strong bg-raised text-text hover:bg-surface-2 disabled:text-text-3",
  ghost: "text-text-2 hover:bg-surface-2 hover:text-text",
  danger: "bg-danger text-on-accent hover:opacity-90 disabled:opacity-50",
  accent: "text-accent hover:bg-surface-2",
} as const;

type ButtonProps = ComponentProps<"button"> & { look?: keyof typeof looks; busy?: boolean };

/** While busy the words stay where they are, and the spinner lies over them: the width does not change. */
export function Button({ look = "outline", busy = false, className = "", children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      {...rest}
      disabled={rest.disabled ?? busy}
      className={`hit relative inline-flex items-center justify-center gap-2 rounded-control px-3 py-1.5 font-medium transition-colors duration-100 ${looks[look]} ${className}`}
    >
      {busy ? <span className="absolute inset-0 grid place-items-center"><LoaderCircle aria-hidden className="turning size-4" /></span> : null}
      <span className={`inline-flex items-center gap-2 ${busy ? "opacity-0" : ""}`}>{children}</span>
    </button>
  );
}

type IconButtonProps = ComponentProps<"button"> & { label: string; keys?: string };

export function IconButton({ label, keys, className = "", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={keys ? `${label} (${keyNames(keys)})` : label}
      {...rest}
      className={`hit inline-flex shrink-0 items-center justify-center rounded-control text-text-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text disabled:opacity-50 disabled:hover:bg-transparent data-[state=open]:bg-surface-2 ${className}`}
    />
  );
}
