/** Tells the other tabs of this browser what changed, so that they look again. */
export type News = { kind: "changed" | "deleted"; id: string };

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("parley:conversations");

export const tellTabs = (news: News) => channel?.postMessage(news);

export function onNews(hear: (news: News) => void): void {
  channel?.addEventListener("message", ({ data }: MessageEvent<News>) => hear(data));
}
