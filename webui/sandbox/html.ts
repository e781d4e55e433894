import { withoutFrames } from "./lockdown";

/** A page or a drawing as this document. Its scripts run in their order; those of other places never come. */
export function show(html: string): void {
  const read = new DOMParser().parseFromString(withoutFrames(html), "text/html");
  for (const element of read.querySelectorAll("meta[http-equiv], base, link")) element.remove();
  for (const { name, value } of read.documentElement.attributes) document.documentElement.setAttribute(name, value);
  document.head.append(...read.head.childNodes);
  document.documentElement.replaceChild(document.adoptNode(read.body), document.body);
  const scripts = [...document.querySelectorAll("script")].filter((script) => !isOurs(script));
  for (const script of scripts) runAnew(script);
  document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
  dispatchEvent(new Event("load"));
}

const isOurs = (script: HTMLScriptElement) => script.src === new URL(import.meta.url).href || script.src.startsWith(new URL("./", import.meta.url).href);

/** A script that was read with a page does not run by itself. */
function runAnew(old: HTMLScriptElement): void {
  const script = document.createElement("script");
  for (const { name, value } of old.attributes) script.setAttribute(name, value);
  script.nonce = "artifact";
  // What has an address is shown as blocked rather than silently left out.
  if (script.src) script.nonce = "";
  script.textContent = old.textContent;
  old.replaceWith(script);
}
