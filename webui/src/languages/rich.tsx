import { Fragment, type ReactNode } from "react";
import { t } from "./speaking";

type Part = ReactNode | ((inside: string) => ReactNode);

/** Words with elements in them: `{name}` is an element, `<name>words</name>` an element around words. */
export function rich(key: string, parts: Readonly<Record<string, Part>>): ReactNode[] {
  const say: (key: string, values?: { count: number }) => string = t;
  const count = parts.count;
  const phrase = typeof count === "number" ? say(key, { count }) : say(key);
  return phrase.split(/(\{\w+\}|<(\w+)>.*?<\/\2>)/).flatMap((piece, index) => {
    if (index % 3 === 2) return [];
    const name = /^[{<](\w+)[}>]/.exec(piece)?.[1];
    const part = name === undefined ? undefined : parts[name];
    if (index % 3 === 0 || part === undefined) return piece;
    const inside = piece.replace(/^<\w+>|<\/\w+>$/g, "");
    return <Fragment key={index}>{typeof part === "function" ? part(inside) : part}</Fragment>;
  });
}
