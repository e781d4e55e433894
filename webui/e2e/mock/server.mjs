// The chat service's contract, in memory, with the built pages and the production content security policy.
// Test code: it lets the interface be seen and tested without the real services.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { long, short } from "./answers.mjs";

const dist = new URL("../../dist/", import.meta.url).pathname;
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const users = new Map();
const sessions = new Map();
const conversations = new Map();
const messages = new Map();
const runs = new Map();
let sequence = 0;
const id = (kind) => `${kind}${String((sequence += 1)).padStart(6, "0")}`;
const now = () => new Date().toISOString();
const price = (input, output) => ({ input_nano_usd_per_mtok: input, output_nano_usd_per_mtok: output });
const models = process.env.MOCK_NO_MODELS ? [] : [
  { name: "smollm2", label: "SmolLM2 135M", provider: "local", context_tokens: 8192, max_output_tokens: 2048, capabilities: [], price: price("0", "0"), is_default: true },
  { name: "claude-sonnet", label: "Claude Sonnet", provider: "anthropic", context_tokens: 200000, max_output_tokens: 64000, capabilities: ["vision", "tools", "reasoning"], price: price("3000000000", "15000000000"), is_default: false },
  { name: "gpt-mini", label: "GPT mini", provider: "openai", context_tokens: 400000, max_output_tokens: 128000, capabilities: ["vision", "tools"], price: price("250000000", "2000000000"), is_default: false },
  { name: "failing", label: "A model that fails", provider: "openai", context_tokens: null, max_output_tokens: null, capabilities: [], price: null, is_default: false },
];

const siblings = (message) => [...messages.values()].filter((other) => other.conversation_id === message.conversation_id && other.parent_id === message.parent_id).map((other) => other.id);
const shown = (message) => ({ ...message, sibling_ids: siblings(message) });
function path(conversation) {
  const thread = [];
  for (let at = conversation.active_leaf_id; at; at = messages.get(at).parent_id) thread.unshift(shown(messages.get(at)));
  return thread;
}

function message(conversation, parent_id, role, more) {
  const made = { id: id("m"), conversation_id: conversation.id, parent_id, role, parts: [], state: "complete", error: null, model: null, generation_id: null, usage: null, sibling_ids: [], created_at: now(), ...more };
  messages.set(made.id, made);
  conversation.active_leaf_id = made.id;
  conversation.updated_at = now();
  return made;
}

