/** What the page and the sandbox say to each other. The page believes nothing of what it is told: it is shown as text. */
export type Colours = { bg: string; surface: string; text: string; line: string; accent: string; soft: string };
export type DiagramRequest = { kind: "mermaid"; id: number; code: string; dark: boolean; colours: Colours };
export type ArtifactRequest = { kind: "html" | "react"; code: string };
export type Request = DiagramRequest | ArtifactRequest;

export type Told =
  | { parley: "ready" }
  | { parley: "shown" }
  | { parley: "failed"; reason: string }
  | { parley: "blocked"; address: string }
  | { parley: "drawn"; id: number; svg: string; width: number; height: number }
  | { parley: "undrawn"; id: number; reason: string };

/** A sandboxed page without an origin of its own is called so. */
export const sandboxOrigin = "null";

export function toldBy(frame: HTMLIFrameElement | null, event: MessageEvent): Told | null {
  if (!frame || event.source !== frame.contentWindow || event.origin !== sandboxOrigin) return null;
  const told = event.data as Partial<Told> | null;
  return typeof told === "object" && typeof told?.parley === "string" ? (told as Told) : null;
}
