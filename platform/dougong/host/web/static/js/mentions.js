// @ in a text that may name people: offers them by name, pinyin or initials; arrows and Enter choose, Escape goes on typing.

let asked = null;

function open(area) { return area.parentElement.querySelector(':scope > .people'); }
function shut(area) {
  asked?.abort();
  open(area)?.remove();
  area.removeAttribute('aria-controls');
  area.removeAttribute('aria-activedescendant');
}

// What stands between the last @ and the caret; null where nobody is being named.
function token(area) {
  const before = area.value.slice(0, area.selectionStart);
  const at = before.lastIndexOf('@');
  if (at < 0 || (at > 0 && /[A-Za-z0-9._-]/.test(before[at - 1]))) return null;
  const words = before.slice(at + 1);
  return /^[^\s@]{0,20}$/.test(words) ? { at, words } : null;
}

function mark(area, to) {
  const list = open(area);
  const all = [...list.querySelectorAll('.mi')];
  all.forEach((one, n) => { one.classList.toggle('on', n === to); one.setAttribute('aria-selected', String(n === to)); });
  all[to]?.scrollIntoView({ block: 'nearest' });
  if (all[to]) area.setAttribute('aria-activedescendant', all[to].id);
}

async function offer(area) {
  const named = token(area);
  if (!named) { shut(area); return; }
  asked?.abort();
  asked = new AbortController();
  try {
    const where = area.closest('[data-mentions]').dataset.mentions;
    const answer = await fetch(`${where}?q=${encodeURIComponent(named.words)}`, { signal: asked.signal, headers: { 'HX-Request': 'true' } });
    if (!answer.ok) return;
    const found = await answer.text();
    if (!token(area)) return;
    let list = open(area);
    if (!list) {
      list = Object.assign(document.createElement('div'), { className: 'menu people', id: `people-${Date.now()}` });
      list.setAttribute('role', 'listbox');
      list.setAttribute('aria-label', '@');
      area.after(list);
      area.setAttribute('aria-controls', list.id);
    }
    list.innerHTML = found;
    if (!list.querySelector('.mi') && named.words.length > 6) { shut(area); return; }
    mark(area, 0);
  } catch (error) { if (error.name !== 'AbortError') document.dispatchEvent(new CustomEvent('missed', { detail: { what: 'mentions', again: () => { if (area.isConnected) offer(area); } } })); }
}

function choose(area, one) {
  const { at } = token(area);
  const name = `@${one.dataset.name} `;
  const end = area.selectionStart;
  area.setRangeText(name, at, end, 'end');
  const who = Object.assign(document.createElement('input'), { type: 'hidden', name: 'who', value: one.dataset.person });
  area.closest('form').append(who);
  shut(area);
  area.focus();
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

document.addEventListener('input', (event) => {
  if (event.target.matches?.('[data-mentions] textarea')) offer(event.target);
});
document.addEventListener('keydown', (event) => {
  const area = event.target;
  if (!area.matches?.('[data-mentions] textarea') || !open(area) || event.isComposing) return;
  const all = [...open(area).querySelectorAll('.mi')];
  const at = all.findIndex((one) => one.classList.contains('on'));
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    mark(area, (at + (event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length);
  } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey && all[at]) {
    event.preventDefault();
    choose(area, all[at]);
  } else if (event.key === 'Escape') { event.stopPropagation(); shut(area); }
}, true);
document.addEventListener('mousedown', (event) => {
  const one = event.target.closest?.('.people .mi');
  if (!one) return;
  event.preventDefault();
  choose(one.closest('.people').previousElementSibling, one);
});
document.addEventListener('focusout', (event) => { if (event.target.matches?.('[data-mentions] textarea')) shut(event.target); });
