// The studio's frame: undo, redo and publish by key, panes that are sheets on a phone, lists narrowed by typing.

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
  const typing = event.target.closest?.('input:not([type=checkbox], [type=radio]), textarea, [contenteditable]');
  const key = event.key.toLowerCase();
  if ((key === 'z' || key === 'y') && !typing) {
    event.preventDefault();
    document.querySelector(`[data-do=${event.shiftKey || key === 'y' ? 'redo' : 'undo'}]:not([disabled])`)?.click();
  } else if (key === 'enter') {
    const go = document.querySelector('[data-confirm-publish]:not([disabled])') ?? document.querySelector('[data-publish]:not([aria-disabled])');
    if (go) { event.preventDefault(); go.click(); }
  }
}, true);

document.addEventListener('click', (event) => {
  const sheet = event.target.closest?.('[data-sheet]');
  if (sheet) document.getElementById(sheet.dataset.sheet)?.classList.toggle('on');
  if (event.target.closest?.('[data-publish][aria-disabled]')) { event.preventDefault(); event.stopPropagation(); }
}, true);

// An answer draws the panes anew as they come from the server, folded: what was opened meanwhile stays open.
let unfolded = { path: '', ids: [] };
document.addEventListener('htmx:before:swap', () => {
  unfolded = { path: location.pathname, ids: ['pal', 'prev'].filter((id) => document.getElementById(id)?.classList.contains('on')) };
});
document.addEventListener('htmx:after:settle', () => {
  if (unfolded.path === location.pathname) for (const id of unfolded.ids) document.getElementById(id)?.classList.add('on');
});

document.addEventListener('input', (event) => {
  const box = event.target.closest?.('[data-narrow-palette]');
  if (!box) return;
  const wanted = box.value.trim().toLowerCase();
  for (const kind of box.closest('.pal').querySelectorAll('.pkind')) {
    const whole = kind.dataset.kind.toLowerCase().includes(wanted);
    let some = false;
    for (const one of kind.querySelectorAll('.pline, .ptile')) {
      one.hidden = !whole && !one.textContent.toLowerCase().includes(wanted);
      some ||= !one.hidden;
    }
    kind.hidden = !some;
    if (wanted && some) kind.open = true;
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.closest?.('input, textarea, select')) return;
  const box = document.querySelector('[data-narrow-palette]');
  if (box) { event.preventDefault(); event.stopPropagation(); document.getElementById('pal').classList.add('on'); box.focus(); }
}, true);

// The rail marks where one is after a swap; the rail itself is not swapped.
function mark() {
  const at = document.querySelector('.stop')?.dataset.at;
  for (const one of document.querySelectorAll('[data-rail]')) {
    if (one.dataset.rail !== at) { one.removeAttribute('aria-current'); continue; }
    one.setAttribute('aria-current', 'page');
    one.scrollIntoView({ block: 'nearest', inline: 'nearest' }); // on a phone the rail is longer than the screen
  }
}
document.addEventListener('htmx:after:settle', mark);
mark();
