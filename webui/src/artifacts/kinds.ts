/** Which blocks of code are things to be opened, and what they are called. */
import { msg, t } from "../languages/speaking";

export type Kind = "html" | "svg" | "react" | "mermaid" | "markdown";
export type Artifact = { kind: Kind; title: string; code: string };

export const kindWords: Record<Kind, string> = { html: msg("Web page"), svg: msg("Drawing"), react: msg("React component"), mermaid: msg("Diagram"), markdown: msg("Document") };
export const endings: Record<Kind, string> = { html: "html", svg: "svg", react: "jsx", mermaid: "mmd", markdown: "md" };

/** Names stand near the beginning; a long page need not be read to its end for each letter that arrives. */
const looked = 20_000;
const fewestLines: Partial<Record<Kind, number>> = { html: 4, markdown: 6 };

const diagrams: [RegExp, string][] = [
  [/^(?:flowchart|graph)\b/m, msg("Flowchart")], [/^sequenceDiagram/m, msg("Sequence diagram")], [/^classDiagram/m, msg("Class diagram")],
  [/^stateDiagram/m, msg("State diagram")], [/^erDiagram/m, msg("Entity diagram")], [/^gantt/m, msg("Gantt chart")], [/^pie\b/m, msg("Pie chart")],
  [/^mindmap/m, msg("Mind map")], [/^timeline/m, msg("Timeline")], [/^journey/m, msg("User journey")], [/^gitGraph/m, msg("Git graph")],
];

function drawn(head: string): string | undefined {
  const words = diagrams.find(([pattern]) => pattern.test(head))?.[1];
  return words === undefined ? undefined : t(words);
}

function kindOf(language: string | null, code: string): Kind | null {
  const begins = code.slice(0, 200).trimStart().toLowerCase();
  switch (language?.toLowerCase()) {
    case "html":
    case "htm":
      return begins.startsWith("<svg") ? "svg" : "html";
    case "svg":
      return "svg";
    case "xml":
      return /^(?:<\?xml[^>]*>\s*)?<svg/.test(begins) ? "svg" : null;
    case "jsx":
    case "tsx":
      return /export\s+default|(?:function|const|class)\s+[A-Z]/.test(code.slice(0, looked)) ? "react" : null;
    case "mermaid":
      return "mermaid";
    case "md":
    case "markdown":
      return "markdown";
    default:
      return null;
  }
}

function named(kind: Kind, code: string): string | undefined {
  const head = code.slice(0, looked);
  switch (kind) {
    case "html":
    case "svg":
      return /<title[^>]*>([^<]+)/i.exec(head)?.[1] ?? /<h1[^>]*>([^<]+)/i.exec(head)?.[1] ?? (kind === "svg" ? /aria-label="([^"]+)"/.exec(head)?.[1] : undefined);
    case "react":
      return (/export\s+default\s+(?:function|class)\s+([A-Z]\w*)/.exec(head) ?? /export\s+default\s+([A-Z]\w*)/.exec(code) ?? /(?:function|const|class)\s+([A-Z]\w*)/.exec(head))?.[1]?.replace(/([a-z\d])([A-Z])/g, "$1 $2");
    case "mermaid":
      return /^\s*title:?\s+(.+)$/m.exec(head)?.[1] ?? drawn(head);
    case "markdown":
      return /^#{1,3}\s+(.+)$/m.exec(head)?.[1];
  }
}

/** What a block of code is when it is opened, or null for code that is only read. */
export function artifactOf(language: string | null, code: string): Artifact | null {
  const kind = kindOf(language, code);
  if (!kind || code.split("\n", 10).length < (fewestLines[kind] ?? 1)) return null;
  const title = named(kind, code)?.trim().slice(0, 80);
  return { kind, title: title || t(kindWords[kind]), code };
}

export const fileNameOf = ({ kind, title }: Artifact) => `${title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || kind}.${endings[kind]}`;
