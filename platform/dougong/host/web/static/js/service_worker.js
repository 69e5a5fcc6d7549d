// Between the pages and the network: keeps this release's static files and the offline page, and nothing of any record.
// The server writes `const SHELL = {base, release, offline, files}` above; another release is another script.
const KEPT = `shell:${SHELL.base}:${SHELL.release}`;
const STATIC = `/static/${SHELL.release}/`;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const kept = await caches.open(KEPT);
    await Promise.all(SHELL.files.map((file) => kept.add(file)));
    await kept.put('offline', await fetch(SHELL.offline, { cache: 'reload', credentials: 'omit' }));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const ours = (await caches.keys()).filter((one) => one.startsWith(`shell:${SHELL.base}:`) && one !== KEPT);
    await Promise.all(ours.map((one) => caches.delete(one)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
    for (const page of await self.clients.matchAll()) page.postMessage({ release: SHELL.release });
  })());
});

self.addEventListener('message', (event) => { if (event.data === 'claim') event.waitUntil(self.clients.claim()); });

async function pageOrWord(event) {
  try {
    return (await event.preloadResponse) ?? await fetch(event.request);
  } catch {
    return (await (await caches.open(KEPT)).match('offline')) ?? Response.error();
  }
}

async function fromShell(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await kept.put(request, answer.clone());
  return answer;
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === location.origin && event.request.method === 'GET';
  if (!ours || (!SHELL.base && url.pathname.startsWith('/w/'))) return;  // another workspace's
  if (event.request.mode === 'navigate') event.respondWith(pageOrWord(event));
  else if (url.pathname.startsWith(STATIC)) event.respondWith(fromShell(event.request));
});
