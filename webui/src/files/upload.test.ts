import { expect, it } from "vitest";
import { Problem, unreachable } from "../api/problem";
import type { StoredFile } from "../api/types";
import { upload, type UploadDesk } from "./upload";

const mebibyte = 1024 * 1024;
/** What throws in `act` is a rejection. */
const settled = <Result>(act: () => Result) => new Promise<Result>((resolve) => resolve(act()));
const blob = (size: number) => new Blob([new Uint8Array(size).fill(7)]);

function desk(failures: { start?: Error[]; piece?: Error[]; finish?: Error[] } = {}) {
  const seen = { pieces: [] as number[], pauses: [] as number[] };
  let file: StoredFile;
  const fail = (errors: Error[] | undefined) => {
    const error = errors?.shift();
    if (error) throw error;
  };
  const made: UploadDesk = {
    start: (name, size) => settled(() => {
      fail(failures.start);
      file ??= { id: "f1", name, size, received: 0, state: "uploading", media_type: "", kind: "other", width: null, height: null, text_length: null, problem: null, created_at: "" };
      return file;
    }),
    piece: (_, offset, data) => settled(() => {
      if (offset !== file.received) throw new Problem("conflict", "go on elsewhere", 409);
      file = { ...file, received: offset + data.size };
      seen.pieces.push(data.size);
      fail(failures.piece);
      return file;
    }),
    read: () => Promise.resolve(file),
    finish: () => settled(() => {
      fail(failures.finish);
      return { ...file, state: "ready" };
    }),
    pause: (ms) => settled(() => { seen.pauses.push(ms); }),
  };
  return { made, seen };
}

const job = (size: number, signal = new AbortController().signal) => {
  const told: number[] = [];
  return { told, data: blob(size), name: "a.bin", key: "k", signal, onStarted: () => {}, onProgress: (received: number) => void told.push(received) };
};

it("sends a file in pieces and tells how far it is", async () => {
  const { made, seen } = desk();
  const work = job(2 * mebibyte);

  const file = await upload(made, work);

  expect(file.state).toBe("ready");
  expect(seen.pieces).toEqual([0.75 * mebibyte, 0.75 * mebibyte, 0.5 * mebibyte]);
  expect(work.told).toEqual([0, 0.75 * mebibyte, 1.5 * mebibyte, 2 * mebibyte]);
});

it("goes on where it was when the line comes back, also when only an answer was lost", async () => {
  const { made, seen } = desk({ start: [unreachable()], piece: [unreachable(), new Problem("x", "x", 503, null, 3)], finish: [unreachable()] });

  const file = await upload(made, job(2 * mebibyte));

  expect(file.received).toBe(2 * mebibyte);
  expect(seen.pieces).toEqual([0.75 * mebibyte, 0.75 * mebibyte, 0.5 * mebibyte]);
  expect(seen.pauses).toEqual([500, 500, 3000, 500]);
});

it("gives up at once on what will not pass", async () => {
  const full = new Problem("no_room", "delete some", 402);
  const { made, seen } = desk({ start: [full] });

  await expect(upload(made, job(5))).rejects.toBe(full);
  expect(seen.pauses).toEqual([]);
});

it("gives up after a while of silence", async () => {
  const { made, seen } = desk({ start: Array.from({ length: 9 }, unreachable) });

  await expect(upload(made, job(5))).rejects.toThrow("cannot be reached");
  expect(seen.pauses).toHaveLength(6);
});

it("stops when it is cancelled", async () => {
  const cancelled = new AbortController();
  cancelled.abort();
  const { made, seen } = desk();

  await expect(upload(made, job(5, cancelled.signal))).rejects.toThrow();
  expect(seen.pieces).toEqual([]);
});
