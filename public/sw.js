// The service worker: what the phone keeps, so that one's own registrations can be read without a network.
//
// The server writes three lines before this file: BUILD, a name that changes with the bundle, LANGUAGE, and BUNDLE, the
// files that every page in that language needs. What can change is always asked for first, and kept as it came; what is somebody's own is kept apart
// and goes when they sign out.

const SHELL = `shell-${BUILD}`;
const OWN = `own-${BUILD}`;
const OFFLINE = "/offline";
/** Counts up when what was somebody's own is nobody's: an answer that was asked for before is not kept after. */
let owner = 0;

/** Pages of one's own that can be read offline. */
const OWN_PAGES = /^\/registrations(\/[^/]+(\/ticket)?)?$/;
/** The picture on a ticket, which is read offline with it. */
const OWN_PICTURE = /^\/photo\/ticket\//;
/** What these pages ask for when they are reached without loading a page. */
const OWN_DATA = /^\/api\/registration\/(list|detail|ticket)$/;
/** With these, what was somebody's own is nobody's. */
const ENDS = /^\/api\/(account\/sign-(out|in|up\/password)|reset\/password|security\/end-session)$/;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.source?.postMessage(`build ${BUILD}`));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const answer = url.origin === location.origin && answerTo(event, url);
  if (answer) event.respondWith(answer);
});

function answerTo(event, url) {
  const { request } = event;
  if (request.method === "GET" && /^\/(pkg|words)\//.test(url.pathname)) return ofBundle(event);
  if (request.method === "GET" && request.mode === "navigate") return page(event, url);
  if (request.method === "GET" && OWN_PICTURE.test(url.pathname)) return picture(event, url);
  if (request.method === "POST" && ENDS.test(url.pathname)) return end(request);
  if (request.method === "POST" && OWN_DATA.test(url.pathname)) return data(event, url);
  return undefined;
}

async function install() {
  const shell = await caches.open(SHELL);
  // The page has just loaded the bundle: the browser's own cache still has it.
  await shell.addAll(BUNDLE);
  await shell.add(new Request(OFFLINE, { cache: "no-store", credentials: "omit", headers: { "accept-language": LANGUAGE } }));
  await skipWaiting();
}

/**
 * Pages that are open go on with their own build: its files are kept for one more. They hear of the new one. What was
 * kept of one's own names files that will be gone: it is asked for again.
 */
async function activate() {
  const names = await caches.keys();
  const shells = names.filter((name) => name.startsWith("shell-"));
  for (const name of names) {
    if (name.startsWith("own-") && name !== OWN) await keepAgain(name);
    if (name !== OWN && !shells.slice(-2).includes(name)) await caches.delete(name);
  }
  await clients.claim();
  for (const client of await clients.matchAll()) client.postMessage(`build ${BUILD}`);
}

async function keepAgain(name) {
  const kept = await (await caches.open(name)).keys();
  const paths = kept.map((request) => new URL(request.url).pathname).filter((path) => OWN_PAGES.test(path) || OWN_PICTURE.test(path));
  const asker = owner;
  await Promise.allSettled(paths.map(async (path) => keep(path, await fetch(path), asker)));
}

/** Files of the bundle never change. One that is gone belongs to a build that is: its page is loaded anew, where it is. */
async function ofBundle(event) {
  const kept = await caches.match(event.request.url, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) {
    const shell = await caches.open(SHELL);
    event.waitUntil(shell.put(event.request.url, response.clone()));
  } else if (response.status === 404) {
    const client = await clients.get(event.clientId);
    await client?.navigate(client.url);
  }
  return response;
}

async function page(event, url) {
  const [isOwn, asker] = [OWN_PAGES.test(url.pathname), owner];
  try {
    const response = await fetch(event.request);
    if (isOwn) event.waitUntil(keep(url.pathname, response.clone(), asker));
    return response;
  } catch (error) {
    const own = isOwn && (await caches.match(url.pathname, { cacheName: OWN, ignoreVary: true }));
    if (own) return markedAsKept(own);
    if (url.pathname !== OFFLINE) return Response.redirect(`${OFFLINE}?to=${encodeURIComponent(url.pathname + url.search)}`);
    return (await caches.match(OFFLINE, { cacheName: SHELL, ignoreVary: true })) ?? Promise.reject(error);
  }
}

async function picture(event, url) {
  const asker = owner;
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(url.pathname, response.clone(), asker));
    return response;
  } catch (error) {
    return (await caches.match(url.pathname, { cacheName: OWN, ignoreVary: true })) ?? Promise.reject(error);
  }
}

/** The page says that it is shown as it was: its root is marked. */
async function markedAsKept(response) {
  const html = await response.text();
  return new Response(html.replace("<html ", "<html data-kept "), { headers: response.headers });
}

/** The data of one's own pages, under an address that no request has: what was asked for stands in the body. */
async function data(event, url) {
  const asker = owner;
  const name = `${url.pathname}?${await event.request.clone().text()}`;
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(name, response.clone(), asker));
    return response;
  } catch (error) {
    const own = await caches.match(name, { cacheName: OWN, ignoreVary: true });
    if (!own) throw error;
    (await clients.get(event.clientId))?.postMessage("kept");
    return own;
  }
}

/** Keeps what came well; where it says that nobody is signed in any more, everything goes. */
async function keep(name, response, asker) {
  if (response.redirected || response.type === "opaqueredirect" || response.status === 401) {
    await caches.delete(OWN);
  } else if (response.ok) {
    const own = await caches.open(OWN);
    await own.put(name, response);
    // Its owner left while it was on its way.
    if (asker !== owner) await own.delete(name);
  }
}

/** Before the answer, and after it: what was asked for meanwhile goes, too. */
async function end(request) {
  owner += 1;
  await caches.delete(OWN);
  try {
    return await fetch(request);
  } finally {
    owner += 1;
    await caches.delete(OWN);
  }
}
