// Parley opens without a network: the page and what it is built of are kept, and nothing of anybody's.
// A page is asked for first, so that a new release is seen at once; hashed assets never change.
const SHELL = "parley-shell";
const ASSETS = "parley-assets";
const PAGE = "/index.html";
const BESIDE = ["/first-paint.js", "/favicon.svg"];
const MOST_ASSETS = 200;

addEventListener("install", (event) => {
  skipWaiting();
  // Where a browser can, what is not ours does not even come by here.
  if (event.addRoutes) event.waitUntil(event.addRoutes([{ condition: { urlPattern: "/api/*" }, source: "network" }]));
  event.waitUntil(keepPage());
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // A page's last word: it is gone before it could send this itself.
  if (request.keepalive) return event.respondWith(fetch(request));
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (BESIDE.includes(pathname)) event.respondWith(newest(request, pathname));
  else if (request.mode === "navigate" && isPage(pathname)) event.respondWith(newest(request, PAGE));
});

// The administration and the services under this origin are not this application's pages.
function isPage(pathname) {
  return !/^\/(admin|api|v1|v1beta)(\/|$)/.test(pathname);
}

async function keepPage() {
  const answer = await fetch(PAGE, { cache: "no-store" });
  if (!answer.ok) throw new Error(`the page answered ${answer.status}`);
  const built = [...(await answer.clone().text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1]);
  const shell = await caches.open(SHELL);
  await shell.put(PAGE, answer);
  await shell.addAll(BESIDE);
  await (await caches.open(ASSETS)).addAll([...new Set(built)]);
}

async function newest(request, name) {
  const shell = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await shell.put(name, answer.clone());
    return answer;
  } catch (error) {
    const kept = await shell.match(name);
    if (kept) return kept;
    throw error;
  }
}

async function asset(request) {
  const assets = await caches.open(ASSETS);
  const kept = await assets.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) {
    await assets.put(request, answer.clone());
    // The first ones were kept first; what is still needed is asked for again.
    for (const old of (await assets.keys()).slice(0, -MOST_ASSETS)) await assets.delete(old);
  }
  return answer;
}
