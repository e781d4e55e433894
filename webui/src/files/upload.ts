/** One file on its way to the service: in pieces, resumed where it stopped, tried again while the line is down. */
import { Problem } from "../api/problem";
import type { StoredFile } from "../api/types";

export type UploadDesk = {
  start: (name: string, size: number, key: string) => Promise<StoredFile>;
  piece: (id: string, offset: number, data: Blob, signal: AbortSignal) => Promise<StoredFile>;
  read: (id: string) => Promise<StoredFile>;
  finish: (id: string) => Promise<StoredFile>;
  /** Waits before another try; rejects when the upload is given up. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
};

type Job = { data: Blob; name: string; key: string; signal: AbortSignal; onStarted: (id: string) => void; onProgress: (received: number) => void };

const pieceBytes = 3 * 256 * 1024;
const pauses = [500, 1000, 2000, 4000, 8000, 15_000];

export async function upload(desk: UploadDesk, { data, name, key, signal, onStarted, onProgress }: Job): Promise<StoredFile> {
  let file = await patiently(desk, signal, () => desk.start(name, data.size, key));
  onStarted(file.id);
  onProgress(file.received);
  while (file.state === "uploading" && file.received < data.size) {
    const offset = file.received;
    const id = file.id;
    file = await patiently(desk, signal, async () => {
      try {
        return await desk.piece(id, offset, data.slice(offset, offset + pieceBytes), signal);
      } catch (error) {
        // The answer of an earlier try was lost: the service says how far it is.
        if (error instanceof Problem && error.status === 409) return await desk.read(id);
        throw error;
      }
    });
    onProgress(file.received);
  }
  return patiently(desk, signal, () => desk.finish(file.id));
}

async function patiently<Result>(desk: UploadDesk, signal: AbortSignal, act: () => Promise<Result>): Promise<Result> {
  for (const ms of pauses) {
    signal.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      if (!passes(error)) throw error;
      await desk.pause(error instanceof Problem && error.retryAfterS ? error.retryAfterS * 1000 : ms, signal);
    }
  }
  signal.throwIfAborted();
  return act();
}

/** Whether it may be better in a moment. */
function passes(error: unknown): boolean {
  return error instanceof Problem && (error.isOffline || error.status === 429 || error.status >= 500);
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true, signal });
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason as Error); }, { once: true });
  });
}
