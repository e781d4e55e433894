import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";

/** A listener that nothing may ever contact. */
export interface Canary {
  url: string;
  heard: string[];
  server: Server;
}

export async function canary(): Promise<Canary> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, server };
}

const run = "window.ran=1";

/** Each would set `window.ran`, open a dialog, leave the page or call on `x`, if it were taken for more than text. */
export function payloads(x: string): string[] {
  const handlers = ["onload", "onerror", "onclick", "onmouseover", "onfocus", "onanimationstart", "ontoggle", "onpointerenter", "onbegin", "onwheel"];
  const tags = ["img src=x", "svg", "body", "input autofocus", "details open", "video src=x", "audio src=x", "iframe", "object data=x", "marquee"];
  return [
    ...tags.flatMap((tag) => handlers.slice(0, 4).map((handler) => `<${tag} ${handler}=${run}>`)),
    ...handlers.map((handler) => `<svg><animate ${handler}=${run} attributeName=x dur=1s>`),
    `<script>${run}</script>`, `<SCRIPT>${run}</SCRIPT>`, `<script src=${x}/a.js></script>`, `<scr<script>ipt>${run}</script>`,
    `<svg><script>${run}</script></svg>`, `<svg><a xlink:href="javascript:${run}"><text>go</text></a></svg>`,
    `<math href="javascript:${run}">go</math>`, `<math><mtext><table><mglyph><style><img src=x onerror=${run}>`,
    `<svg></p><style><a id="</style><img src=1 onerror=${run}>">`, `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
    `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${run}>`, `<template><img src=x onerror=${run}></template>`,
    `<!--><img src=x onerror=${run}>-->`, `<![CDATA[><img src=x onerror=${run}>]]>`, `<xmp><img src=x onerror=${run}></xmp>`,
    `<base href="${x}/">`, `<link rel=stylesheet href=${x}/a.css>`, `<meta http-equiv=refresh content="0;url=${x}/moved">`,
    `<style>@import '${x}/b.css';body{background:url(${x}/c)}</style>`, `<iframe src=${x}/frame></iframe>`, `<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
    `<object data=${x}/object></object>`, `<embed src=${x}/embed>`, `<video poster=${x}/poster>`, `<img srcset="${x}/set 1x">`, `<portal src=${x}/portal>`,
    `<a href="javascript:${run}">go</a>`, `<a href="data:text/html,<script>${run}</script>">go</a>`, `<a href="vbscript:${run}">go</a>`, `<a href=" &#106;avascript:${run}">go</a>`,
    `<form action=javascript:${run}><button>go</button></form>`, `<button formaction=javascript:${run}>go</button>`, `<input type=image src=${x}/image>`,
    `<img name=getElementById><img name=cookie>`, `<a id=ran><a id=ran name=x>`, `<form id=document><input name=body></form>`,
    `[go](javascript:${run})`, `[go](JaVaScRiPt:${run})`, `[go](java\tscript:${run})`, `[go](data:text/html;base64,PHNjcmlwdD4=)`, `[go](vbscript:${run})`,
    `[go](<javascript:${run}>)`, `[go]: javascript:${run}\n\n[go]`, `<javascript:${run}>`, `![x](${x}/markdown?q=secret)`, `![x][r]\n\n[r]: ${x}/reference`,
    `![x](javascript:${run})`, `![" onerror=${run} x="](x)`, `[x](x "' onclick=${run} x='")`, `![x](data:image/svg+xml,<svg onload=${run}>)`,
    `\`\`\`html\n<img src=x onerror=${run}>\n\`\`\``, `\`\`\`"><img src=x onerror=${run}>\nx\n\`\`\``, `\`\`\`mermaid\nflowchart LR\n A["<img src=x onerror=${run}>"] --> B\n click A "javascript:${run}"\n\`\`\``,
    `\`\`\`svg\n<svg onload=${run}><image href=${x}/svg></svg>\n\`\`\``, `$\\href{javascript:${run}}{x}$`, `$\\includegraphics{${x}/katex}$`, `$\\url{javascript:${run}}$`,
    `$$\\htmlData{x=1}{<img src=x onerror=${run}>}$$`, `| <img src=x onerror=${run}> |\n| --- |\n| <b onclick=${run}>x</b> |`, `- [ ] <img src=x onerror=${run}>`,
    `[^1]: <img src=x onerror=${run}>\n\n[^1]`, `&lt;img src=x onerror=${run}&gt;`, `&#60;img src=x onerror=${run}&#62;`, `\\u003cimg src=x onerror=${run}\\u003e`,
    `%3Cimg src=x onerror=${run}%3E`, `{{constructor.constructor('${run}')()}}`, `\${${run}}`, `#{${run}}`, `<%= ${run} %>`, `"><img src=x onerror=${run}>`,
    `'><img src=x onerror=${run}>`, `\`><img src=x onerror=${run}>`, `--><img src=x onerror=${run}>`, `</title><img src=x onerror=${run}>`, `</textarea><img src=x onerror=${run}>`,
    `</style><img src=x onerror=${run}>`, `</script><img src=x onerror=${run}>`, `\u202e<img src=x onerror=${run}>`, `＜img src=x onerror=${run}＞`, `<img/src="x"/onerror=${run}>`,
    `<img\fsrc=x\fonerror=${run}>`, `<img src=x onerror\u00a0=${run}>`, `<x onclick=${run} style=position:fixed;inset:0>`, `<dialog open onclose=${run}>`, `event: execute\ndata: ${run}`,
    `data: {"html":"<img src=x onerror=${run}>"}`, `__proto__`, `constructor`, `<img src=${x}/plain>`, `http://x"onmouseover=${run}`, `www.x.example/"onclick=${run}//`,
  ];
}

/** Several short ones in a name. */
export const inName = `<img src=x onerror=${run}>"'\`{{7*7}}`;

/** What was carried out on this page, in words; nothing, if all of it was text. */
export async function watched(page: Page): Promise<() => Promise<string[]>> {
  const found: string[] = [];
  const own = new URL(process.env.E2E_BASE_URL ?? "").origin;
  page.on("dialog", (dialog) => { found.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on("popup", (popup) => found.push(`popup ${popup.url()}`));
  page.on("framenavigated", (frame) => { if (frame === page.mainFrame() && new URL(frame.url()).origin !== own) found.push(`left for ${frame.url()}`); });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => { (globalThis as unknown as { violated: string[] }).violated.push(`${event.violatedDirective} ${event.blockedURI}`); });
    (globalThis as unknown as { violated: string[] }).violated = [];
  });
  return async () => {
    const [ran, violated] = await page.evaluate(() => [(globalThis as unknown as { ran?: unknown }).ran, (globalThis as unknown as { violated: string[] }).violated] as const);
    return [...found, ...(ran === undefined || typeof ran === "object" ? [] : ["ran"]), ...violated];
  };
}
