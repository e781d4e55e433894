/**
 * Takes away what a content security policy does not: browsers let WebRTC speak to any address whatever the policy
 * says. Its constructors are deleted, and so is every way to a fresh window that would still have them: no frame can
 * be made. A text without `<iframe` holds no start tag of one, so marks are renamed as text wherever HTML is read.
 */
const frames = ["iframe", "frame", "frameset", "fencedframe", "object", "embed", "applet", "portal"];
const mark = new RegExp(`<(?=(?:${frames.join("|")})(?![a-z0-9-]))`, "gi");
const known = new Set(["innerHTML", "outerHTML", "insertAdjacentHTML", "getHTML"]);

export const withoutFrames = (html: unknown) => String(html).replace(mark, "<no-");
const isFrame = (name: unknown) => frames.includes(String(name).toLowerCase().replace(/^.*:/, ""));

type Method = (this: unknown, ...given: unknown[]) => unknown;

function fixed(owner: object, name: string, value: unknown): void {
  try {
    Object.defineProperty(owner, name, { value, writable: false, configurable: false });
  } catch {
    // This browser does not have it, or has fixed it itself.
  }
}

function around(owner: object, name: string, change: (given: unknown[]) => unknown[]): void {
  const before = (owner as Record<string, unknown>)[name];
  if (typeof before !== "function") return;
  fixed(owner, name, function (this: unknown, ...given: unknown[]) {
    return (before as Method).apply(this, change(given));
  });
}

function setter(owner: object, name: string): void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  if (!before?.set) return;
  Object.defineProperty(owner, name, { ...before, set(value: unknown) { before.set!.call(this, withoutFrames(value)); }, configurable: false });
}

function refused(): never {
  throw new Error("This is not available in an artifact.");
}

export function lockDown(): void {
  for (const name of Object.getOwnPropertyNames(window)) {
    if (/^(?:webkit|moz)?RTC|^WebTransport|^WebSocketStream|^XSLTProcessor|^(?:TCP|UDP)/.test(name)) fixed(window, name, undefined);
  }
  for (const owner of [Document.prototype, Element.prototype, ShadowRoot.prototype, Range.prototype, HTMLElement.prototype]) {
    for (const name of Object.getOwnPropertyNames(owner)) if (/HTML/.test(name) && !known.has(name)) fixed(owner, name, refused);
  }
  fixed(Document, "parseHTMLUnsafe", refused);
  for (const name of ["write", "writeln", "open", "execCommand"]) fixed(Document.prototype, name, refused);
  for (const owner of [Element.prototype, ShadowRoot.prototype]) for (const name of ["innerHTML", "outerHTML"]) setter(owner, name);
  around(Element.prototype, "insertAdjacentHTML", ([place, html]) => [place, withoutFrames(html)]);
  around(Range.prototype, "createContextualFragment", ([html]) => [withoutFrames(html)]);
  // Other kinds of documents may name elements in ways of their own.
  around(DOMParser.prototype, "parseFromString", ([html, kind]) => (kind === "text/html" ? [withoutFrames(html), kind] : refused()));
  around(Document.prototype, "createElement", ([name, ...more]) => [isFrame(name) ? "no-frame" : name, ...more]);
  around(Document.prototype, "createElementNS", ([space, name, ...more]) => [space, isFrame(name) ? "no-frame" : name, ...more]);
  for (const name of ["localStorage", "sessionStorage"]) fixed(window, name, forgetful());
}

/** A sandboxed page has no storage; most programs go on as long as something answers. */
function forgetful(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() { return kept.size; },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, String(value)),
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
  };
}
