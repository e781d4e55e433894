import { answer, client } from "./client";
import type { paths } from "./schema";

const path = "/api/provider-keys";
export type OpenProvider = paths[typeof path]["get"]["responses"][200]["content"]["application/json"]["items"][number];

/** Keys of one's own at providers: they go in and never out. */
export const providerKeys = {
  all: () => answer(client.GET(path)),
  keep: (body: { provider: string; secret: string }) => answer(client.PUT(path, { body })),
  forget: (provider: string) => answer(client.POST(`${path}/removal`, { body: { provider } })),
};
