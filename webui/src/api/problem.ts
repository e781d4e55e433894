import { known, msg, spokenNow, t } from "../languages/speaking";

/** What the service says went wrong, or that it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly requestId: string | null = null,
    readonly retryAfterS: number | null = null,
  ) {
    super(message);
    this.name = "Problem";
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

export const unreachable = () =>
  new Problem("unreachable", msg("Parley cannot be reached. Check your connection and try again."), 0);

const unknown = msg("Something went wrong. Try again.");
const sentences: Record<number, string> = {
  429: msg("That was a little fast. Wait a moment and try again."),
  502: msg("Parley is not answering right now. Try again in a moment."),
  503: msg("Parley is starting or under maintenance. Try again in a moment."),
  504: msg("Parley took too long to answer. Try again."),
};

/** What the service says in English only, by its code, for who reads another language. What it says precisely follows. */
const kinds: Record<string, string> = {
  invalid: msg("What was entered is not accepted."),
  unauthenticated: msg("You are not signed in, or what you entered is wrong."),
  payment_required: msg("Your budget does not allow this."),
  forbidden: msg("You may not do this."),
  not_found: msg("This is not there, or not yours."),
  conflict: msg("This was changed elsewhere meanwhile, or is taken."),
  rate_limited: msg("That was too much at once. Wait a moment and try again."),
  upstream_failed: msg("The provider of the model did not answer as it should."),
  unavailable: msg("Something that is needed is away for the moment. Try again."),
  too_large: msg("This is too large."),
  context_overflow: msg("This chat is longer than the model can read."),
  no_credit: msg("The account with the provider of the model has no credit."),
  content_policy: msg("The provider of the model refused the content."),
  unknown_model: msg("The provider does not know this model."),
  overloaded: msg("The model is overloaded."),
  timeout: msg("The model took too long."),
};

export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get("retry-after")) || null;
  const body: unknown = await response.json().catch(() => null);
  return problemFrom(body, response.status, retryAfter, response.headers.get("x-request-id"));
}

export function problemFrom(body: unknown, status: number, retryAfterS: number | null = null, requestId: string | null = null): Problem {
  if (typeof body === "object" && body !== null && "error" in body) {
    const { code, message, request_id } = body.error as { code?: string; message?: string; request_id?: string };
    if (code && message) return new Problem(code, message, status, request_id ?? requestId, retryAfterS);
  }
  return new Problem("unknown", sentences[status] ?? unknown, status, requestId, retryAfterS);
}

/** The service words its errors as clauses; a page shows sentences. */
export function sentence(words: string): string {
  const capital = words.charAt(0).toUpperCase() + words.slice(1);
  if (/[.!?…。！？]$/.test(capital)) return capital;
  return /[\u3040-\u30ff\u4e00-\u9fff）」]$/.test(capital) ? `${capital}。` : `${capital}.`;
}

/** What the service told, in the language that is spoken as far as it is known there. */
export function told({ code, message }: { code: string; message: string }): string {
  const words = sentence(known(message));
  const kind = kinds[code];
  if (spokenNow() === "en" || known(message) !== message) return words;
  return kind === undefined ? words : t("{kind} ({details})", { kind: t(kind).replace(/[.。]$/, ""), details: message });
}

export const sentenceOf = (error: unknown): string => (error instanceof Problem ? told(error) : t(unknown));

/** One sentence after another; where no space stands between them, none does. */
export const together = (...words: string[]) => words.filter(Boolean).join(" ").replace(/([。！？]) /g, "$1");

/** What did not happen, and why. */
export const because = (words: string, error: unknown) => together(words, sentenceOf(error));
