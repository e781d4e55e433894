import { Bot } from "lucide-react";
import type { Agent } from "../api/types";

type Colour = Agent["colour"];

/** Of the tokens that there are, so that every theme has them. */
export const looks: Record<Colour, string> = {
  teal: "bg-accent-soft text-accent",
  blue: "bg-surface-2 text-link",
  violet: "bg-surface-2 text-code-keyword",
  pink: "bg-danger-soft text-danger",
  orange: "bg-warn-soft text-warn",
  grey: "bg-surface-2 text-text-2",
};

export function Avatar({ emoji, colour, large = false }: { emoji: string; colour: Colour; large?: boolean }) {
  return (
    <span aria-hidden className={`grid shrink-0 place-items-center rounded-card ${looks[colour]} ${large ? "size-12 text-2xl" : "size-10 text-xl"}`}>
      {emoji || <Bot className={large ? "size-6" : "size-5"} />}
    </span>
  );
}
