/**
 * The access token lives in memory only. Renewal is one at a time across tabs: a lock keeps two tabs from
 * spending the same refresh cookie, and the winner hands its token to the others.
 */
import { problemOf, unreachable } from "./problem";
import type { SignedIn, User } from "./types";

type Access = { token: string; expiresAt: number; user: User };
type Notice = { kind: "signed-in"; access: Access } | { kind: "signed-out" };
export type Standing = { state: "unknown" | "signed-out" | "unreachable" } | { state: "signed-in" | "expired"; user: User };

let access: Access | null = null;
let standing: Standing = { state: "unknown" };
let renewing: Promise<string | null> | null = null;
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("parley:access");

export const standingNow = () => standing;
export function onStanding(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: Standing): void {
  standing = next;
  for (const listener of listeners) listener();
}

function adopt(next: Access): void {
  access = next;
  become({ state: "signed-in", user: next.user });
}

if (channel) {
  channel.onmessage = ({ data }: MessageEvent<Notice>) => {
    if (data.kind === "signed-in") {
      const other = "user" in standing && standing.user.id !== data.access.user.id;
      if (other) location.assign("/");
      else adopt(data.access);
    } else {
      access = null;
      become({ state: "signed-out" });
    }
  };
}

export function signedIn(answer: SignedIn): void {
  const next = { token: answer.access_token, expiresAt: Date.now() + answer.expires_in_s * 1000, user: answer.user };
  adopt(next);
  channel?.postMessage({ kind: "signed-in", access: next } satisfies Notice);
}

/** The account has another name now, here and in other tabs. */
export function renamed(user: User): void {
  if (!access) return;
  const next = { ...access, user };
  adopt(next);
  channel?.postMessage({ kind: "signed-in", access: next } satisfies Notice);
}

export function signedOut(): void {
  access = null;
  become({ state: "signed-out" });
  channel?.postMessage({ kind: "signed-out" } satisfies Notice);
}

async function renew(stale: string | null): Promise<string | null> {
  if (access && access.token !== stale) return access.token;
  const response = await fetch("/api/auth/refresh", { method: "POST", credentials: "same-origin" }).catch(() => null);
  if (!response || response.status >= 500 || response.status === 429) {
    if (standing.state === "unknown") become({ state: "unreachable" });
    throw response ? await problemOf(response) : unreachable();
  }
  if (!response.ok) {
    access = null;
    become("user" in standing ? { state: "expired", user: standing.user } : { state: "signed-out" });
    return null;
  }
  signedIn((await response.json()) as SignedIn);
  return access!.token;
}

/** A new token in place of `stale`, or null when the session is over. */
export function renewed(stale: string | null): Promise<string | null> {
  renewing ??= locked(() => renew(stale)).finally(() => {
    renewing = null;
  });
  return renewing;
}

/** Plain http off the loopback has no locks; the service's grace time covers two tabs there. */
async function locked<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!("locks" in navigator)) return work();
  return (await navigator.locks.request("parley:renew", work));
}

/** A token for a request that is made by other means than `fetch`. */
export const bearer = () => tokenForNow();

async function tokenForNow(): Promise<string | null> {
  if (access && access.expiresAt - Date.now() > 20_000) return access.token;
  return renewed(access?.token ?? null);
}

/** `fetch` with the bearer token; a 401 is answered by one renewal and one replay. */
export async function authorisedFetch(request: Request): Promise<Response> {
  const replay = request.clone();
  const token = await tokenForNow();
  const first = await send(request, token);
  if (first.status !== 401) return first;
  const next = await renewed(token);
  return next ? send(replay, next) : first;
}

async function send(request: Request, token: string | null): Promise<Response> {
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
}

/** For a last request while the page goes away, when nothing may be awaited. */
export function deleteOnLeave(path: string): void {
  if (access) void fetch(path, { method: "DELETE", keepalive: true, headers: { authorization: `Bearer ${access.token}` } });
}
