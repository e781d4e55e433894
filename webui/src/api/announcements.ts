import { answer, client } from "./client";
import type { paths } from "./schema";

export type Announcement = paths["/api/announcements"]["get"]["responses"][200]["content"]["application/json"]["items"][number];

/** What administrators say to one. */
export const announcements = {
  read: () => answer(client.GET("/api/announcements")),
  dismiss: (id: string, revision: number) => answer(client.PUT("/api/announcements/{id}/dismissal", { params: { path: { id } }, body: { revision } })),
};
