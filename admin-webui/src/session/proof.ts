import { create } from "zustand";

/**
 * Some acts want to be shown again who does them. The request that was refused waits here for the answer, and is
 * sent again after it; several wait for the same one.
 */
interface Asking {
  readonly asked: boolean;
  readonly settle: (given: boolean) => void;
}

export const useProof = create<Asking>(() => ({ asked: false, settle: () => undefined }));

let waiting: Promise<boolean> | null = null;

export function proofGiven(): Promise<boolean> {
  waiting ??= new Promise<boolean>((resolve) => {
    useProof.setState({ asked: true, settle: resolve });
  }).finally(() => {
    waiting = null;
    useProof.setState({ asked: false, settle: () => undefined });
  });
  return waiting;
}
