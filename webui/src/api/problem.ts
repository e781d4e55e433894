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
  new Problem("unreachable", "Parley cannot be reached. Check your connection and try again.", 0);

const sentences: Record<number, string> = {
  429: "That was a little fast. Wait a moment and try again.",
  502: "Parley is not answering right now. Try again in a moment.",
  503: "Parley is starting or under maintenance. Try again in a moment.",
  504: "Parley took too long to answer. Try again.",
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
  return new Problem("unknown", sentences[status] ?? "Something went wrong. Try again.", status, requestId, retryAfterS);
}

/** The service words its errors as clauses; a page shows sentences. */
export function sentence(words: string): string {
  const capital = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}

export function sentenceOf(error: unknown): string {
  if (error instanceof Problem) return sentence(error.message);
  return "Something went wrong. Try again.";
}
