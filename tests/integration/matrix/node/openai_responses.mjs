// OpenAI's Node SDK by Responses.
import OpenAI from "openai";
import {
  CITY_SCHEMA, MANY_WORDS, RED_DOT, WORDS, WRITTEN_ZURICH, ZURICH, key, report, same, url,
} from "./report.mjs";

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const ask = (body) => client.responses.create(body);
const said = (content) => [{ role: "user", content }];
const tools = [{ type: "function", name: "weather", parameters: CITY_SCHEMA, strict: false }];

async function handBack(models, answer) {
  const calls = answer.output.filter((item) => item.type === "function_call");
  same(
    calls.map((call) => [call.name, JSON.parse(call.arguments)]),
    [["weather", ZURICH], ["weather", ZURICH]],
  );
  same(new Set(calls.map((call) => call.call_id)).size, 2);
  const results = calls.map((call) => ({
    type: "function_call_output",
    call_id: call.call_id,
    output: "rain",
  }));
  const kept = await ask({
    model: `${models}fake-echo`,
    previous_response_id: answer.id,
    input: [...results, ...said(WORDS)],
    tools,
  });
  same(kept.output_text.endsWith(WORDS), true);
  const told = await ask({
    model: `${models}fake-echo`,
    input: [
      ...said("Weather?"),
      ...calls.map(({ type, call_id, name, arguments: written }) => ({
        type, call_id, name, arguments: written,
      })),
      ...results,
      ...said(WORDS),
    ],
    tools,
    store: false,
  });
  same(told.output_text.endsWith(WORDS), true);
}

await report({
  text: async (models) => {
    const answer = await ask({ model: `${models}fake-echo`, input: WORDS });
    same([answer.output_text, answer.status], [WORDS, "completed"]);
    same([answer.usage.input_tokens, answer.usage.output_tokens], [4, 4]);
  },
  "text, streamed": async (models) => {
    const stream = await ask({ model: `${models}fake-echo`, input: WORDS, stream: true });
    let heard = "";
    let last;
    for await (const event of stream) {
      if (event.type === "response.output_text.delta") heard += event.delta;
      last = event;
    }
    same([heard, last.type], [WORDS, "response.completed"]);
    same(last.response.usage.output_tokens, 4);
  },
  "parallel tools": async (models) => {
    const answer = await ask({ model: `${models}fake-tools`, input: "Weather?", tools });
    await handBack(models, answer);
  },
  "parallel tools, streamed": async (models) => {
    const body = { model: `${models}fake-tools`, input: "Weather?", tools };
    await handBack(models, await client.responses.stream(body).finalResponse());
  },
  image: async (models) => {
    const content = [
      { type: "input_text", text: "What is this?" },
      { type: "input_image", image_url: `data:image/png;base64,${RED_DOT}` },
    ];
    const answer = await ask({ model: `${models}fake-look`, input: [{ role: "user", content }] });
    same(answer.output_text, "I see image/png");
  },
  thinking: async (models) => {
    const answer = await ask({
      model: `${models}fake-think`,
      input: "?",
      reasoning: { effort: "high", summary: "auto" },
      include: ["reasoning.encrypted_content"],
    });
    const thought = answer.output.filter((item) => item.type === "reasoning");
    const heard = thought.map((item) => item.summary.map((part) => part.text).join(""));
    same([heard, answer.output_text], [["Let me see."], "Forty-two."]);
  },
  "structured output": async (models) => {
    const answer = await ask({
      model: `${models}fake-echo`,
      input: WRITTEN_ZURICH,
      text: { format: { type: "json_schema", name: "place", schema: CITY_SCHEMA, strict: true } },
    });
    same(JSON.parse(answer.output_text), ZURICH);
  },
  error: async (models) => {
    const refused = await ask({ model: `${models}fake-refuse`, input: "?" }).catch((e) => e);
    same([refused instanceof OpenAI.RateLimitError, refused.status], [true, 429]);
    same(refused.message.includes("slow down"), true);
  },
  "broken stream": async (models) => {
    let last;
    try {
      const stream = await ask({ model: `${models}fake-length`, input: "?", stream: true });
      for await (const event of stream) last = event;
    } catch (error) {
      return same(error instanceof OpenAI.APIError, true);
    }
    same(["response.failed", "error"].includes(last?.type), true);
  },
  disconnect: async (models) => {
    const stream = await ask({ model: `${models}fake-slow`, input: MANY_WORDS, stream: true });
    for await (const event of stream) if (event.type === "response.output_text.delta") break;
  },
});
