/** Token colours from a worker, started by the first code block that is seen. */
import type { Root } from "hast";
import { useEffect, useState } from "react";

type Highlighted = { code: string; language: string; root: Root | null };
const everyMs = 150;
const longest = 60_000;
const waiting = new Map<string, Set<(answer: Highlighted) => void>>();
let worker: Worker | null = null;

const keyOf = (language: string, code: string) => `${language}\n${code}`;

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./highlight.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<Highlighted>) => {
    const key = keyOf(data.language, data.code);
    for (const tell of waiting.get(key) ?? []) tell(data);
    waiting.delete(key);
  };
  return worker;
}

function ask(language: string, code: string, tell: (answer: Highlighted) => void): () => void {
  const key = keyOf(language, code);
  const others = waiting.get(key);
  if (others) others.add(tell);
  else {
    waiting.set(key, new Set([tell]));
    started().postMessage({ code, language });
  }
  return () => waiting.get(key)?.delete(tell);
}

/** The tokens of the longest beginning of `code` that is known by now. */
export function useHighlighted(code: string, language: string | null, open: boolean): Highlighted | null {
  const [highlighted, setHighlighted] = useState<Highlighted | null>(null);
  const due = open ? Math.floor(code.length / 80) : code;
  useEffect(() => {
    if (!language || code.length > longest) return;
    let cancel = () => {};
    const timer = setTimeout(() => {
      cancel = ask(language.toLowerCase(), code, setHighlighted);
    }, open ? everyMs : 0);
    return () => {
      clearTimeout(timer);
      cancel();
    };
    // While the block grows, ask once per 80 characters rather than at every flush.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [due, language, open]);
  return highlighted?.root && code.startsWith(highlighted.code) ? highlighted : null;
}
