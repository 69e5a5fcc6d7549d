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
  place.append(box);
  // It stays while somebody is at it.
  const go = () => { if (box.matches(':hover, :focus-within')) setTimeout(go, 2000); else box.remove(); };
  setTimeout(go, seconds * 1000);
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
document.addEventListener('htmx:error', (event) => {
  if (event.detail?.error?.name !== 'AbortError') toast({ text: phrases().network, bad: true });
});
document.addEventListener('htmx:response:error', (event) => {
  if (event.detail.ctx?.response?.status >= 500) toast({ text: phrases().failed, bad: true });
});
document.addEventListener('htmx:before:request', () => document.getElementById('busy')?.classList.add('htmx-request'));
document.addEventListener('htmx:finally:request', () => document.getElementById('busy')?.classList.remove('htmx-request'));

// A message that must survive a page load waits in session storage.
const waiting = sessionStorage.getItem('toast');
if (waiting) { sessionStorage.removeItem('toast'); toast(JSON.parse(waiting)); }
document.addEventListener('toast-later', (event) => sessionStorage.setItem('toast', JSON.stringify(event.detail.value ?? event.detail)));
