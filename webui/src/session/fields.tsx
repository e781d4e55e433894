import type { ComponentProps } from "react";

export function Field({ label, hint, ...rest }: ComponentProps<"input"> & { label: string; hint?: string }) {
  return (
    <label className="block">
      <span className="mb-1 block font-medium">{label}</span>
      <input {...rest} className="min-h-11 w-full rounded-control border border-border-strong bg-raised px-3 text-base" />
      {hint ? <span className="mt-1 block text-xs text-text-3">{hint}</span> : null}
    </label>
  );
}
