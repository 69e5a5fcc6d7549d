// A record's page: the quick log with its draft, who else is here, files and pictures.
import './mentions.js';
import './record_tabs.js';
import './dictate.js';
import { show } from './record_tabs.js';
import { keep } from './upload.js';

const composer = () => document.getElementById('composer');
const draft = (form) => `log:${form.getAttribute('action')}`;

function chosen(form) { return form.querySelector('[name=way]:checked'); }
function shape(form) {
  const way = chosen(form);
  if (!way) return;
  for (const one of form.querySelectorAll('[data-asked]')) one.hidden = one.dataset.asked !== way.dataset.group;
  form.querySelector('textarea').placeholder = way.dataset.says;
}
function grow(area) { area.style.height = 'auto'; area.style.height = `${Math.min(320, area.scrollHeight + 2)}px`; }

function save(form) {
  const words = form.querySelector('textarea').value;
  const who = [...form.querySelectorAll('[name=who]')].map((one) => one.value);
  if (words.trim()) localStorage.setItem(draft(form), JSON.stringify({ words, way: chosen(form)?.value, who }));
  else localStorage.removeItem(draft(form));
  form.querySelector('[data-kept]').hidden = !words.trim();
}
function restore() {
  const form = composer();
  if (!form || form.dataset.alive) return;
  form.dataset.alive = 'yes';
  const kept = localStorage.getItem(draft(form));
  const area = form.querySelector('textarea');
  if (kept && !area.value) {
    const { words, way, who } = JSON.parse(kept);
    area.value = words;
    const radio = [...form.querySelectorAll('[name=way]')].find((one) => one.value === way);
    if (radio) radio.checked = true;
    for (const value of who ?? []) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'who', value }));
    form.querySelector('[data-kept]').hidden = false;
  }
  shape(form);
  if (area.value) grow(area);
}

document.addEventListener('input', (event) => {
  const form = event.target.closest?.('[data-composer]');
  if (!form || event.target.tagName !== 'TEXTAREA') return;
  grow(event.target);
  save(form);
});
document.addEventListener('change', (event) => {
  if (!event.target.matches?.('[data-composer] [name=way]')) return;
  shape(event.target.form);
  save(event.target.form);
});
document.addEventListener('click', (event) => {
  const way = event.target.closest?.('.way');
  if (way && event.detail) setTimeout(() => way.closest('form').querySelector('textarea').focus());
  const item = event.target.closest?.('.acts .pop .mi');
  if (item) item.closest('details').open = false;
  const plan = event.target.closest?.('[data-way]');
  if (plan) {
    const form = composer();
    const radio = [...form.querySelectorAll('[name=way]')].find((one) => one.value === plan.dataset.way);
    if (radio) { radio.checked = true; shape(form); }
    show('stream');
    form.querySelector('textarea').focus();
  }
  const sort = event.target.closest?.('[data-sort]');
  if (sort) { document.querySelector('[data-only]').textContent = sort.textContent; sort.closest('details').open = false; }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.closest?.('[data-composer], .editc')) {
    event.preventDefault();
    event.target.closest('form').requestSubmit(event.target.closest('form').querySelector('button.pri'));
  }
});
document.addEventListener('close-quick', () => document.getElementById('quick').close());
document.addEventListener('reload-record', () => {
  const here = document.querySelector('.rgrid')?.dataset.record;
  if (here) window.htmx.ajax('GET', here, { target: '#work', swap: 'outerHTML', headers: { 'HX-Target': 'main#work' } });
});
// What was logged leaves the field; what was written since then stays.
document.addEventListener('submit', (event) => { if (event.target.matches?.('[data-composer]')) event.target.dataset.sent = event.target.querySelector('textarea').value; }, true);
document.addEventListener('logged', () => {
  for (const form of document.querySelectorAll('[data-composer]')) {
    const area = form.querySelector('textarea');
    if (area.value === form.dataset.sent) area.value = '';
    save(form);
  }
});

// Files dropped on the quick log or pasted into it go where the log keeps files, those dropped elsewhere where the record does.
async function take(place, files) {
  const box = place.querySelector('[data-asked]:not([hidden]) [data-files], [data-attach] [data-files]')
    ?? composer()?.querySelector('[data-asked]:not([hidden]) [data-files]');
  if (box && files.length) await keep(box, [...files]);
}
const zone = (event) => event.target.closest?.('[data-composer]') ?? event.target.closest?.('.rgrid');
document.addEventListener('paste', (event) => {
  const form = event.target.closest?.('[data-composer]');
  if (form && event.clipboardData.files.length) { event.preventDefault(); take(form, event.clipboardData.files); }
});
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const place = zone(event);
    if (!place || ![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    place.classList.toggle('over', kind === 'dragover');
    if (kind !== 'drop') return;
    take(place.matches('.rgrid') ? document.querySelector('.rside') : place, event.dataTransfer.files);
  });
}
document.addEventListener('change', (event) => {
  if (event.target.matches?.('[data-attach] [data-files] > input[type=hidden]')) event.target.form.requestSubmit();
  if (event.target.matches?.('[data-hand] [data-combo-value]') && event.target.value) event.target.form.requestSubmit();
  const camera = event.target.matches?.('[data-camera]') && event.target;
  if (camera) take(camera.dataset.camera === 'log' ? composer() : document.querySelector('.rside'), camera.files);
});
// Maps of Apple's know another kind of address.
document.addEventListener('click', (event) => {
  const place = event.target.closest?.('[data-place]');
  if (place && /iPhone|iPad|Macintosh/.test(navigator.userAgent)) place.href = `maps://?q=${encodeURIComponent(place.dataset.place)}`;
});

document.addEventListener('click', (event) => {
  const picture = event.target.closest?.('[data-picture]');
  if (!picture || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const box = document.getElementById('dialog');
  const image = Object.assign(document.createElement('img'), { src: picture.href, alt: picture.dataset.picture });
  const shut = Object.assign(document.createElement('button'), { className: 'btn', type: 'button', textContent: document.getElementById('phrases').dataset.close });
  shut.dataset.close = '';
  const view = Object.assign(document.createElement('div'), { className: 'picture' });
  view.append(image, shut);
  box.replaceChildren(view);
  box.showModal();
  shut.focus();
});

// Who else is here: one stream while the page is in sight, as a browser allows few connections at once.
let stream = null;
let of = null;
function listen() {
  const place = document.getElementById('here');
  const wanted = place && !document.hidden ? place.dataset.here : null;
  if (wanted === of) return;
  stream?.close();
  stream = null;
  of = wanted;
  if (!wanted) return;
  stream = new EventSource(wanted);
  stream.addEventListener('here', (event) => {
    const { people, changed } = JSON.parse(event.data);
    const now = document.getElementById('here');
    if (now && now.innerHTML !== people) now.innerHTML = people;
    const note = document.getElementById('changed');
    if (note && note.innerHTML !== changed) { note.innerHTML = changed; note.hidden = !changed; window.htmx.process(note); }
  });
}
document.addEventListener('visibilitychange', listen);
window.addEventListener('pagehide', () => { stream?.close(); of = null; });
window.addEventListener('pageshow', listen);

function begin() { restore(); listen(); }
document.addEventListener('htmx:after:settle', begin);
begin();
