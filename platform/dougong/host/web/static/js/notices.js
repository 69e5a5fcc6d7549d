// The bell: how many notices are unread, live. One tab of a browser holds the stream and tells the others; when it is closed, or
// the server refuses it (it restarts, say), another takes over, and the refused one queues again. Opening the bell asks for the list; opening a notice marks it as read.
// The stream also tells which release is in force: a page drawn by an older one offers to be loaded anew, and goes on working if not.

const base = document.body.dataset.base;
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(`notices:${base}`) : null;
let unreadNow = null;

let toldOf = 0; // the release whose coming was told

async function sayRelease({ revision }) {
  const page = document.getElementById('work');
  const old = page?.dataset.revision && Number(page.dataset.revision) < revision && !page.classList.contains('of-studio');
  if (!old) document.querySelector('.toast.changed')?.remove();
  if (!old || toldOf >= revision) return;
  toldOf = revision;
  const { toast } = await import('./toasts.js');
  const { changed, reload } = document.getElementById('phrases').dataset;
  toast({ text: changed, action: { words: reload, run: () => location.reload() }, seconds: 60 }).classList.add('changed');
}

function sayUnread(news) {
  sayRelease(news);
  const grew = unreadNow && news.unread > unreadNow.unread;
  unreadNow = news;
  for (const badge of document.querySelectorAll('[data-unread]')) {
    badge.hidden = !news.unread;
    badge.textContent = news.unread > 99 ? '99+' : String(news.unread);
    badge.classList.toggle('new', Boolean(grew));
  }
  if (grew && document.querySelector('[data-bell][open]')) loadNotices();
}

const AGAIN = 30_000; // how long a refused stream waits, in milliseconds

function listen() {
  return new Promise((over) => {
    const source = new EventSource(`${base}/notices/stream`);
    source.onmessage = (event) => { sayUnread(JSON.parse(event.data)); tabs?.postMessage(unreadNow); };
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) { setTimeout(queue, AGAIN); over(); } };
    addEventListener('pagehide', () => { source.close(); over(); }, { once: true });
  });
}

function queue() { if (navigator.locks) navigator.locks.request(`notices:${base}`, listen); else listen(); }

const posting = import('./post.js');
const post = (path, values) => posting.then((one) => one.post(path, values));

function loadNotices() {
  const place = document.querySelector('[data-notices]');
  if (place) window.htmx.ajax('GET', `${base}/notices/panel`, { target: place, swap: 'innerHTML' });
}

if (tabs) tabs.onmessage = (event) => { if (event.data === 'hello') { if (unreadNow) tabs.postMessage(unreadNow); } else sayUnread(event.data); };
queue();
tabs?.postMessage('hello');
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

document.addEventListener('htmx:after:swap', () => { if (unreadNow) sayUnread(unreadNow); });
document.addEventListener('toggle', (event) => { if (event.target.matches?.('[data-bell]') && event.target.open) loadNotices(); }, true);
document.addEventListener('click', (event) => {
  const one = event.target.closest?.('[data-notice]');
  if (!one?.classList.contains('unread')) return;
  one.classList.remove('unread');
  one.querySelector('.ndot')?.remove();
  post('/notices/read', { id: one.dataset.notice });
});
document.addEventListener('notices-read', () => {
  for (const one of document.querySelectorAll('[data-notice].unread')) { one.classList.remove('unread'); one.querySelector('.ndot')?.remove(); }
});
