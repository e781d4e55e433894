import { known, msg, t } from "../languages/speaking";

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

/** What the service told. In another language than English what is not known word for word is said by its code, and told precisely after that. */
export function told({ code, message }: { code: string; message: string }): string {
  const words = sentence(known(message));
  const kind = known(`${code}::code`, "");
  return kind === "" || known(message) !== message ? words : t("{kind} ({details})", { kind: kind.replace(/[.。]$/, ""), details: message });
}

export const sentenceOf = (error: unknown): string => (error instanceof Problem ? told(error) : t(unknown));

/** One sentence after another; where no space stands between them, none does. */
export const together = (...words: string[]) => words.filter(Boolean).join(" ").replace(/([。！？]) /g, "$1");

/** What did not happen, and why. */
export const because = (words: string, error: unknown) => together(words, sentenceOf(error));
