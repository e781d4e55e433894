/** One Tab stop for a row of buttons; arrows, Home and End move inside it. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

export function Toolbar({ label, className = "", children }: { label: string; className?: string; children: ReactNode }) {
  const row = useRef<HTMLDivElement>(null);
  const buttons = () => [...(row.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
  const stopAt = (wanted: HTMLElement | undefined) => {
    for (const button of buttons()) button.tabIndex = button === wanted ? 0 : -1;
  };

  useEffect(() => {
    const all = buttons();
    stopAt(all.find((button) => button === document.activeElement) ?? all.find((button) => button.tabIndex === 0) ?? all[0]);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const to = { [forward]: at + 1, [back]: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at === -1 || to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  };

  return (
    <div ref={row} role="toolbar" aria-label={label} onKeyDown={onKeyDown} onFocus={(event) => stopAt(event.target)} className={`flex items-center ${className}`}>
      {children}
    </div>
  );
}
