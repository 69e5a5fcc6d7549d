// Favourites and recent records of the menu: the star of the page, the order by drag or Alt and arrow keys, looks at records;
// and the keys that work everywhere: s keeps the page, g h, g n and g f go.

const RECORD = /^\/[a-z][a-z0-9_]*\/[0-9a-f-]{36}$/;
const { base } = document.body.dataset;
const posting = import('./post.js');
const post = (path, values) => posting.then((one) => one.post(path, values));
let lookTimer = 0;
let looked = '';
let wentBefore = -Infinity;

function markStars() {
  const kept = new Set([...document.querySelectorAll('#mine [data-path]')].map((one) => one.dataset.path));
  for (const star of document.querySelectorAll('[data-star]')) star.setAttribute('aria-pressed', kept.has(star.dataset.star));
  const here = document.querySelector('[data-star]')?.dataset.star;
  for (const one of document.querySelectorAll('#mine [data-path]')) one.classList.toggle('here', one.dataset.path === here);
  for (const part of document.querySelectorAll('#mine [data-keep]')) {
    const state = localStorage.getItem(`menu:${part.dataset.keep}`);
    if (state) part.open = state === 'open';
  }
}

// A record counts as looked at when one stays on it.
function noteLook() {
  const path = document.querySelector('[data-star]')?.dataset.star ?? '';
  clearTimeout(lookTimer);
  if (!RECORD.test(path) || path === looked) return;
  lookTimer = setTimeout(() => { looked = path; post('/visits', { path }); }, 1200);
}

document.addEventListener('htmx:after:settle', () => { markStars(); noteLook(); });
markStars();
noteLook();

document.addEventListener('toggle', (event) => {
  if (event.target.matches?.('#mine [data-keep]')) localStorage.setItem(`menu:${event.target.dataset.keep}`, event.target.open ? 'open' : 'shut');
}, true);

const orderedLinks = () => [...document.querySelectorAll('#mine [data-order] [data-path]')];
const saveOrder = () => post('/favourites/order', orderedLinks().map((one) => ['path', one.dataset.path]));

document.addEventListener('pointerover', async (event) => {
  const list = event.target.closest?.('#mine [data-order]');
  if (!list || list.dataset.sortable || list.children.length < 2) return;
  list.dataset.sortable = 'yes';
  (await import('./drag.js')).sortable(list, { onEnd: saveOrder });
});

document.addEventListener('keydown', (event) => {
  const link = event.target.closest?.('#mine [data-order] [data-path]');
  if (link && event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    event.preventDefault();
    const other = event.key === 'ArrowUp' ? link.previousElementSibling : link.nextElementSibling;
    if (!other) return;
    if (event.key === 'ArrowUp') other.before(link); else other.after(link);
    link.focus();
    saveOrder();
    return;
  }
  if (event.target.closest?.('input, textarea, select, [contenteditable]') || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const soon = event.timeStamp - wentBefore < 1200;
  wentBefore = event.key === 'g' ? event.timeStamp : -Infinity;
  const to = soon && { h: '/', n: '/notices', f: '/favourites' }[event.key];
  if (to) { event.preventDefault(); event.stopImmediatePropagation(); location.assign(base + to); }
  else if (event.key === 's') { const star = document.querySelector('[data-star]'); if (star) { event.preventDefault(); star.click(); } }
}, true);
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-keys]')) window.htmx.ajax('GET', `${base}/keys`, { target: '#dialog', swap: 'innerHTML' });
});
