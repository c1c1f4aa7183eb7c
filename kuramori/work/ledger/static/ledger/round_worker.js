// 点検: a round that was opened can be opened again where the network is away. Nothing else is kept, and no change is sent from here.
const SHELF = "kuramori-rounds";
const LONGEST_MS = 12 * 60 * 60 * 1000;
const ROUND = new RegExp(`^${new URL(self.registration.scope).pathname}[0-9a-f-]{36}/$`);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The newest always comes from the house; what is kept is for when the house cannot be reached.
const kept = async (request, shelved) => {
  try {
    return await fetch(request);
  } catch (away) {
    const shelf = await caches.open(SHELF);
    const found = await shelf.match(shelved);
    const at = found && Number(found.headers.get("x-kept-at"));
    if (found && (!at || Date.now() - at < LONGEST_MS)) return found;
    throw away;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && ROUND.test(url.pathname)) event.respondWith(kept(request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(kept(request, request.url));
});
