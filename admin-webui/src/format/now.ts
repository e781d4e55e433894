import { useSyncExternalStore } from "react";

const everyMs = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = Date.now();

function tick(): void {
  now = Date.now();
  for (const tell of listeners) tell();
}

function listen(tell: () => void): () => void {
  now = Date.now();
  listeners.add(tell);
  timer ??= setInterval(tick, everyMs);
  return () => {
    listeners.delete(tell);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** The time, to a quarter of a minute: one timer for all the relative times of a page. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => now);
}
