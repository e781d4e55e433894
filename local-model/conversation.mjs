// Pure rules: what a request may hold, and which of its turns fit the model's context.

export class BadRequest extends Error {
  constructor(message, param = null) {
    super(message);
    this.param = param;
  }
}

const ROLES = new Set(["system", "developer", "user", "assistant", "tool"]);
const MAX_TOKENS_DEFAULT = 512;

function textOf(content, where) {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) throw new BadRequest(`${where}.content must be a string or a list of parts`, "messages");
  return content
    .map((part) => {
      if (part?.type !== "text" || typeof part.text !== "string") {
        throw new BadRequest(`${where}.content: this model reads text only`, "messages");
      }
      return part.text;
    })
    .join("\n");
}

function number(body, name, { low, high, whole = false, otherwise }) {
  const value = body[name];
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== "number" || !(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    throw new BadRequest(`${name} must be ${whole ? "an integer" : "a number"} from ${low} to ${high}`, name);
  }
  return value;
}

function stopTexts(stop) {
  if (stop === undefined || stop === null) return [];
  const texts = Array.isArray(stop) ? stop : [stop];
  if (texts.length > 4 || texts.some((text) => typeof text !== "string" || text === "")) {
    throw new BadRequest("stop must be a string, or up to four of them", "stop");
  }
  return texts;
}

export function readRequest(body, model) {
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw new BadRequest("the body must be a JSON object");
  if (body.model !== model) throw new BadRequest(`there is no model ${JSON.stringify(body.model ?? null)} here, only ${model}`, "model");
  if (!Array.isArray(body.messages) || body.messages.length === 0) throw new BadRequest("messages must be a non-empty list", "messages");
  if (body.stream !== undefined && body.stream !== null && typeof body.stream !== "boolean") throw new BadRequest("stream must be true or false", "stream");
  const messages = body.messages.map((message, index) => {
    if (message === null || typeof message !== "object" || !ROLES.has(message.role)) {
      throw new BadRequest(`messages[${index}].role must be one of ${[...ROLES].join(", ")}`, "messages");
    }
    return { role: message.role, text: textOf(message.content, `messages[${index}]`) };
  });
  const limit = { low: 1, high: 1_000_000, whole: true };
  return {
    messages,
    stream: body.stream === true,
    includeUsage: body.stream_options?.include_usage === true,
    maxTokens: number(body, "max_completion_tokens", { ...limit, otherwise: undefined }) ?? number(body, "max_tokens", { ...limit, otherwise: MAX_TOKENS_DEFAULT }),
    temperature: number(body, "temperature", { low: 0, high: 2, otherwise: 0.2 }),
    topP: number(body, "top_p", { low: 0, high: 1, otherwise: 0.95 }),
    stop: stopTexts(body.stop),
  };
}

// SmolLM2's chat template is ChatML: system first, then the turns, then the answer's opening.
export function turnsOf(messages) {
  const system = messages.filter(({ role }) => role === "system" || role === "developer").map(({ text }) => text).join("\n\n");
  const turns = messages
    .filter(({ role }) => role !== "system" && role !== "developer")
    .map(({ role, text }) => ({ role: role === "assistant" ? "assistant" : "user", text }));
  return { system: system || "You are a helpful assistant.", turns };
}

const START = "<|im_start|>";
const END = "<|im_end|>";

export function chatMl({ system, turns }) {
  const line = (role, text) => [START, `${role}\n${text}`, END, "\n"];
  return [...line("system", system), ...turns.flatMap(({ role, text }) => line(role, text)), START, "assistant\n"];
}

// Special marks become tokens; what people wrote never does.
export function tokenize(pieces, model) {
  return pieces.flatMap((piece) => model.tokenize(piece, piece === START || piece === END));
}

// Drop the oldest turns until prompt and answer fit; a single turn that is too long is refused.
export function fit(messages, { contextTokens, maxTokens, count }) {
  const { system, turns } = turnsOf(messages);
  const room = Math.min(maxTokens, Math.floor(contextTokens / 4));
  for (let first = 0; first < Math.max(turns.length, 1); first += 1) {
    const kept = { system, turns: turns.slice(first) };
    const size = count(kept);
    if (size + room <= contextTokens) return { ...kept, promptTokens: size, maxTokens: Math.min(maxTokens, contextTokens - size) };
  }
  throw new BadRequest(`the last message does not fit into ${contextTokens} tokens`, "messages");
}

// Text that may be shown now, and whether a stop text ended it. A possible beginning of one is held back.
export function cutAtStop(text, stops) {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  if (ends.length) return { text: text.slice(0, Math.min(...ends)), stopped: true };
  let held = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > held; length -= 1) {
      if (text.endsWith(stop.slice(0, length))) held = length;
    }
  }
  return { text: text.slice(0, text.length - held), stopped: false };
}
