// Short messages with an undo, from the response header HX-Trigger: {"toast": {"text", "bad"?, "undo"?}}.

const phrases = () => document.getElementById('phrases').dataset;

export function toast({ text, bad = false, undo = '', action = null, seconds = undo ? 12 : 8 }) {
  const place = document.getElementById('toasts');
  const box = document.createElement('div');
  box.className = bad ? 'toast bad' : 'toast';
  if (bad) box.setAttribute('role', 'alert');
  const words = document.createElement('span');
  words.textContent = text;
  const mark = document.querySelector(bad ? '#phrases [data-mark=bad] svg' : '#phrases [data-mark=good] svg')?.cloneNode(true);
  if (mark) box.append(mark);
  box.append(words);
  if (action) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: action.words });
    button.addEventListener('click', () => { box.remove(); action.run(); });
    box.append(button);
  }
  if (undo) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = phrases().undo;
    button.dataset.undo = '';
    button.setAttribute('aria-keyshortcuts', 'Control+Z');
    button.addEventListener('click', () => {
      box.remove();
      window.htmx.ajax('POST', undo, { target: '#work', swap: 'none', source: '#toasts' });
    });
    box.append(button);
  }
  // Around a dialog nothing can be pressed: what offers something stands within it.
  const modal = action && document.querySelector('dialog:modal');
  (modal || place).append(box);
  // It stays while somebody is at it.
  const go = () => { if (box.matches(':hover, :focus-within')) setTimeout(go, 2000); else box.remove(); };
  setTimeout(go, seconds * 1000);
  return box;
}

// Ctrl or ⌘ Z takes back what the newest message offers to undo; in a field it is the field's own, and a table of rows has one.
addEventListener('keydown', (event) => {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'z') return;
  if (event.target.closest?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog')) return;
  const button = [...document.querySelectorAll('#toasts [data-undo]')].at(-1);
  if (button) { event.preventDefault(); button.click(); }
});

document.addEventListener('toast', (event) => toast(event.detail.value ?? event.detail));
document.addEventListener('reload-list', () => {
  window.htmx.ajax('GET', location.pathname + location.search, { target: '#work', swap: 'outerHTML', headers: { 'HX-Target': 'main#work' } });
});
// What did not get through is asked again when somebody says so, or the connection is back: a form as it stands by then,
// all else as it was asked. One message for all of it. The page of a form, tiles, and what asks every while see to themselves.
const lost = new Map(); // what -> how to ask again
function missed(what, again, text = phrases().network) {
  const before = document.querySelector('.toast.lost');
  if (before) before.remove(); else lost.clear();
  lost.set(what, again);
  toast({ text, bad: true, seconds: 30, action: { words: phrases().again, run: retry } }).classList.add('lost');
}
function retry() {
  const every = [...lost.values()];
  lost.clear();
  document.querySelector('.toast.lost')?.remove();
  for (const again of every) again();
}
document.addEventListener('missed', (event) => missed(event.detail.what, event.detail.again));
window.addEventListener('online', () => { if (document.querySelector('.toast.lost')) retry(); });

function anew({ sourceElement, sourceEvent, target, swap, select, push, replace, request }) {
  if (!sourceElement.isConnected) return;
  if (sourceElement.matches('form') && sourceEvent?.type === 'submit') { sourceElement.requestSubmit(request.submitter); return; }
  const { method, action, body } = request;
  sourceElement.addEventListener('htmx:config:request', (event) => { event.detail.ctx.request.body = body ?? new FormData(); }, { once: true });
  window.htmx.ajax(method, action, { source: sourceElement, target, swap, select, push, replace })
    .then(() => { if (sourceElement.matches('#place')) document.dispatchEvent(new Event('reload-list')); }); // what was dragged had gone back
}
const own = ({ sourceElement, sourceEvent }) => sourceEvent?.type === 'every' || sourceElement.closest('#form, .tile, [data-batch]');
document.addEventListener('htmx:error', (event) => {
  const { ctx, error } = event.detail ?? {};
  if (!ctx) { toast({ text: phrases().failed, bad: true }); return; }
  if ((error?.name !== 'AbortError' || ctx.request.signal.reason === 'timeout') && !own(ctx)) missed(`${ctx.request.method} ${ctx.request.action}`, () => anew(ctx));
});
document.addEventListener('htmx:response:error', (event) => {
  const { ctx } = event.detail;
  if (ctx?.response?.status >= 500 && !own(ctx)) missed(`${ctx.request.method} ${ctx.request.action}`, () => anew(ctx), phrases().failed);
});
document.addEventListener('htmx:before:request', () => document.getElementById('busy')?.classList.add('htmx-request'));
document.addEventListener('htmx:finally:request', () => document.getElementById('busy')?.classList.remove('htmx-request'));

// A message that must survive a page load waits in session storage.
const waiting = sessionStorage.getItem('toast');
if (waiting) { sessionStorage.removeItem('toast'); toast(JSON.parse(waiting)); }
document.addEventListener('toast-later', (event) => sessionStorage.setItem('toast', JSON.stringify(event.detail.value ?? event.detail)));
