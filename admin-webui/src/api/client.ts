import createClient from "openapi-fetch";
import { proofGiven } from "../session/proof";
import { freshToken, refresh } from "../session/session";
import { problemOf, unreachable } from "./problem";
import type { paths } from "./schema";

/** Also asks who it is where the service wants to know again, and then sends the same request once more. */
async function authorized(request: Request): Promise<Response> {
  const replay = request.clone();
  const reply = await withToken(request);
  if (reply.status !== 403 || !(await wantsProof(reply.clone()))) return reply;
  return (await proofGiven()) ? withToken(replay) : reply;
}

async function wantsProof(reply: Response): Promise<boolean> {
  const body: unknown = await reply.json().catch(() => null);
  return problemOf(reply, body).code === "proof_wanted";
}

/** Sends with the access token; after a 401 refreshes once and replays the same request once. */
async function withToken(request: Request): Promise<Response> {
  const replay = request.clone();
  const first = await send(request, await freshToken());
  if (first.status !== 401) return first;
  const renewed = await refresh();
  return renewed === null ? first : send(replay, renewed);
}

async function send(request: Request, token: string | null): Promise<Response> {
  if (token !== null) request.headers.set("authorization", `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
}

export const client = createClient<paths>({ baseUrl: window.location.origin, fetch: authorized });

/** The body of a good answer; anything else is thrown as a Problem. */
export async function answer<Body>(sent: Promise<{ data?: Body; error?: unknown; response: Response }>): Promise<Body> {
  const { data, error, response } = await sent;
  if (!response.ok || data === undefined) throw problemOf(response, error);
  return data;
}
