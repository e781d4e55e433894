import { answer, client } from "./client";
import type { paths } from "./schema";

type Found<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { "application/json": infer Body } } } } } ? Body : never;
type Sent<Path extends keyof paths> = paths[Path] extends { post: { requestBody: { content: { "application/json": infer Body } } } } ? Body : never;

export type Library = Found<"/api/prompts">;
export type SavedPrompt = Library["prompts"][number];
export type PromptInput = Required<Sent<"/api/prompts">>;
export type Preset = Found<"/api/presets">["presets"][number];
export type PresetInput = Required<Sent<"/api/presets">>;
export type { Parameters } from "./types";

const id = (id: string) => ({ params: { path: { id } } });

/** Prompts and presets that are kept to be used again. */
export const library = {
  prompts: () => answer(client.GET("/api/prompts")),
  createPrompt: (body: PromptInput) => answer(client.POST("/api/prompts", { body })),
  editPrompt: (prompt: string, version: number, body: PromptInput) => answer(client.PUT("/api/prompts/{id}", { ...id(prompt), body: { ...body, version } })),
  deletePrompt: (prompt: string) => answer(client.DELETE("/api/prompts/{id}", id(prompt))),
  presets: () => answer(client.GET("/api/presets")).then((found) => found.presets),
  savePreset: (body: PresetInput) => answer(client.POST("/api/presets", { body })),
  deletePreset: (preset: string) => answer(client.DELETE("/api/presets/{id}", id(preset))),
};