function start(conversation, parent_id, model, prompt) {
  const generation = id("g");
  const answer = message(conversation, parent_id, "assistant", { state: "streaming", model: model ?? conversation.model, generation_id: generation });
  const run = { events: [], viewers: new Set(), stopped: false, answer };
  runs.set(generation, run);
  conversation.running_generation_id = generation;
  void write(run, conversation, prompt);
  return answer;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function emit(run, event, data) {
  const entry = `id: ${run.events.length + 1}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  run.events.push(entry);
  for (const viewer of run.viewers) viewer.write(entry);
}

async function write(run, conversation, prompt) {
  const { answer } = run;
  const say = (part, type, text) => {
    const old = answer.parts[part];
    if (old) old.text += text;
    else answer.parts[part] = { type, text };
    emit(run, "delta", { part, type, text });
  };
  const began = Date.now();
  await pause(250);
  let part = 0;
  if (answer.model === "claude-sonnet") {
    for (const word of "The person asks for an example.\nI should show code and a table.".match(/\S+\s*/g)) { say(0, "thinking", word); await pause(30); }
    answer.parts[1] = { type: "tool_call", id: "t1", name: "search_documents", arguments: '{"query":"hash table"}' };
    emit(run, "tool_call", { part: 1, id: "t1", name: "search_documents", arguments: '{"query":"hash table"}' });
    part = 2;
  }
  const text = answer.model === "failing" ? "" : /short/.test(prompt) ? short : long;
  for (const piece of text.match(/[\s\S]{1,6}/g) ?? []) {
    if (run.stopped) break;
    say(part, "text", piece);
    await pause(Number(process.env.MOCK_PAUSE_MS ?? 25));
  }
  answer.state = run.stopped ? "stopped" : answer.model === "failing" ? "failed" : "complete";
  if (answer.state === "failed") answer.error = { code: "rate_limited", message: "429 from the provider: too many requests" };
  answer.usage = { input_tokens: 1204, cached_tokens: 890, output_tokens: 356, reasoning_tokens: 0, cost_nano_usd: answer.model === "smollm2" ? "0" : "4200000", first_token_ms: 250, latency_ms: Date.now() - began };
  conversation.running_generation_id = null;
  emit(run, "final", { message: shown(answer) });
  for (const viewer of run.viewers) viewer.end();
}

function signedIn(reply, user) {
  const session = id("s");
  sessions.set(session, user);
  reply.setHeader("set-cookie", `parley-refresh=${session}; Path=/; HttpOnly; SameSite=Strict`);
  return { access_token: session, expires_in_s: 600, user };
}

const fail = (status, code, text) => Object.assign(new Error(text), { status, code });

async function api(request, reply, url, body) {
  const route = `${request.method} ${url.pathname}`;
  const cookie = /parley-refresh=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  if (route === "POST /api/auth/register") {
    if (users.has(body.email)) throw fail(409, "conflict", "An account with this email exists. Sign in instead.");
    users.set(body.email, { password: body.password, user: { id: id("u"), email: body.email, name: body.name, created_at: now() } });
    return [201, signedIn(reply, users.get(body.email).user)];
  }
  if (route === "POST /api/auth/sign-in") {
    const known = users.get(body.email);
    if (known?.password !== body.password) throw fail(401, "unauthenticated", "The email or the password is wrong.");
    return [200, signedIn(reply, known.user)];
  }
  if (route === "POST /api/auth/refresh") {
    if (!sessions.has(cookie)) throw fail(401, "unauthenticated", "Sign in.");
    return [200, signedIn(reply, sessions.get(cookie))];
  }
  if (route === "POST /api/auth/sign-out") {
    sessions.delete(cookie);
    return [204, null];
  }
  const user = sessions.get((request.headers.authorization ?? "").slice(7));
  if (!user) throw fail(401, "unauthenticated", "Sign in.");
  if (route === "GET /api/models") return [200, { models }];
  if (route === "GET /api/conversations") {
    const mine = [...conversations.values()].filter((one) => one.owner === user.id).sort((a, b) => b.updated_at.localeCompare(a.updated_at));
    const from = Number(url.searchParams.get("cursor") ?? 0);
    return [200, { items: mine.slice(from, from + 30), next_cursor: mine.length > from + 30 ? String(from + 30) : null }];
  }
  if (route === "POST /api/conversations") {
    const made = { id: id("c"), owner: user.id, title: "New chat", model: body.model ?? "smollm2", active_leaf_id: null, running_generation_id: null, created_at: now(), updated_at: now(), version: 1 };
    conversations.set(made.id, made);
    return [201, made];
  }
  const [, , kind, key, sub, messageId] = url.pathname.split("/");
  if (kind === "generations") {
    const run = runs.get(key);
    if (!run) throw fail(404, "not_found", "No such answer.");
    if (sub === "stop") {
      run.stopped = true;
      return [202, {}];
    }
    reply.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const last = request.headers["last-event-id"];
    if (last) for (const entry of run.events.slice(Number(last))) reply.write(entry);
    else reply.write(`id: ${run.events.length}\nevent: snapshot\ndata: ${JSON.stringify({ message: shown(run.answer) })}\n\n`);
    if (run.answer.state !== "streaming") {
      if (!last) reply.write(run.events.at(-1));
      reply.end();
    } else run.viewers.add(reply);
    return null;
  }
  const conversation = conversations.get(key);
  if (!conversation || conversation.owner !== user.id) throw fail(404, "not_found", "There is no such conversation.");
  if (sub === "messages" && request.method === "GET") {
    const thread = path(conversation);
    const before = url.searchParams.get("before");
    const end = before ? thread.findIndex((one) => one.id === before) : thread.length;
    return [200, { messages: thread.slice(Math.max(0, end - 50), end), has_more: end > 50 }];
  }
  if (sub === "messages" && messageId) {
    const old = messages.get(messageId);
    const answer = start(conversation, old.parent_id, body.model, messages.get(old.parent_id).parts[0].text);
    return [202, { answer: shown(answer), generation_id: answer.generation_id }];
  }
  if (sub === "messages") {
    const asked = message(conversation, body.parent_id, "user", { parts: [{ type: "text", text: body.text }] });
    if (conversation.title === "New chat") conversation.title = body.text.slice(0, 60);
    const answer = start(conversation, asked.id, body.model, body.text);
    return [202, { message: shown(asked), answer: shown(answer), generation_id: answer.generation_id }];
  }
  if (request.method === "PATCH") Object.assign(conversation, body);
  if (body.active_leaf_id) {
    for (let child; (child = [...messages.values()].findLast((one) => one.parent_id === conversation.active_leaf_id)); ) conversation.active_leaf_id = child.id;
  }
  if (request.method === "DELETE") {
    conversations.delete(key);
    return [204, null];
  }
  return [200, conversation];
}

async function page(reply, url) {
  const file = extname(url.pathname) ? url.pathname : "/index.html";
  const bytes = await readFile(join(dist, file)).catch(() => null);
  if (!bytes) return reply.writeHead(404).end();
  reply.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": policy }).end(bytes);
}

createServer(async (request, reply) => {
  const url = new URL(request.url, "http://mock");
  if (!url.pathname.startsWith("/api/")) return page(reply, url);
  let text = "";
  for await (const chunk of request) text += chunk;
  try {
    const answer = await api(request, reply, url, text ? JSON.parse(text) : {});
    if (!answer) return;
    const [status, body] = answer;
    reply.writeHead(status, { "content-type": "application/json" }).end(body === null ? undefined : JSON.stringify(body));
  } catch (error) {
    if (!error.status) console.error(error);
    reply.writeHead(error.status ?? 500, { "content-type": "application/json" }).end(JSON.stringify({ error: { code: error.code ?? "internal", message: error.message, request_id: "mock" } }));
  }
}).listen(Number(process.env.MOCK_PORT ?? 4179), "127.0.0.1");
