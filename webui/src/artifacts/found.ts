/** The artifacts of a thread, in the order in which they were written. */
import type { Message } from "../api/types";
import { artifactOf, type Artifact } from "./kinds";

const opening = /^([ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})[ \t]*([\w+-]*)[^`]*$/;

export function artifactsIn(text: string): Artifact[] {
  const found: Artifact[] = [];
  let fence: { mark: string; indent: number; language: string; lines: string[] } | null = null;
  for (const line of text.split("\n")) {
    if (!fence) {
      const opened = opening.exec(line);
      if (opened) fence = { mark: opened[2]!, indent: opened[1]!.length, language: opened[3]!, lines: [] };
    } else if (line.trim().startsWith(fence.mark) && line.trim().replaceAll(fence.mark[0]!, "") === "") {
      const artifact = artifactOf(fence.language || null, fence.lines.join("\n"));
      if (artifact) found.push(artifact);
      fence = null;
    } else {
      fence.lines.push(line.slice(Math.min(fence.indent, line.length - line.trimStart().length)));
    }
  }
  return found;
}

/** Everything that goes by the name of `artifact`, the oldest first. What is not in the thread stands alone. */
export function versionsOf(artifact: Artifact, messages: Message[]): Artifact[] {
  const texts = messages.filter(({ role }) => role === "assistant").flatMap(({ parts }) => parts.flatMap((part) => (part.type === "text" ? [part.text] : [])));
  const same = texts.flatMap(artifactsIn).filter(({ kind, title }) => kind === artifact.kind && title === artifact.title);
  const different = same.filter(({ code }, at) => at === 0 || code !== same[at - 1]!.code);
  return different.some(({ code }) => code === artifact.code) ? different : [...different, artifact];
}
