/** Diagrams are drawn by one hidden sandbox for all of them and come back as pictures, in which nothing can run. */
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { toldBy, type DiagramRequest } from "./protocol";
import { colours, frameAddress, isDark, sandboxQuery } from "./sandbox";

export type Drawing = { address: string; svg: string; width: number; height: number };

const patienceMs = 20_000;
const mostKept = 60;
const kept = new Map<string, Promise<Drawing>>();
let frame: Promise<HTMLIFrameElement> | null = null;
let number = 0;

async function started(): Promise<HTMLIFrameElement> {
  const origin = await queries.fetchQuery(sandboxQuery);
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts");
  element.setAttribute("aria-hidden", "true");
  element.tabIndex = -1;
  element.title = t("Diagrams");
  element.className = "drawing-room";
  element.src = frameAddress(origin);
  const ready = answer(element, (told) => (told.parley === "ready" ? true : undefined));
  document.body.append(element);
  try {
    await ready;
  } catch (error) {
    element.remove();
    throw error;
  }
  return element;
}

function answer<Value>(element: HTMLIFrameElement, heard: (told: NonNullable<ReturnType<typeof toldBy>>) => Value | undefined): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = () => { removeEventListener("message", hear); clearTimeout(timer); };
    const hear = (event: MessageEvent) => {
      const told = toldBy(element, event);
      if (!told) return;
      try {
        const value = heard(told);
        if (value === undefined) return;
        end();
        resolve(value);
      } catch (error) {
        end();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const timer = setTimeout(() => { end(); reject(new Error("The place where diagrams are drawn does not answer.")); }, patienceMs);
    addEventListener("message", hear);
  });
}

async function ask(code: string): Promise<Drawing> {
  frame ??= started().catch((error: unknown) => { frame = null; throw error; });
  const element = await frame;
  const id = ++number;
  const request: DiagramRequest = { kind: "mermaid", id, code, dark: isDark(), colours: colours() };
  const drawn = answer(element, (told) => {
    if (told.parley === "undrawn" && told.id === id) throw new Error(told.reason);
    return told.parley === "drawn" && told.id === id ? told : undefined;
  });
  // The sandbox has no origin that could be named; what is sent is what the reader sees anyway.
  element.contentWindow?.postMessage(request, "*");
  const { svg, width, height } = await drawn;
  return { address: URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })), svg, width, height };
}

/** The picture of a diagram as the page looks now. */
export function draw(code: string, look: string): Promise<Drawing> {
  const key = `${look}\n${code}`;
  const before = kept.get(key);
  if (before) return before;
  const drawing = ask(code);
  kept.set(key, drawing);
  drawing.catch(() => kept.delete(key));
  for (const [old, made] of kept) {
    if (kept.size <= mostKept) break;
    kept.delete(old);
    void made.then(({ address }) => URL.revokeObjectURL(address), () => undefined);
  }
  return drawing;
}
