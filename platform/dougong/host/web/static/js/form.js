// A form while it is typed: live state from the server, drafts kept on this device, jumps to problems, one save at a time.
import { toast } from './toasts.js';

const phrases = () => document.getElementById('phrases').dataset;
const form = () => document.getElementById('form');
const key = (one) => `draft:${document.body.dataset.base}:${one.dataset.form}`;
let timer = 0;

function remember(one) {
  const pairs = [...new FormData(one)].filter(([name, value]) => name.startsWith('f.') && typeof value === 'string');
  const titles = [...one.querySelectorAll('.combo')].map((box) => [box.querySelector('[data-combo-value]')?.name, box.querySelector('input[type=text]').value]);
  try { localStorage.setItem(key(one), JSON.stringify({ at: Date.now(), pairs, titles })); } catch { /* storage may be full or off */ }
  const words = one.querySelector('[data-draft-words]');
  if (words) words.textContent = `${phrases().saved} ${new Date().toTimeString().slice(0, 8)}`;
}

export function live(one, delay = 350) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!one.isConnected || one.dataset.saving) return;
    remember(one);
    window.htmx.ajax('POST', one.querySelector('[data-live]').dataset.live, {
      source: one, target: '#form-body', swap: 'outerMorph', push: 'false',
    }).catch(() => toast({ text: phrases().network, bad: true }));
  }, delay);
}

document.addEventListener('input', (event) => {
  const one = event.target.closest?.('#form');
  if (one && event.target.name) { one.dataset.dirty = 'yes'; live(one, 600); }
});
document.addEventListener('change', (event) => {
  const one = event.target.closest?.('#form');
  if (one && event.target.name) { one.dataset.dirty = 'yes'; live(one, 120); }
});
document.addEventListener('lines-changed', (event) => {
  const one = event.target.closest?.('#form');
  if (one) { one.dataset.dirty = 'yes'; live(one, 120); }
});

document.addEventListener('submit', (event) => {
  if (event.target.id !== 'form') return;
  clearTimeout(timer);
  if (event.target.dataset.saving) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  event.target.dataset.saving = 'yes';
  remember(event.target);
}, true);
document.addEventListener('htmx:finally:request', () => { const one = form(); if (one) delete one.dataset.saving; });
document.addEventListener('htmx:after:request', (event) => {
  const ctx = event.detail.ctx;
  if (ctx?.sourceElement?.id === 'form' && ctx.response?.status === 200 && ctx.request.action.endsWith('/save')) {
    localStorage.removeItem(key(ctx.sourceElement));
    delete ctx.sourceElement.dataset.dirty;
  }
});

document.addEventListener('click', (event) => {
  const jump = event.target.closest?.('[data-jump]');
  if (jump) {
    event.preventDefault();
    const target = document.getElementById(jump.dataset.jump);
    target?.closest('details')?.setAttribute('open', '');
    target?.scrollIntoView({ block: 'center' });
    (target?.matches('input, select, textarea') ? target : target?.querySelector('input:not([type=hidden]), select, textarea'))?.focus();
  }
  if (event.target.closest?.('[data-discard]')) { const one = form(); if (one) { localStorage.removeItem(key(one)); delete one.dataset.dirty; } }
});
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's' && form()) { event.preventDefault(); form().requestSubmit(); }
});
window.addEventListener('beforeunload', (event) => { if (form()?.dataset.dirty) event.preventDefault(); });

// A draft left behind comes back with the form it belongs to, for a day.
function restore() {
  const one = form();
  if (!one || one.dataset.restored) return;
  one.dataset.restored = 'yes';
  const kept = JSON.parse(localStorage.getItem(key(one)) ?? 'null');
  if (!kept || Date.now() - kept.at > 86_400_000) return;
  const now = [...new FormData(one)].filter(([name, value]) => name.startsWith('f.') && typeof value === 'string');
  if (JSON.stringify(now) === JSON.stringify(kept.pairs)) return;
  const body = new URLSearchParams(kept.pairs);
  for (const name of ['use', 'id', 'rev']) body.append(name, one.querySelector(`[name=${name}]`).value);
  window.htmx.ajax('POST', one.querySelector('[data-live]').dataset.live, { source: one, target: '#form-body', swap: 'outerMorph', push: 'false', values: undefined, body })
    .then(() => toast({ text: phrases().draft }));
}
document.addEventListener('htmx:after:settle', (event) => { if (event.detail.ctx?.target?.id === 'work' || event.target.id === 'work') restore(); });
