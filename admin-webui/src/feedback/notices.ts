import { create } from "zustand";

export interface Notice {
  readonly id: number;
  readonly severity: "success" | "error";
  readonly text: string;
}

export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

let last = 0;

export function notify(severity: Notice["severity"], text: string): void {
  last += 1;
  const notice: Notice = { id: last, severity, text };
  useNotices.setState(({ notices }) => ({ notices: [...notices.slice(-2), notice] }));
}

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
