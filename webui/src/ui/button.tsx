import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover disabled:bg-surface-2 disabled:text-text-3",
  outline: "border border-border-strong bg-raised hover:bg-surface-2",
  ghost: "text-text-2 hover:bg-surface-2 hover:text-text",
} as const;

type ButtonProps = ComponentProps<"button"> & { look?: keyof typeof looks; busy?: boolean };

export function Button({ look = "outline", busy = false, className = "", children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} disabled={rest.disabled ?? busy} className={`hit inline-flex items-center justify-center gap-2 rounded-control px-3 py-1.5 font-medium transition-colors duration-100 ${looks[look]} ${className}`}>
      {busy ? <LoaderCircle aria-hidden className="turning size-4" /> : null}
      {children}
    </button>
  );
}

type IconButtonProps = ComponentProps<"button"> & { label: string; keys?: string };

export function IconButton({ label, keys, className = "", ...rest }: IconButtonProps) {
  return (
    <button type="button" aria-label={label} title={keys ? `${label} (${keys})` : label} {...rest} className={`hit inline-flex shrink-0 items-center justify-center rounded-control text-text-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text disabled:opacity-50 ${className}`} />
  );
}
