// One real run: the bundled weights, when PARLEY_WEIGHTS names them (the make target does).

import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { openModel } from "../model.mjs";
import { createServer, MODEL } from "../server.mjs";

const weights = process.env.PARLEY_WEIGHTS;
let address;
let server;

before(async () => {
  assert.ok(weights, "PARLEY_WEIGHTS must name the weights");
  server = createServer(await openModel(weights)).listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${server.address().port}`;
});
after(() => { server.closeAllConnections(); server.close(); setTimeout(() => process.exit(process.exitCode ?? 0), 200); });

const ask = (more, options = {}) =>
  fetch(`${address}/v1/chat/completions`, {
    method: "POST", body: JSON.stringify({ model: MODEL, messages: [{ role: "user", content: "Name three colours." }], temperature: 0, ...more }), ...options,
  });

test("a whole answer has text and usage", async () => {
  const answer = await (await ask({ max_tokens: 12 })).json();

  assert.ok(answer.choices[0].message.content.length > 0);
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  assert.ok(answer.usage.completion_tokens <= 12);
});

test("a stream says the same as the whole answer and ends with usage", async () => {
  const whole = await (await ask({ max_tokens: 12 })).json();
  const lines = (await (await ask({ max_tokens: 12, stream: true, stream_options: { include_usage: true } })).text()).split("\n\n");
  const chunks = lines.filter((line) => line.startsWith("data: {")).map((line) => JSON.parse(line.slice(6)));

  assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""), whole.choices[0].message.content);
  assert.deepEqual(chunks.at(-1).usage, whole.usage);
  assert.equal(lines.at(-2), "data: [DONE]");
});

test("a client that leaves frees the model within half a second", async () => {
  const leaving = new AbortController();
  const stream = await ask({ max_tokens: 1500, stream: true }, { signal: leaving.signal });
  await stream.body.getReader().read();
  leaving.abort();
  const left = Date.now();

  await (await ask({ max_tokens: 1, messages: [{ role: "user", content: "Hi" }] })).json();

  assert.ok(Date.now() - left < 1000, `took ${Date.now() - left} ms, its own answer included`);
});

test("a bad request gets OpenAI's envelope", async () => {
  const answer = await ask({ model: "gpt-9" });

  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).error.param, "model");
});
