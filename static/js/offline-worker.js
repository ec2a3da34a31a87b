// Keeps the verifier's page and what belongs to it, and nothing else. `SHELL` is given by the script that loads this one.
/* global SHELL */

const PREFIX = "verify-offline-shell-";
const NAME = PREFIX + SHELL.version;

async function keep() {
  const cache = await caches.open(NAME);
  // Without cookies: the page is the same for everybody.
  const asked = SHELL.files.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  await cache.addAll(asked);
  await self.skipWaiting();
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(request) {
  const cache = await caches.open(NAME);
  return cache.match(request, { ignoreVary: true });
}

// The door leads to the page in a language; without internet in that of the device.
async function door(request) {
  try {
    return await fetch(request);
  } catch {
    const wanted = navigator.languages.map((language) => language.slice(0, 2));
    return Response.redirect(SHELL.pages[wanted.find((language) => SHELL.pages[language]) ?? SHELL.language]);
  }
}

async function answer(request) {
  const found = await kept(request);
  if (found) return found;
  return new URL(request.url).pathname === SHELL.door ? door(request) : fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const isOurs = new URL(event.request.url).origin === location.origin;
  if (isOurs && event.request.method === "GET") event.respondWith(answer(event.request));
});
