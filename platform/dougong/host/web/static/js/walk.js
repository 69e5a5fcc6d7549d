// From record to record in the order of the list one came from: its place, and the way to its neighbours.

const KEPT = 'walk';

// The rows that are there when a record is opened from them, each with its place among all.
function note(box) {
  const size = Number(box.dataset.size || 0);
  const bodies = [...box.querySelectorAll('table tbody')].filter((body) => body.querySelector('tr[data-id]'));
  const rows = bodies.flatMap((body) => [...body.querySelectorAll('tr[data-id]')].map((row, at) => [
    (Number(body.dataset.page || 1) - 1) * size + at + 1, row.querySelector('.nm a')?.getAttribute('href'),
  ]));
  const cards = [...box.querySelectorAll('.cards a.hd')].map((card, at) => [at + 1, card.getAttribute('href')]);
  const items = (box.querySelector('table')?.offsetParent ? rows : cards).filter(([, href]) => href);
  const total = Number(box.dataset.total || 0) || items.length;
  sessionStorage.setItem(KEPT, JSON.stringify({ total, items, from: location.pathname + location.search }));
}

function show() {
  const walk = document.getElementById('walk');
  if (!walk || walk.dataset.shown) return;
  walk.dataset.shown = 'yes';
  const { total, items, from } = JSON.parse(sessionStorage.getItem(KEPT) ?? '{"items":[]}');
  const at = items.findIndex(([, href]) => href === document.querySelector('.rgrid')?.dataset.record);
  if (at < 0) return;
  walk.querySelector('[data-place]').textContent = `${items[at][0].toLocaleString()} / ${total.toLocaleString()}`;
  for (const link of walk.querySelectorAll('a')) {
    const to = items[at + Number(link.dataset.step)];
    if (to) link.setAttribute('href', to[1]); else link.hidden = true;
  }
  document.querySelector('.of-record .crumb')?.append(walk);
  if (from) document.querySelector('.of-record .phoneback')?.setAttribute('href', from);
  walk.hidden = false;
}

document.addEventListener('click', (event) => {
  const box = event.target.closest?.('#scroll');
  if (box && event.target.closest('a[href]')) note(box);
}, true);
function begin() {
  const box = document.getElementById('scroll');
  if (box) box.dataset.walks = 'yes';
  show();
}
document.addEventListener('htmx:after:settle', begin);
begin();
