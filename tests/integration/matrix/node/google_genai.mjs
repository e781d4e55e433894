// Google's Node SDK.
import { ApiError, FinishReason, GoogleGenAI } from "@google/genai";
import {
  CITY_SCHEMA, MANY_WORDS, RED_DOT, WORDS, WRITTEN_ZURICH, ZURICH, key, report, same, url,
} from "./report.mjs";

const client = new GoogleGenAI({ apiKey: key, vertexai: false, httpOptions: { baseUrl: url } });
const ask = (body) => client.models.generateContent(body);
const askStreamed = (body) => client.models.generateContentStream(body);
const tools = [{ functionDeclarations: [{ name: "weather", parametersJsonSchema: CITY_SCHEMA }] }];

async function handBack(models, parts) {
  const calls = parts.flatMap((part) => part.functionCall ?? []);
  same(
    calls.map((call) => [call.name, call.args]),
    [["weather", ZURICH], ["weather", ZURICH]],
  );
  const results = calls.map(({ id, name }) => ({
    functionResponse: { id, name, response: { output: "rain" } },
  }));
  const answer = await ask({
    model: `${models}fake-echo`,
    contents: [
      { role: "user", parts: [{ text: "Weather?" }] },
      { role: "model", parts },
      { role: "user", parts: [...results, { text: WORDS }] },
    ],
    config: { tools },
  });
  same(answer.text.endsWith(WORDS), true);
}

await report({
  text: async (models) => {
    const answer = await ask({ model: `${models}fake-echo`, contents: WORDS });
    same([answer.text, answer.candidates[0].finishReason], [WORDS, FinishReason.STOP]);
    const { promptTokenCount, candidatesTokenCount } = answer.usageMetadata;
    same([promptTokenCount, candidatesTokenCount], [4, 4]);
  },
  "text, streamed": async (models) => {
    let heard = "";
    let last;
    for await (const chunk of await askStreamed({ model: `${models}fake-echo`, contents: WORDS })) {
      heard += chunk.text ?? "";
      last = chunk;
    }
    same([heard, last.usageMetadata.candidatesTokenCount], [WORDS, 4]);
  },
  "parallel tools": async (models) => {
    const body = { model: `${models}fake-tools`, contents: "Weather?", config: { tools } };
    const answer = await ask(body);
    await handBack(models, answer.candidates[0].content.parts);
  },
  "parallel tools, streamed": async (models) => {
    const body = { model: `${models}fake-tools`, contents: "Weather?", config: { tools } };
    const parts = [];
    for await (const chunk of await askStreamed(body)) {
      parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    }
    await handBack(models, parts);
  },
  image: async (models) => {
    const parts = [
      { text: "What is this?" },
      { inlineData: { mimeType: "image/png", data: RED_DOT } },
    ];
    const answer = await ask({ model: `${models}fake-look`, contents: [{ role: "user", parts }] });
    same(answer.text, "I see image/png");
  },
  thinking: async (models) => {
    const answer = await ask({
      model: `${models}fake-think`,
      contents: "?",
      config: { thinkingConfig: { includeThoughts: true, thinkingBudget: 8000 } },
    });
    const thought = answer.candidates[0].content.parts.filter((part) => part.thought);
    same([thought.map((part) => part.text).join(""), answer.text], ["Let me see.", "Forty-two."]);
  },
  "structured output": async (models) => {
    const answer = await ask({
      model: `${models}fake-echo`,
      contents: WRITTEN_ZURICH,
      config: { responseMimeType: "application/json", responseJsonSchema: CITY_SCHEMA },
    });
    same(JSON.parse(answer.text), ZURICH);
  },
  error: async (models) => {
    const body = { model: `${models}fake-refuse`, contents: "?" };
    const refused = await ask(body).catch((error) => error);
    same([refused instanceof ApiError, refused.status], [true, 429]);
    same(refused.message.includes("slow down"), true);
  },
  "broken stream": async (models) => {
    let heard = "";
    try {
      const body = { model: `${models}fake-length`, contents: "?" };
      for await (const chunk of await askStreamed(body)) heard += chunk.text ?? "";
    } catch (error) {
      return same(error instanceof Error, true);
    }
    throw new Error(`a clean end after ${heard}`);
  },
  disconnect: async (models) => {
    const body = { model: `${models}fake-slow`, contents: MANY_WORDS };
    for await (const chunk of await askStreamed(body)) if (chunk.text) break;
  },
});
