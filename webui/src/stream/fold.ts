import type { Message, Part, ToolRun } from "../api/types";

export type GenerationEvent =
  | { kind: "snapshot"; message: Message }
  | { kind: "delta"; part: number; type: "text" | "thinking" | "refusal"; text: string }
  | { kind: "tool_call"; part: number; id: string; name: string; arguments: string }
  | { kind: "tool_run"; part: number; run: ToolRun }
  | { kind: "dropped"; part: number }
  | { kind: "final"; message: Message };

/** The answer after one more event. Parts keep their identity unless they change. */
export function fold(message: Message, event: GenerationEvent): Message {
  switch (event.kind) {
    case "snapshot":
    case "final":
      return event.message;
    case "delta": {
      const old = message.parts[event.part];
      const text = old && old.type === event.type ? old.text + event.text : event.text;
      return { ...message, parts: placed(message.parts, event.part, { type: event.type, text }) };
    }
    case "tool_call": {
      const part: Part = { type: "tool_call", id: event.id, name: event.name, arguments: event.arguments };
      return { ...message, parts: placed(message.parts, event.part, part) };
    }
    case "tool_run":
      return { ...message, parts: placed(message.parts, event.part, event.run) };
    case "dropped":
      return { ...message, parts: message.parts.slice(0, event.part) };
  }
}

function placed(parts: Part[], at: number, part: Part): Part[] {
  if (at >= parts.length) return [...parts, part];
  return parts.map((old, index) => (index === at ? part : old));
}
