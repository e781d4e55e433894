import type { ReactNode } from "react";
import { Logo } from "../ui/logo";

/** What every page around signing in looks like. */
export function SignInCard({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className="grid h-dvh place-items-center overflow-y-auto bg-surface-1 p-4">
      <div className="w-full max-w-100 rounded-dialog border border-border bg-raised p-6 sm:p-8">
        <Logo className="mb-5 size-10" />
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1.5 mb-6 text-text-2">{text}</p>
        {children}
      </div>
    </main>
  );
}
