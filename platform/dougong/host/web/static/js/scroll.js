// Long tables: pages of rows come as the eye nears them and leave far from it, each keeping its place; cards on phones follow on.
import { drawGroups, headed, hidden } from './groups.js';

const NEAR = 0.6; // of a window's height, before a page comes into sight
const HELD = 60; // pages kept in memory, further ones are asked for again

let table = null; // {box, size, pages, total, height of a row, held: page -> tbody, tall: page -> pixels, asked: pages on their way, top, bottom}

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
  table = { box, size, pages, total: Number(box.dataset.total), height: first.querySelector('tr[data-id]')?.offsetHeight || 36, held: new Map([[number, first]]), tall: new Map(), asked: new Set(), top: spacer(), bottom: spacer() };
  first.dataset.page = number;
  first.before(table.top);
  first.after(table.bottom);
  measure();
  if (number > 1) box.scrollTop = above(number);
  box.addEventListener('scroll', soon, { passive: true });
  roll();
}

const shown = () => [...table.box.querySelectorAll('tbody[data-page]')];
const place = (body, pixels) => { body.hidden = pixels <= 0; body.rows[0].cells[0].style.height = `${pixels}px`; };

// A page is as tall as it was when it was last there, else as its rows that are not folded away.
const span = (page) => [(page - 1) * table.size, Math.min(table.total, page * table.size)];
const rowsOf = (page) => { const [from, to] = span(page); return to - from - hidden(from, to); };
const tall = (page) => table.tall.get(page) ?? rowsOf(page) * table.height;
const empty = (page) => !rowsOf(page) && !headed(...span(page));
function above(page) {
  let sum = 0;
  for (let one = 1; one < page; one += 1) sum += tall(one);
  return sum;
}
function pageAt(pixels) {
  let sum = 0;
  for (let one = 1; one < table.pages; one += 1) { sum += tall(one); if (sum > pixels) return one; }
  return table.pages;
}

// What is not in the page stands for what it would take.
function measure() {
  drawGroups();
  const bodies = shown();
  for (const body of bodies) if (body.offsetHeight) table.tall.set(Number(body.dataset.page), body.offsetHeight);
  const after = bodies.length ? Number(bodies.at(-1).dataset.page) : 0;
  place(table.top, bodies.length ? above(Number(bodies[0].dataset.page)) : 0);
  place(table.bottom, above(table.pages + 1) - above(after + 1));
}

let waiting = 0;
function soon() { if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; if (table?.box.isConnected) roll(); }); }

function roll() {
  if (!table.box.clientHeight || !document.getElementById('table')?.offsetParent) return;
  const { box, held } = table;
  const near = box.clientHeight * NEAR;
  const to = pageAt(box.scrollTop + box.clientHeight + near);
  const wanted = [];
  for (let one = pageAt(box.scrollTop - near); one <= to; one += 1) if (!empty(one)) wanted.push(one);
  for (const one of wanted) if (!held.has(one)) ask(one);
  // Rows stay one run without holes: a hole is filled when its page comes.
  const run = [];
  for (const one of wanted) if (held.has(one)) run.push(one); else if (run.length) break;
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
    for (const row of [...made.rows]) if (row.id && known.has(row.id)) row.remove();
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
      const cards = document.getElementById('cards');
      const last = [...cards.querySelectorAll('.cgrp')].at(-1)?.dataset.group;
      const had = cards.children.length;
      cards.insertAdjacentHTML('beforeend', await answer.text());
      if (last !== undefined && cards.children[had]?.dataset.group === last) cards.children[had].remove();
      document.dispatchEvent(new CustomEvent('rows-came'));
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
document.addEventListener('groups-folded', () => { if (table?.box.isConnected) { table.tall.clear(); measure(); roll(); } });
document.addEventListener('htmx:after:settle', begin);
begin();
