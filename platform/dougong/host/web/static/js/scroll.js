// Long tables: pages of rows come as the eye nears them and leave far from it, each keeping its place; cards on phones follow on.

const NEAR = 0.6; // of a window's height, before a page comes into sight
const HELD = 60; // pages kept in memory, further ones are asked for again

let table = null; // {box, size, pages, height, held: page -> tbody, asked: pages on their way, top, bottom}

function start() {
  const box = document.getElementById('scroll');
  if (!box?.dataset.rows || box.dataset.rolls) return;
  box.dataset.rolls = 'yes';
  box.classList.add('rolling');
  const first = document.getElementById('rows');
  const size = Number(box.dataset.size);
  const number = Number(box.dataset.number);
  const pages = Math.ceil(Number(box.dataset.total) / size);
  const spacer = () => {
    const made = document.createElement('tbody');
    made.className = 'gap';
    made.append(document.createElement('tr'));
    made.firstChild.append(Object.assign(document.createElement('td'), { colSpan: first.rows[0]?.cells.length ?? 1 }));
    return made;
  };
  table = { box, size, pages, total: Number(box.dataset.total), height: first.rows[0]?.offsetHeight || 36, held: new Map([[number, first]]), asked: new Set(), top: spacer(), bottom: spacer() };
  first.dataset.page = number;
  first.before(table.top);
  first.after(table.bottom);
  measure();
  if (number > 1) box.scrollTop = (number - 1) * size * table.height;
  box.addEventListener('scroll', soon, { passive: true });
  roll();
}

const shown = () => [...table.box.querySelectorAll('tbody[data-page]')];
const place = (body, rows) => { body.hidden = rows <= 0; body.rows[0].cells[0].style.height = `${rows * table.height}px`; };

// What is not in the page stands for as many rows as it has.
function measure() {
  const bodies = shown();
  const before = bodies.length ? Number(bodies[0].dataset.page) : 1;
  const after = bodies.length ? Number(bodies.at(-1).dataset.page) : 0;
  place(table.top, (before - 1) * table.size);
  place(table.bottom, Math.max(0, table.total - after * table.size));
}

let waiting = 0;
function soon() { if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; if (table?.box.isConnected) roll(); }); }

function roll() {
  if (!table.box.clientHeight || !document.getElementById('table')?.offsetParent) return;
  const { box, size, pages, height, held } = table;
  const near = box.clientHeight * NEAR;
  const page = (pixels) => Math.min(pages, Math.max(1, Math.floor(pixels / (size * height)) + 1));
  const from = page(box.scrollTop - near);
  const to = page(box.scrollTop + box.clientHeight + near);
  const wanted = [];
  for (let one = from; one <= to; one += 1) wanted.push(one);
  const ready = wanted.filter((one) => held.has(one));
  for (const one of wanted) if (!held.has(one)) ask(one);
  // Rows stay one run without holes: a hole is filled when its page comes.
  const run = [];
  for (const one of ready) if (!run.length || one === run.at(-1) + 1) run.push(one);
  if (!run.length) return;
  const bodies = shown();
  if (bodies.length === run.length && bodies.every((body, at) => Number(body.dataset.page) === run[at])) return;
  for (const body of bodies) if (!run.includes(Number(body.dataset.page))) body.remove();
  for (const one of run) if (!held.get(one).isConnected) {
    const next = shown().find((body) => Number(body.dataset.page) > one) ?? table.bottom;
    next.before(held.get(one));
  }
  measure();
}

async function ask(page) {
  const mine = table;
  if (mine.asked.has(page)) return;
  mine.asked.add(page);
  try {
    const answer = await fetch(`${mine.box.dataset.rows}&page=${page}`, { headers: { 'HX-Request': 'true' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const made = document.createElement('tbody');
    made.innerHTML = await answer.text();
    made.dataset.page = page;
    const known = new Set([...mine.held.values()].flatMap((body) => [...body.rows].map((row) => row.id)));
    for (const row of [...made.rows]) if (known.has(row.id)) row.remove();
    mine.held.set(page, made);
    if (mine.held.size > HELD) for (const [one, body] of mine.held) if (!body.isConnected && Math.abs(one - page) > 5) { mine.held.delete(one); break; }
    window.htmx.process(made);
    document.dispatchEvent(new CustomEvent('rows-came'));
  } catch {
    setTimeout(soon, 3000); // the network may come back
  } finally {
    mine.asked.delete(page);
    if (mine === table && mine.box.isConnected) roll();
  }
}

// Cards on phones are appended; the browser leaves out drawing those out of sight by itself (content-visibility).
function follow() {
  const more = document.querySelector('#cards + [data-cards]');
  if (!more || more.dataset.watched) return;
  more.dataset.watched = 'yes';
  let number = Number(more.dataset.number);
  const watch = new IntersectionObserver(async (entries) => {
    if (!entries.some((one) => one.isIntersecting) || more.dataset.busy) return;
    more.dataset.busy = 'yes';
    try {
      const answer = await fetch(`${more.dataset.cards}&page=${number + 1}&cards=1`, { headers: { 'HX-Request': 'true' } });
      if (!answer.ok) return;
      document.getElementById('cards').insertAdjacentHTML('beforeend', await answer.text());
      number += 1;
      if (number >= Number(more.dataset.pages)) { watch.disconnect(); more.remove(); }
    } catch { /* asked again when it comes into sight again */ } finally { delete more.dataset.busy; }
  }, { rootMargin: '600px' });
  watch.observe(more);
}

// A list that is drawn anew (a change was taken back, many were changed) stands where it stood.
let stood = null; // {href, place, top, left}
document.addEventListener('reload-list', () => {
  const box = document.getElementById('scroll') ?? document.getElementById('kb');
  if (box) stood = { href: location.href, place: box.id, top: box.scrollTop, left: box.scrollLeft };
}, true);
function stand() {
  const box = stood && stood.href === location.href && document.getElementById(stood.place);
  if (!box || box === stood.box) return;
  box.scrollTo(stood.left, stood.top);
  stood = null;
}

function begin() { start(); follow(); stand(); }
addEventListener('resize', soon);
document.addEventListener('htmx:after:settle', begin);
begin();
