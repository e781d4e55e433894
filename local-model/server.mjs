// The bundled model behind an OpenAI-compatible door: `node server.mjs WEIGHTS PORT`, loopback only.

import { randomUUID } from "node:crypto";
import http from "node:http";
import { fileURLToPath } from "node:url";
import { BadRequest, readRequest } from "./conversation.mjs";
import { openModel } from "./model.mjs";

export const MODEL = "smollm2-135m-instruct";
const BODY_BYTES_MAX = 1024 * 1024;
const CREATED = 1730000000;
const WAITING_MAX = 32;

function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function failure(response, status, message, { type = "invalid_request_error", param = null, code = null } = {}) {
  json(response, status, { error: { message, type, param, code } });
}

async function bodyOf(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > BODY_BYTES_MAX) throw new BadRequest("the body is larger than 1 MiB");
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    throw new BadRequest("the body is not valid JSON");
  }
}

const usageOf = ({ promptTokens, outputTokens }) => ({
  prompt_tokens: promptTokens,
  completion_tokens: outputTokens,
  total_tokens: promptTokens + outputTokens,
});

async function answerWhole(response, wish, steps) {
  let text = "";
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) text += step.value;
  if (response.destroyed) return;
  json(response, 200, {
    id: wish.id, object: "chat.completion", created: wish.created, model: MODEL,
    choices: [{ index: 0, message: { role: "assistant", content: text, refusal: null }, logprobs: null, finish_reason: step.value.reason }],
    usage: usageOf(step.value),
  });
}

async function answerStream(response, wish, steps) {
  const send = (choices, more = {}) =>
    response.write(`data: ${JSON.stringify({ id: wish.id, object: "chat.completion.chunk", created: wish.created, model: MODEL, choices, ...more })}\n\n`);
  const choice = (delta, reason = null) => [{ index: 0, delta, logprobs: null, finish_reason: reason }];
  const more = wish.includeUsage ? { usage: null } : {};
  let step = await steps.next(); // what is wrong with the request shows before the first byte
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  send(choice({ role: "assistant", content: "" }), more);
  for (; !step.done; step = await steps.next()) send(choice({ content: step.value }), more);
  send(choice({}, step.value.reason), more);
  if (wish.includeUsage) send([], { usage: usageOf(step.value) });
  response.end("data: [DONE]\n\n");
}

export function createServer(model) {
  let waiting = 0;
  async function complete(request, response) {
    const wish = { ...readRequest(await bodyOf(request), MODEL), id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000) };
    if (waiting >= WAITING_MAX) {
      response.setHeader("retry-after", "5");
      return failure(response, 503, "The model is busy. Try again in a few seconds.", { type: "server_error", code: "overloaded" });
    }
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const steps = model.generate(wish, gone.signal);
    waiting += 1;
    try {
      await (wish.stream ? answerStream : answerWhole)(response, wish, steps);
    } finally {
      waiting -= 1;
    }
  }
  return http.createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      if (request.method === "GET" && path === "/healthz") json(response, 200, { status: "ok" });
      else if (request.method === "GET" && path === "/v1/models") {
        json(response, 200, { object: "list", data: [{ id: MODEL, object: "model", created: CREATED, owned_by: "local" }] });
      } else if (request.method === "POST" && path === "/v1/chat/completions") await complete(request, response);
      else failure(response, 404, `there is no ${request.method} ${path}`, { code: "not_found" });
    } catch (error) {
      if (!(error instanceof BadRequest)) console.error(error);
      if (response.headersSent) response.destroy();
      else if (error instanceof BadRequest) failure(response, 400, error.message, { param: error.param });
      else failure(response, 500, "The model failed.", { type: "server_error" });
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [weights, port] = process.argv.slice(2);
  const server = createServer(await openModel(weights));
  process.on("SIGTERM", () => process.exit(0));
  server.listen(Number(port), "127.0.0.1", () => console.log(`listening on 127.0.0.1:${port}`));
}
