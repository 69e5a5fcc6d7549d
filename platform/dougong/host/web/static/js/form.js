// A form while it is typed: live state from the server, drafts kept on this device, jumps to problems, one save at a time.
import { toast } from './toasts.js';

const phrases = () => document.getElementById('phrases').dataset;
// A form holding an input named `id` has no usable `.id`: always ask by matches('#form').
const form = () => document.getElementById('form');
// Two tabs with a new record of one kind keep two drafts; the one of a tab that was closed goes to the next form opened.
let tab = '';
try { tab = sessionStorage.getItem('tab') ?? Math.random().toString(36).slice(2, 10); sessionStorage.setItem('tab', tab); } catch { /* storage may be off */ }
const kind = (one) => `draft:${document.body.dataset.base}:${one.dataset.form}`;
const key = (one) => (one.elements.use.value === 'create' ? `${kind(one)}:${tab}` : kind(one));
const LEFT = 300_000; // a tab that died could not say so
function left(one) {
  if (one.elements.use.value !== 'create' || localStorage.getItem(key(one))) return;
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(`${kind(one)}:`)) continue;
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null');
    if (!kept || (!kept.left && Date.now() - kept.at < LEFT)) continue;
    localStorage.removeItem(name);
    localStorage.setItem(key(one), JSON.stringify(kept));
    return;
  }
}
let timer = 0;
// Counts what was typed or added: an answer to an older state must not undo what came after it was asked for.
let edition = 0;
// Which of the problems the save bar goes to next.
let turn = 0;
// Whether something was typed into the control that has the focus: until it is left, it is not filled in by itself.
let typed = false;
document.addEventListener('focusin', () => { typed = false; });
document.addEventListener('input', (event) => { if (event.isTrusted) typed = true; }, true);

const held = (one) => [...new FormData(one)].filter(([name, value]) => (name.startsWith('f.') || name === 'filled') && typeof value === 'string');
function remember(one, leaving = false) {
  if (one.dataset.given) return; // thrown away: nothing that is still on its way brings it back
  const pairs = held(one);
  const rev = one.querySelector('[name=rev]').value;
  try { localStorage.setItem(key(one), JSON.stringify({ at: Date.now(), rev, pairs, left: leaving })); } catch { /* storage may be full or off */ }
  const words = one.querySelector('[data-draft-words]');
  if (words) words.textContent = `${phrases().saved} ${new Date().toTimeString().slice(0, 8)}`;
}

export function live(one, delay = 350) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!one.isConnected || one.dataset.saving) return;
    remember(one);
    window.htmx.ajax('POST', one.querySelector('[data-live]').dataset.live, {
      source: one, target: '#form-body', swap: 'outerMorph', push: 'false', values: { at: typed ? document.activeElement.name ?? '' : '' },
    });
  }, delay);
}

document.addEventListener('input', (event) => {
  const one = event.target.closest?.('#form');
  if (one && event.target.name?.startsWith('f.')) { edition += 1; one.dataset.dirty = 'yes'; live(one, 600); }
});
document.addEventListener('change', (event) => {
  const one = event.target.closest?.('#form');
  if (one && event.target.name?.startsWith('f.')) { edition += 1; one.dataset.dirty = 'yes'; live(one, 120); }
});
document.addEventListener('lines-changed', (event) => {
  const one = event.target.closest?.('#form');
  if (one) { edition += 1; one.dataset.dirty = 'yes'; live(one, 120); }
});
document.addEventListener('htmx:before:request', (event) => {
  const { ctx } = event.detail;
  if (ctx?.sourceElement?.matches?.('#form') && ctx.target?.id === 'form-body') ctx.edition = edition;
});
document.addEventListener('htmx:before:response', (event) => {
  const { ctx } = event.detail;
  if (ctx?.edition === undefined || ctx.edition === edition || ctx.request.action.endsWith('/save')) return;
  event.preventDefault();
  live(ctx.sourceElement, 60);
});

// An answer to what stands here now is shown as it is, whatever had been typed to get there; where somebody is typing stays.
document.addEventListener('htmx:after:swap', (event) => {
  if (event.detail.ctx?.edition !== edition) return;
  for (const one of document.querySelectorAll('#form :is(input[name^="f."], input[name^="t."], select[name^="f."])')) {
    if (typed && one === document.activeElement) continue;
    const text = one.tagName === 'SELECT' ? one.querySelector('option[selected]')?.value ?? '' : one.getAttribute('value') ?? '';
    if (one.value === text || /^(checkbox|radio|file)$/.test(one.type) || one.multiple) continue;
    one.value = text;
    if (one === document.activeElement) one.select?.();
  }
});

// Sections stay as somebody opened or shut them (morphIgnore); one with a problem opens.
document.addEventListener('htmx:after:swap', () => { for (const one of document.querySelectorAll('#form details.fsec:not([open]):has([aria-invalid=true])')) one.open = true; });

