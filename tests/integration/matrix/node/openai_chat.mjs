// OpenAI's Node SDK by Chat Completions.
import OpenAI from "openai";
import {
  CITY_SCHEMA, MANY_WORDS, RED_DOT, WORDS, WRITTEN_ZURICH, ZURICH, key, report, same, url,
} from "./report.mjs";

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const ask = (body) => client.chat.completions.create(body);
const said = (content) => [{ role: "user", content }];
const tools = [{ type: "function", function: { name: "weather", parameters: CITY_SCHEMA } }];

async function handBack(models, question, calls) {
  same(
    calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]),
    [["weather", ZURICH], ["weather", ZURICH]],
  );
  same(new Set(calls.map((call) => call.id)).size, 2);
  const results = calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "rain" }));
  const answer = await ask({
    model: `${models}fake-echo`,
    messages: [
      ...question,
      { role: "assistant", content: null, tool_calls: calls },
      ...results,
      ...said(WORDS),
    ],
    tools,
  });
  same(answer.choices[0].message.content.endsWith(WORDS), true);
}

await report({
  text: async (models) => {
    const answer = await ask({ model: `${models}fake-echo`, messages: said(WORDS) });
    const [choice] = answer.choices;
    same([choice.message.content, choice.finish_reason], [WORDS, "stop"]);
    same([answer.usage.prompt_tokens, answer.usage.completion_tokens], [4, 4]);
  },
  "text, streamed": async (models) => {
    const stream = await ask({
      model: `${models}fake-echo`,
      messages: said(WORDS),
      stream: true,
      stream_options: { include_usage: true },
    });
    let heard = "";
    const counts = [];
    for await (const chunk of stream) {
      heard += chunk.choices[0]?.delta.content ?? "";
      if (chunk.usage) counts.push(chunk.usage.completion_tokens);
    }
    same([heard, counts], [WORDS, [4]]);
  },
  "parallel tools": async (models) => {
    const question = said("Weather?");
    const answer = await ask({ model: `${models}fake-tools`, messages: question, tools });
    same(answer.choices[0].finish_reason, "tool_calls");
    await handBack(models, question, answer.choices[0].message.tool_calls);
  },
  "parallel tools, streamed": async (models) => {
    const question = said("Weather?");
    const stream = client.chat.completions.stream({
      model: `${models}fake-tools`,
      messages: question,
      tools,
    });
    const answer = await stream.finalChatCompletion();
    const calls = answer.choices[0].message.tool_calls.map(
      ({ id, type, function: { name, arguments: written } }) => ({
        id,
        type,
        function: { name, arguments: written },
      }),
    );
    await handBack(models, question, calls);
  },
  image: async (models) => {
    const content = [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${RED_DOT}` } },
    ];
    const answer = await ask({ model: `${models}fake-look`, messages: [{ role: "user", content }] });
    same(answer.choices[0].message.content, "I see image/png");
  },
  thinking: async (models) => {
    const answer = await ask({
      model: `${models}fake-think`,
      messages: said("?"),
      reasoning_effort: "high",
    });
    const { reasoning_content: thought, content } = answer.choices[0].message;
    same([thought, content], ["Let me see.", "Forty-two."]);
  },
  "structured output": async (models) => {
    const answer = await ask({
      model: `${models}fake-echo`,
      messages: said(WRITTEN_ZURICH),
      response_format: {
        type: "json_schema",
        json_schema: { name: "place", schema: CITY_SCHEMA, strict: true },
      },
    });
    same(JSON.parse(answer.choices[0].message.content), ZURICH);
  },
  error: async (models) => {
    const refused = await ask({ model: `${models}fake-refuse`, messages: said("?") }).catch((e) => e);
    same([refused instanceof OpenAI.RateLimitError, refused.status], [true, 429]);
    same(refused.message.includes("slow down"), true);
  },
  "broken stream": async (models) => {
    let heard = "";
    try {
      const stream = await ask({
        model: `${models}fake-length`,
        messages: said("?"),
        stream: true,
      });
      for await (const chunk of stream) heard += chunk.choices[0]?.delta.content ?? "";
    } catch (error) {
      return same(error instanceof OpenAI.APIError, true);
    }
    throw new Error(`a clean end after ${heard}`);
  },
  disconnect: async (models) => {
    const stream = await ask({
      model: `${models}fake-slow`,
      messages: said(MANY_WORDS),
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  },
});
