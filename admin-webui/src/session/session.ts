import { create } from "zustand";
import type { Administrator, SignedIn } from "../api/answers";
import { problemOf, unreachable } from "../api/problem";

/**
 * The administrator's session. The access token lives in memory alone; the refresh token is a cookie that scripts
 * cannot read. Refreshing rotates that cookie, so tabs take turns through a lock, and each tab sends one refresh at a
 * time. Signing out is told to every tab.
 */
export interface Session {
  readonly status: "unknown" | "signed-in" | "signed-out" | "unreachable";
  readonly administrator: Administrator | null;
  readonly token: string | null;
  readonly expiresAt: number;
  readonly expired: boolean;
}

const nobody: Session = { status: "unknown", administrator: null, token: null, expiresAt: 0, expired: false };

export const useSession = create<Session>(() => nobody);

const marginMs = 20_000;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("parley-admin-session") : null;
tabs?.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.data === "signed-out") useSession.setState({ ...nobody, status: "signed-out" });
});

function enter(signedIn: SignedIn): string {
  useSession.setState({
    status: "signed-in",
    administrator: signedIn.administrator,
    token: signedIn.access_token,
    expiresAt: Date.now() + signedIn.expires_in_s * 1000,
    expired: false,
  });
  return signedIn.access_token;
}

async function post(path: string, body?: unknown): Promise<Response> {
  const init: RequestInit = { method: "POST", credentials: "same-origin" };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  return fetch(`/admin/api/auth/${path}`, init).catch(() => Promise.reject(unreachable()));
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  return "locks" in navigator ? navigator.locks.request("parley-admin-refresh", work) : work();
}

let refreshing: Promise<string | null> | null = null;

/** A new access token, or null when the session has ended; throws only when the service cannot be reached. */
export function refresh(): Promise<string | null> {
  refreshing ??= inTurn(renew).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function renew(): Promise<string | null> {
  const wasSignedIn = useSession.getState().status === "signed-in";
  const response = await post("refresh");
  if (response.ok) return enter((await response.json()) as SignedIn);
  if (response.status !== 401 && response.status !== 403)
    throw problemOf(response, await response.json().catch(() => null));
  useSession.setState({ ...nobody, status: "signed-out", expired: wasSignedIn });
  return null;
}

/** The token in hand while it is good for some time yet, otherwise a new one. */
export async function freshToken(): Promise<string | null> {
  const { token, expiresAt } = useSession.getState();
  if (token !== null && expiresAt - Date.now() > marginMs) return token;
  return refresh();
}

/** At the start of the page: a reload keeps the session through the cookie. */
export async function resume(): Promise<void> {
  try {
    await refresh();
  } catch {
    useSession.setState({ ...nobody, status: "unreachable" });
  }
}

/** A challenge, where a code is wanted beside the password; null once signed in. */
export async function signIn(email: string, password: string): Promise<string | null> {
  const body = await entered("sign-in", { email, password });
  if ("challenge" in body) return body.challenge;
  enter(body);
  return null;
}

export async function answerChallenge(challenge: string, code: string): Promise<void> {
  const body = await entered("second-factor", { challenge, code });
  if (!("challenge" in body)) enter(body);
}

async function entered(path: string, given: unknown): Promise<SignedIn | { readonly challenge: string }> {
  const response = await post(path, given);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response, body);
  return body as SignedIn | { readonly challenge: string };
}

/** The second factor was turned on or off. */
export function protectedNow(has_second_factor: boolean): void {
  const { administrator } = useSession.getState();
  if (administrator === null) return;
  const must_set_up = administrator.must_set_up && !has_second_factor;
  useSession.setState({ administrator: { ...administrator, has_second_factor, must_set_up } });
}

export async function signOut(): Promise<void> {
  const response = await post("sign-out");
  if (!response.ok && response.status !== 401) throw problemOf(response, await response.json().catch(() => null));
  tabs?.postMessage("signed-out");
  useSession.setState({ ...nobody, status: "signed-out" });
}

/** Auditors read; root and admin change. The service enforces it, the interface says why. */
export function useMayChange(): { readonly allowed: boolean; readonly reason: string } {
  const role = useSession((session) => session.administrator?.role);
  return { allowed: role === "root" || role === "admin", reason: "Your role is auditor: you may read, not change." };
}