document.addEventListener('submit', (event) => {
  if (!event.target.matches?.('#form')) return;
  clearTimeout(timer);
  if (event.target.dataset.saving) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  event.target.dataset.saving = 'yes';
  remember(event.target);
}, true);
document.addEventListener('htmx:finally:request', () => { const one = form(); if (one) delete one.dataset.saving; });
document.addEventListener('htmx:after:request', (event) => {
  const ctx = event.detail.ctx;
  if (ctx?.sourceElement?.matches?.('#form') && ctx.response?.status === 200 && ctx.request.action.endsWith('/save')) {
    localStorage.removeItem(key(ctx.sourceElement));
    delete ctx.sourceElement.dataset.dirty;
  }
});

// A fix puts its value in and the form is asked again.
function mend(put) {
  const at = put.indexOf('=');
  const name = put.slice(0, at);
  const input = form().querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`) ?? form().querySelector(`[name="${CSS.escape(name)}"]`);
  if (!input) return;
  if (input.type === 'checkbox') input.checked = put.slice(at + 1) === 'true'; else input.value = put.slice(at + 1);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  if (input.type !== 'hidden') input.focus();
}

document.addEventListener('click', (event) => {
  const fix = event.target.closest?.('#form [data-fix]');
  if (fix) { event.preventDefault(); mend(fix.dataset.fix); return; }
  let jump = event.target.closest?.('[data-jump]');
  if (event.target.closest?.('[data-jump-next]')) {
    const every = [...document.querySelectorAll('#form-rail a.plain[data-jump]')];
    jump = every[turn % every.length];
    turn += 1;
  }
  if (jump) {
    event.preventDefault();
    const target = document.getElementById(jump.dataset.jump);
    const tab = target?.closest('[data-tab]')?.dataset.tab;
    if (tab) document.querySelectorAll('.ftabs input')[tab].checked = true;
    target?.closest('details')?.setAttribute('open', '');
    target?.scrollIntoView({ block: 'center' });
    (target?.matches('input, select, textarea') ? target : target?.querySelector('input:not([type=hidden]), select, textarea'))?.focus();
  }
  if (event.target.closest?.('[data-discard]')) { const one = form(); if (one) { clearTimeout(timer); one.dataset.given = 'up'; localStorage.removeItem(key(one)); delete one.dataset.dirty; } }
});
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's' && form()) { event.preventDefault(); form().requestSubmit(); }
});
// Whoever leaves finds the draft again; nobody is asked.
window.addEventListener('pagehide', () => { const one = form(); if (one?.dataset.dirty) remember(one, true); });

// Without a connection everything stays in the form and on this device; the bar says so until a request arrives.
let unsaved = false;
document.addEventListener('htmx:error', (event) => {
  const ctx = event.detail?.ctx;
  if (!ctx?.sourceElement?.matches?.('#form')) return;
  unsaved ||= ctx.request.action.endsWith('/save');
  remember(ctx.sourceElement);
  document.getElementById('offline').hidden = false;
});
document.addEventListener('htmx:after:request', (event) => { if (event.detail.ctx?.sourceElement?.matches?.('#form')) unsaved = false; });
function again() {
  const one = form();
  if (!one || document.getElementById('offline').hidden) return;
  if (unsaved) one.requestSubmit(); else live(one, 0);
}
window.addEventListener('online', again);
document.addEventListener('click', (event) => { if (event.target.closest?.('[data-retry]')) again(); });

// A draft left behind comes back with the form it belongs to, for a day. It keeps the revision it was begun on, so that
// what others saved meanwhile shows as a conflict.
function restore() {
  const one = form();
  if (!one || one.dataset.restored) return;
  one.dataset.restored = 'yes';
  left(one);
  const kept = JSON.parse(localStorage.getItem(key(one)) ?? 'null');
  if (!kept || Date.now() - kept.at > 86_400_000) return;
  const now = held(one);
  if (JSON.stringify(now) === JSON.stringify(kept.pairs)) return;
  const place = document.getElementById('toasts');
  place.addEventListener('htmx:config:request', (event) => {
    for (const [name, value] of kept.pairs) event.detail.ctx.request.body.append(name, value);
  }, { once: true });
  const values = { use: one.elements.use.value, id: one.elements.id.value, rev: one.elements.use.value === 'edit' ? kept.rev : '0' };
  window.htmx.ajax('POST', one.querySelector('[data-live]').dataset.live, { source: place, target: '#form-body', swap: 'outerHTML', push: 'false', values })
    .then(() => { one.dataset.dirty = 'yes'; toast({ text: phrases().draft, action: { words: phrases().discard, run: () => { localStorage.removeItem(key(one)); delete one.dataset.dirty; location.reload(); } } }); });
}
document.addEventListener('htmx:after:settle', (event) => { if (event.detail.ctx?.target?.id === 'work' || event.target.id === 'work') restore(); });
if (document.readyState === 'complete') restore(); else window.addEventListener('load', restore);
