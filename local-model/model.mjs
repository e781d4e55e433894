// The model itself: one sequence, one thread, one answer at a time.

import { getLlama } from "node-llama-cpp";
import { chatMl, cutAtStop, fit, tokenize } from "./conversation.mjs";

export const CONTEXT_TOKENS = 2048;

export async function openModel(modelPath) {
  const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, maxThreads: 1, logLevel: "error" });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: CONTEXT_TOKENS, threads: 1 });
  const sequence = context.getSequence();
  let queue = Promise.resolve();

  // Yields pieces of text; returns how it ended and what it used.
  async function* generate(request, signal) {
    const count = (kept) => tokenize(chatMl(kept), model).length;
    const kept = fit(request.messages, { contextTokens: CONTEXT_TOKENS, maxTokens: request.maxTokens, count });
    const waiting = queue;
    let release;
    queue = new Promise((resolve) => { release = resolve; });
    await waiting;
    try {
      if (signal.aborted) return { reason: "stop", promptTokens: kept.promptTokens, outputTokens: 0 };
      await sequence.clearHistory();
      const tokens = tokenize(chatMl(kept), model);
      const answer = [];
      let shown = 0;
      let reason = "length";
      for await (const token of sequence.evaluate(tokens, { temperature: request.temperature, topP: request.topP, yieldEogToken: true })) {
        if (signal.aborted) break;
        if (model.isEogToken(token)) { reason = "stop"; break; }
        answer.push(token);
        const whole = model.detokenize(answer);
        const { text, stopped } = cutAtStop(whole, request.stop);
        const firm = stopped ? text : text.replace(/\uFFFD+$/u, ""); // half a character waits
        if (firm.length > shown) { yield firm.slice(shown); shown = firm.length; }
        if (stopped) { reason = "stop"; break; }
        if (answer.length >= kept.maxTokens) break;
      }
      const rest = cutAtStop(model.detokenize(answer), request.stop);
      const last = rest.stopped ? rest.text : model.detokenize(answer);
      if (last.length > shown && !signal.aborted) yield last.slice(shown);
      return { reason, promptTokens: tokens.length, outputTokens: answer.length };
    } finally {
      release();
    }
  }
  return { generate };
}
