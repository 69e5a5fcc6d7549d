// A link's picker: type to search on the server, arrows and Enter choose, Escape puts the old name back.

let wait = 0;
let asked = null;
let pending = false;
const asking = () => pending;

async function search(combo, text) {
  asked?.abort();
  asked = new AbortController();
  const list = combo.querySelector('.menu');
  const to = combo.parentElement.querySelector(':scope > [data-combo-to]')?.value ?? '';
  const make = 'make' in combo.dataset && !combo.closest('#quick') ? '1' : '';
  const url = `${combo.dataset.combo}?q=${encodeURIComponent(text)}&to=${to}&make=${make}`;
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { 'HX-Request': 'true' } });
    if (!answer.ok) return;
    const words = await answer.text();
    if (document.activeElement !== combo.querySelector('[role=combobox]')) return; // it was left meanwhile
    list.innerHTML = words;
    list.dataset.of = text;
    list.hidden = false;
    list.popover = 'manual';
    list.showPopover();
    place(combo, list);
    combo.classList.add('open');
    combo.querySelector('[role=combobox]').setAttribute('aria-expanded', 'true');
    mark(list, text ? 0 : -1);
    pending = false;
    combo.classList.remove('searching');
  } catch (error) { if (error.name !== 'AbortError') document.dispatchEvent(new CustomEvent('missed', { detail: { what: url, again: () => { if (combo.isConnected) { combo.querySelector('[role=combobox]').focus(); search(combo, text); } } } })); }
}

// The list stands over all that is there, a table that scrolls or a short dialog, and goes along with its field.
function place(combo, list) {
  const field = combo.getBoundingClientRect();
  list.style.width = `${Math.min(Math.max(field.width, combo.closest('.lines') ? 240 : 220), innerWidth - 16)}px`;
  const below = field.bottom + 4 + list.offsetHeight <= innerHeight - 8;
  list.style.left = `${Math.max(8, Math.min(field.left, innerWidth - list.offsetWidth - 8))}px`;
  list.style.top = `${below ? field.bottom + 4 : Math.max(8, field.top - list.offsetHeight - 4)}px`;
}

function mark(list, at) {
  [...list.querySelectorAll('.mi')].forEach((one, index) => {
    one.classList.toggle('on', index === at);
    one.setAttribute('aria-selected', String(index === at));
    if (index === at) one.scrollIntoView({ block: 'nearest' });
  });
}

function shut(combo, restore = true) {
  clearTimeout(wait);
  asked?.abort();
  combo.classList.remove('open', 'searching');
  const list = combo.querySelector('.menu');
  if (list.matches(':popover-open')) list.hidePopover();
  list.hidden = true;
  const input = combo.querySelector('[role=combobox]');
  input.setAttribute('aria-expanded', 'false');
  if (restore && !combo.dataset.many) input.value = input.dataset.title ?? '';
}

// Left before the list came: the server looks for the one record so named (`?name`), or says that there is none.
function ask(combo) {
  const input = combo.querySelector('[role=combobox]');
  const words = input.value.trim();
  if (combo.dataset.many || words === (input.dataset.title ?? '')) return false;
  choose(combo, words ? `?${words}` : '', words);
  return true;
}

function choose(combo, id, title) {
  const input = combo.querySelector('[role=combobox]');
  if (combo.dataset.many) {
    const box = combo.closest('.many');
    input.value = '';
    shut(combo, false);
    if ([...box.querySelectorAll('.chip input')].some((one) => one.value === id)) return;
    const chip = box.querySelector('template').content.firstElementChild.cloneNode(true);
    const value = chip.querySelector('input');
    value.value = id;
    value.after(title);
    combo.before(chip);
    value.dispatchEvent(new Event('change', { bubbles: true }));
    return;
  }
  const value = combo.querySelector('[data-combo-value]');
  value.value = id;
  input.value = input.dataset.title = title;
  combo.querySelector('[data-combo-clear]').hidden = !id;
  shut(combo, false);
  value.dispatchEvent(new Event('change', { bubbles: true }));
}

// "New ..." at the end of the list: a short form in a dialog of its own; what it makes is chosen here.
let making = null;

function create(combo, href) {
  making = combo;
  shut(combo);
  window.htmx.ajax('GET', href, { source: document.getElementById('toasts'), target: '#quick', swap: 'innerHTML', push: 'false' });
}

document.addEventListener('record-made', (event) => {
  const { id, title } = event.detail.value ?? event.detail;
  document.getElementById('quick').close();
  if (making?.isConnected) { choose(making, id, title); making.querySelector('[role=combobox]').focus(); }
  making = null;
});

