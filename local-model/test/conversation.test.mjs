import assert from "node:assert/strict";
import { test } from "node:test";
import { BadRequest, chatMl, cutAtStop, fit, readRequest, turnsOf } from "../conversation.mjs";

const MODEL = "m";
const asked = (more = {}) => readRequest({ model: MODEL, messages: [{ role: "user", content: "hi" }], ...more }, MODEL);

test("a plain request has the usual limits", () => {
  assert.deepEqual(asked().messages, [{ role: "user", text: "hi" }]);
  assert.equal(asked().maxTokens, 512);
  assert.equal(asked({ max_tokens: 3 }).maxTokens, 3);
});

test("bad input is refused with the name of the field", () => {
  for (const [more, param] of [
    [{ model: "x" }, "model"], [{ messages: [] }, "messages"], [{ max_tokens: -1 }, "max_tokens"], [{ max_tokens: "9" }, "max_tokens"],
    [{ temperature: 9 }, "temperature"], [{ stop: [""] }, "stop"], [{ messages: [{ role: "wizard" }] }, "messages"], [{ stream: "yes" }, "stream"],
    [{ messages: [{ role: "user", content: [{ type: "image_url" }] }] }, "messages"],
  ]) assert.throws(() => asked(more), (error) => error instanceof BadRequest && error.param === param);
});

test("the oldest turns are dropped when they do not fit", () => {
  const messages = [{ role: "system", text: "s" }, ...["a", "b", "c"].map((text) => ({ role: "user", text }))];

  const kept = fit(messages, { contextTokens: 40, maxTokens: 10, count: ({ turns }) => turns.length * 15 });

  assert.deepEqual(kept.turns.map(({ text }) => text), ["b", "c"]);
  assert.equal(kept.maxTokens, 10);
});

test("a message that never fits is refused", () => {
  assert.throws(() => fit([{ role: "user", text: "a" }], { contextTokens: 10, maxTokens: 1, count: () => 11 }), BadRequest);
});

test("system texts come first, in the model's template", () => {
  const pieces = chatMl(turnsOf([{ role: "user", text: "q" }, { role: "system", text: "s" }]));

  assert.equal(pieces.join(""), "<|im_start|>system\ns<|im_end|>\n<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n");
});

test("a stop text ends the answer and its beginning is held back", () => {
  assert.deepEqual(cutAtStop("one END two", ["END"]), { text: "one ", stopped: true });
  assert.deepEqual(cutAtStop("one EN", ["END"]), { text: "one ", stopped: false });
});
