/** Where artifacts run, and how this page looks to what runs there. */
import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { Colours } from "./protocol";

/** The gateway knows it. Without a gateway, as in development, nothing can be run. */
async function originOf(): Promise<string> {
  const reply = await fetch("/artifacts.json");
  if (!reply.ok || !reply.headers.get("content-type")?.includes("json")) throw new Error("Artifacts are not set up here.");
  const { origin } = (await reply.json()) as { origin: string };
  if (!URL.canParse(origin) || new URL(origin).origin === location.origin) throw new Error("Artifacts need an origin of their own.");
  return origin;
}

export const sandboxQuery = { queryKey: ["sandbox"], queryFn: originOf, staleTime: Infinity, retry: 1 };
export const useSandbox = () => useQuery(sandboxQuery);
export const frameAddress = (origin: string) => `${origin}/frame.html#${encodeURIComponent(location.origin)}`;

const subscribe = (tell: () => void) => {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-contrast"] });
  return () => observer.disconnect();
};
const lookNow = () => `${document.documentElement.dataset.theme} ${document.documentElement.dataset.contrast}`;

/** Changes when the colours of the page do. */
export const useLook = () => useSyncExternalStore(subscribe, lookNow);
export const isDark = () => document.documentElement.dataset.theme === "dark";

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { bg: of("bg"), surface: of("surface-2"), text: of("text"), line: of("text-2"), accent: of("accent"), soft: of("accent-soft") };
}