// While a new one is typed in the dialog, and for what it begins with, records that may be meant are shown under it.
let comparing = 0;
async function compare(dialog) {
  const place = dialog.querySelector('[data-alike]');
  const body = new URLSearchParams([...new FormData(dialog)].filter(([, value]) => typeof value === 'string'));
  const token = JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRF-Token'];
  const answer = await fetch(place.dataset.alike, { method: 'POST', body, headers: { 'HX-Request': 'true', 'X-CSRF-Token': token } }).catch(() => null);
  if (answer?.ok && place.isConnected) place.innerHTML = await answer.text();
}
document.addEventListener('input', (event) => {
  const dialog = event.target.closest?.('#quick form[data-quick]');
  if (!dialog) return;
  clearTimeout(comparing);
  comparing = setTimeout(() => compare(dialog), 350);
}, true);
document.addEventListener('htmx:after:swap', () => {
  const dialog = document.querySelector('#quick form[data-quick]:not([data-met])');
  if (!dialog) return;
  dialog.dataset.met = 'yes';
  compare(dialog);
  const at = document.activeElement;
  if (dialog.contains(at) && at.matches('input:not([type]), input[type=text]')) at.setSelectionRange(at.value.length, at.value.length);
});

// A record found alike is taken in place of the one that was to be made.
document.addEventListener('click', (event) => {
  const offer = event.target.closest?.('#quick [data-take]');
  if (offer) document.dispatchEvent(new CustomEvent('record-made', { detail: { id: offer.dataset.take, title: offer.dataset.title } }));
});

function take(combo, item) {
  if (item.dataset.create) create(combo, item.dataset.create);
  else choose(combo, item.dataset.id, item.dataset.title);
}

const follow = (event) => {
  for (const combo of document.querySelectorAll('.combo.open')) if (event.target.contains?.(combo) ?? true) place(combo, combo.querySelector('.menu'));
};
document.addEventListener('scroll', follow, true);
addEventListener('resize', follow);
document.addEventListener('change', (event) => {
  if (event.target.matches?.('[data-combo-to]')) choose(event.target.parentElement.querySelector('.combo'), '', '');
});
document.addEventListener('focusin', (event) => {
  const combo = event.target.matches?.('[role=combobox]') && event.target.closest('.combo');
  if (combo) event.target.select();
});
document.addEventListener('input', (event) => {
  const combo = event.target.matches?.('[role=combobox]') && event.target.closest('.combo');
  if (!combo) return;
  event.stopPropagation();
  clearTimeout(wait);
  pending = true;
  combo.classList.add('searching'); // a form drawn anew leaves it and an open list alone (morphSkip)
  wait = setTimeout(() => search(combo, event.target.value), 150);
}, true);
document.addEventListener('pointerdown', (event) => {
  const combo = event.target.closest?.('.combo');
  for (const one of document.querySelectorAll('.combo:is(.open, .searching)')) if (one !== combo) shut(one);
  if (!combo) return;
  const item = event.target.closest('.mi');
  if (item || event.target.closest('[data-combo-clear]')) event.preventDefault(); // the field keeps the focus
  else if (event.target.matches('[role=combobox]') && !combo.classList.contains('open')) search(combo, '');
});
// Taken when the press is over: a list that went before would leave the rest of the press to what stands under it.
document.addEventListener('click', (event) => {
  const combo = event.target.closest?.('.combo');
  const item = combo && event.target.closest('.mi');
  if (item) take(combo, item); else if (combo && event.target.closest('[data-combo-clear]')) choose(combo, '', '');
});
document.addEventListener('keydown', (event) => {
  const combo = event.target.matches?.('[role=combobox]') && event.target.closest('.combo');
  if (!combo) return;
  const list = combo.querySelector('.menu');
  const items = [...list.querySelectorAll('.mi')];
  const at = items.findIndex((one) => one.classList.contains('on'));
  const open = combo.classList.contains('open');
  if (event.key === 'ArrowDown' && (open || !event.target.closest('.lines') || event.altKey)) {
    event.preventDefault(); event.stopPropagation();
    if (!open) search(combo, ''); else mark(list, Math.min(at + 1, items.length - 1));
  } else if (event.key === 'ArrowUp' && open) { event.preventDefault(); event.stopPropagation(); mark(list, Math.max(at - 1, 0)); }
  else if (event.key === 'Enter' && open && items[at] && (list.dataset.of === event.target.value || !asking())) { event.preventDefault(); event.stopPropagation(); take(combo, items[at]); }
  else if (event.key === 'Enter' && (ask(combo) || open)) { shut(combo, false); if (!combo.closest('.lines')) { event.preventDefault(); event.stopPropagation(); } }
  else if (event.key === 'Escape' && open) { event.preventDefault(); event.stopPropagation(); shut(combo); }
  else if (event.key === 'Tab' && open && items[at]?.dataset.id && list.dataset.of === event.target.value) take(combo, items[at]);
  else if (event.key === 'Tab' && !ask(combo) && open) shut(combo);
}, true);
document.addEventListener('click', (event) => {
  const drop = event.target.closest?.('[data-drop]');
  if (drop) { const box = drop.closest('.many'); drop.closest('.chip').remove(); box.querySelector('input[type=hidden]').dispatchEvent(new Event('change', { bubbles: true })); }
});
