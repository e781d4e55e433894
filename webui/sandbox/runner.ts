/** Runs one artifact that the page around it sends, or draws diagrams for it. It knows nothing else of that page. */
import type { Request, Told } from "../src/artifacts/protocol";
import { lockDown } from "./lockdown";
import { show } from "./html";

const site = decodeURIComponent(location.hash.slice(1));
const tell = (told: Told) => parent.postMessage(told, site);
let busy = false;

function isFromSite(event: MessageEvent): boolean {
  const ancestor = location.ancestorOrigins?.[0];
  return event.source === parent && event.origin === site && (ancestor === undefined || ancestor === site);
}

const sentence = (reason: unknown) => (reason instanceof Error ? reason.message : String(reason));

async function heed(request: Request): Promise<void> {
  if (request.kind === "mermaid") {
    const { draw } = await import("./diagram");
    try {
      tell({ parley: "drawn", id: request.id, ...(await draw(request)) });
    } catch (error) {
      tell({ parley: "undrawn", id: request.id, reason: sentence(error) });
    }
    return;
  }
  // One artifact for each frame: what ran before could have changed what comes after.
  if (busy) return;
  busy = true;
  // Models write pages for white paper and often name the colour of the letters alone.
  document.documentElement.style.colorScheme = "light";
  const usesTailwind = request.kind === "react" ? /className/.test(request.code) : /<script[^>]*tailwind/i.test(request.code);
  const react = request.kind === "react" ? await (await import("./react")).prepared(request.code) : null;
  const tailwind = usesTailwind ? await import("./tailwind") : null;
  seal();
  lockDown();
  if (react) react.run();
  else show(request.code);
  tailwind?.paint();
  tell({ parley: "shown" });
}

/** From here on not even this origin is asked for anything. */
function seal(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "default-src 'none'; script-src 'nonce-artifact' 'unsafe-eval'; script-src-attr 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:";
  document.head.append(policy);
}

addEventListener("message", (event: MessageEvent<Request>) => {
  if (!isFromSite(event)) return;
  heed(event.data).catch((error: unknown) => tell({ parley: "failed", reason: sentence(error) }));
});
addEventListener("error", (event) => tell({ parley: "failed", reason: event.message }));
addEventListener("unhandledrejection", (event) => tell({ parley: "failed", reason: sentence(event.reason) }));
addEventListener("securitypolicyviolation", (event) => tell({ parley: "blocked", address: event.blockedURI }));
if (parent !== window) tell({ parley: "ready" });
