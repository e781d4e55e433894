/** A refused or failed request, told as a sentence with a way out. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;

  constructor(told: { status: number; code: string; message: string; requestId?: string | null }) {
    super(told.message);
    this.status = told.status;
    this.code = told.code;
    this.requestId = told.requestId ?? null;
  }
}

const wayOut: Readonly<Record<string, string>> = {
  forbidden: "Your role does not allow this. Ask a root administrator.",
  rate_limited: "There were too many requests. Wait a moment and try again.",
  unavailable: "The admin service is not ready. Try again in a moment.",
  upstream_timeout: "The admin service took too long to answer. Try again.",
};

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export function unreachable(): Problem {
  return new Problem({
    status: 0,
    code: "unreachable",
    message: "The admin service cannot be reached. Check your connection, then try again.",
  });
}

/** Reads the service's envelope; a proxy's page instead of it still becomes a sentence. */
export function problemOf(response: Response, body: unknown): Problem {
  const told = record(record(body).error);
  const code = text(told.code) ?? (response.status >= 500 ? "unavailable" : "failed");
  const wait = response.headers.get("retry-after");
  const said = text(told.message) ?? wayOut[code] ?? `The admin service answered ${response.status}. Try again.`;
  const message = code === "rate_limited" && wait !== null ? `Too many attempts. Try again in ${wait} seconds.` : said;
  return new Problem({
    status: response.status,
    code,
    message: sentence(message),
    requestId: text(told.request_id) ?? response.headers.get("x-request-id"),
  });
}

function sentence(message: string): string {
  const whole = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return unreachable();
  return new Problem({
    status: 0,
    code: "unexpected",
    message: "Something unexpected happened. Reload the page; if it happens again, tell an operator.",
  });
}
