// A pointer for newcomers at the place where a step is done: #hint-field in the address shows the words of that step beside the
// first thing they speak of. It is the next stop of the Tab key, and goes with Escape, its button, or once the thing is used.

let shown = null; // {box, at}

function put() {
  const { box, at } = shown;
  const place = at.getBoundingClientRect();
  const below = place.bottom + box.offsetHeight + 12 < innerHeight;
  const left = Math.max(8, Math.min(place.left, innerWidth - box.offsetWidth - 8));
  Object.assign(box.style, { left: `${left}px`, top: `${below ? place.bottom + 8 : Math.max(8, place.top - box.offsetHeight - 8)}px` });
  box.classList.toggle('above', !below);
}

function away(back = false) {
  if (!shown) return;
  shown.box.remove();
  if (back) shown.at.focus?.();
  shown = null;
  if (location.hash.startsWith('#hint-')) history.replaceState(history.state, '', location.pathname + location.search);
}

function look() {
  const step = location.hash.startsWith('#hint-') ? location.hash.slice(6) : '';
  if (!step) return;
  const said = [...document.querySelectorAll('#hints [data-step]')].find((one) => one.dataset.step === step);
  const at = said?.dataset.at.split(';').map((one) => [...document.querySelectorAll(`#work ${one}`)].find((part) => part.getClientRects().length)).find(Boolean);
  if (!at) { if (shown) away(); return; }
  if (shown?.at === at && shown.box.isConnected) { put(); return; }
  const before = shown;
  before?.box.remove();
  const box = Object.assign(document.createElement('div'), { className: 'hint', id: 'hint' });
  box.setAttribute('role', 'note');
  const close = Object.assign(document.createElement('button'), { className: 'btn sm', type: 'button', textContent: document.getElementById('hints').dataset.close });
  close.addEventListener('click', () => away(true));
  box.append(Object.assign(document.createElement('span'), { textContent: said.textContent }), close);
  document.body.append(box);
  shown = { box, at };
  put();
  if (!before) close.focus({ preventScroll: true });
}

document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && shown) { event.stopPropagation(); away(true); } }, true);
document.addEventListener('pointerdown', (event) => { if (shown && shown.at.contains(event.target)) away(); }, true);
document.addEventListener('htmx:after:settle', look);
addEventListener('hashchange', look);
addEventListener('resize', () => { if (shown) put(); });
look();
