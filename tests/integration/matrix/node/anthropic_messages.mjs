// Anthropic's Node SDK.
import Anthropic from "@anthropic-ai/sdk";
import {
  CITY_SCHEMA, MANY_WORDS, RED_DOT, WORDS, WRITTEN_ZURICH, ZURICH, key, report, same, url,
} from "./report.mjs";

const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
const ask = (body) => client.messages.create({ max_tokens: 9000, ...body });
const said = (content) => [{ role: "user", content }];
const tools = [{ name: "weather", input_schema: CITY_SCHEMA }];
const spoken = (answer) =>
  answer.content.map((block) => (block.type === "text" ? block.text : "")).join("");

async function handBack(models, question, answer) {
  const calls = answer.content.filter((block) => block.type === "tool_use");
  same(answer.stop_reason, "tool_use");
  same(
    calls.map((call) => [call.name, call.input]),
    [["weather", ZURICH], ["weather", ZURICH]],
  );
  same(new Set(calls.map((call) => call.id)).size, 2);
  const results = calls.map((call) => ({
    type: "tool_result",
    tool_use_id: call.id,
    content: "rain",
  }));
  const told = await ask({
    model: `${models}fake-echo`,
    messages: [
      ...question,
      { role: "assistant", content: answer.content },
      { role: "user", content: [...results, { type: "text", text: WORDS }] },
    ],
    tools,
  });
  same(spoken(told).endsWith(WORDS), true);
}

await report({
  text: async (models) => {
    const answer = await ask({ model: `${models}fake-echo`, messages: said(WORDS) });
    same([spoken(answer), answer.stop_reason], [WORDS, "end_turn"]);
    same([answer.usage.input_tokens, answer.usage.output_tokens], [4, 4]);
  },
  "text, streamed": async (models) => {
    const stream = client.messages.stream({
      model: `${models}fake-echo`,
      max_tokens: 900,
      messages: said(WORDS),
    });
    let heard = "";
    stream.on("text", (piece) => {
      heard += piece;
    });
    const answer = await stream.finalMessage();
    same([heard, spoken(answer), answer.usage.output_tokens], [WORDS, WORDS, 4]);
  },
  "parallel tools": async (models) => {
    const question = said("Weather?");
    const answer = await ask({ model: `${models}fake-tools`, messages: question, tools });
    await handBack(models, question, answer);
  },
  "parallel tools, streamed": async (models) => {
    const question = said("Weather?");
    const body = { model: `${models}fake-tools`, max_tokens: 900, messages: question, tools };
    await handBack(models, question, await client.messages.stream(body).finalMessage());
  },
  image: async (models) => {
    const content = [
      { type: "image", source: { type: "base64", media_type: "image/png", data: RED_DOT } },
      { type: "text", text: "What is this?" },
    ];
    const answer = await ask({ model: `${models}fake-look`, messages: [{ role: "user", content }] });
    same(spoken(answer), "I see image/png");
  },
  thinking: async (models) => {
    const answer = await ask({
      model: `${models}fake-think`,
      messages: said("?"),
      thinking: { type: "enabled", budget_tokens: 8000 },
    });
    const thought = answer.content.filter((block) => block.type === "thinking");
    same([thought.map((block) => block.thinking), spoken(answer)], [["Let me see."], "Forty-two."]);
  },
  "structured output": async (models) => {
    const answer = await ask({
      model: `${models}fake-echo`,
      messages: said(WRITTEN_ZURICH),
      output_config: { format: { type: "json_schema", schema: CITY_SCHEMA } },
    });
    same(JSON.parse(spoken(answer)), ZURICH);
  },
  error: async (models) => {
    const refused = await ask({ model: `${models}fake-refuse`, messages: said("?") }).catch((e) => e);
    same([refused instanceof Anthropic.RateLimitError, refused.status], [true, 429]);
    same(refused.message.includes("slow down"), true);
  },
  "broken stream": async (models) => {
    const body = { model: `${models}fake-length`, max_tokens: 900, messages: said("?") };
    const broken = await client.messages.stream(body).finalMessage().catch((e) => e);
    same(broken instanceof Anthropic.AnthropicError, true);
  },
  disconnect: async (models) => {
    const stream = await ask({
      model: `${models}fake-slow`,
      messages: said(MANY_WORDS),
      stream: true,
    });
    for await (const event of stream) if (event.type === "content_block_delta") break;
  },
});
