// The palette: opens by Ctrl/⌘ K, offers what the present page can do before what the server finds, chosen by arrow keys.
// Joined with notices.js and favourites.js into one module: names at the top are shared.

const paletteBox = () => document.getElementById('palette');
const paletteHits = () => [...paletteBox().querySelectorAll('.hit')];
const ON_PAGE = '#work [data-command], #work .bar .right a.btn, #work .acts a.btn, #work .acts .mi, #work .tabs .end .mi:not(.at-phone), #work .tabs .addview';

function choose(index, scroll = true) {
  const every = paletteHits();
  every.forEach((one, at) => {
    one.id = `hit-${at}`;
    one.classList.toggle('on', at === index);
    one.setAttribute('aria-selected', at === index);
  });
  paletteBox().querySelector('input').setAttribute('aria-activedescendant', every[index] ? `hit-${index}` : '');
  if (scroll) every[index]?.scrollIntoView({ block: 'nearest' });
}

// What the page offers is what stands on it: its buttons do the work, with the rights they were drawn with.
function offerActions(words, which = ON_PAGE) {
  const place = document.getElementById('palette-actions');
  const seen = new Set();
  const main = (one) => Number(!one.matches('[data-command], .pri'));  // what the page is for comes first
  const found = [...document.querySelectorAll(which)].sort((a, b) => main(a) - main(b)).flatMap((button) => {
    const label = (button.getAttribute('aria-label') || button.textContent).replace(/\s+/g, ' ').trim();
    if (!label || seen.has(label) || !words.every((word) => label.toLowerCase().includes(word))) return [];
    seen.add(label);
    return [[button, label]];
  });
  const lines = found.slice(0, words.length ? 6 : 4).map(([button, label]) => {
    const line = document.createElement('button');
    line.type = 'button';
    line.className = 'hit';
    line.setAttribute('role', 'option');
    const mark = button.querySelector('svg')?.cloneNode(true);
    const text = document.createElement('span');
    text.className = 'ell';
    text.textContent = label;
    if (mark) { mark.setAttribute('width', 16); mark.setAttribute('height', 16); line.append(mark); }
    line.append(text);
    line.addEventListener('click', () => button.click());
    return line;
  });
  const head = document.createElement('div');
  head.className = 'ph';
  head.textContent = place.dataset.title;
  place.replaceChildren(...(lines.length ? [head, ...lines] : []));
}

function refreshPalette() {
  offerActions(paletteBox().querySelector('input').value.toLowerCase().split(/\s+/).filter(Boolean));
  choose(0, false);
}

function openPalette(only = '') {
  const box = paletteBox();
  if (!box || box.open || document.querySelector('dialog[open]')) return;
  for (const one of document.querySelectorAll('details[data-pop][open]')) one.removeAttribute('open');
  box.showModal();
  const input = box.querySelector('input');
  input.value = '';
  input.focus();
  document.getElementById('palette-found').replaceChildren();
  if (only) offerActions([], '#work [data-new]'); else refreshPalette();
  window.htmx.ajax('GET', `${document.body.dataset.base}/palette?q=&only=${only}`, { target: '#palette-found', swap: 'innerHTML' });
}

document.addEventListener('click', (event) => {
  const opener = event.target.closest?.('[data-palette]');
  if (opener) { event.preventDefault(); event.stopPropagation(); openPalette(opener.dataset.palette); }
}, true);
document.addEventListener('input', (event) => {
  if (event.target.closest?.('#palette')) offerActions(event.target.value.toLowerCase().split(/\s+/).filter(Boolean));
});
// What it opened with may come after something was typed.
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = event.detail;
  if (ctx?.target?.id === 'palette-found' && !ctx.sourceElement?.closest?.('#palette') && paletteBox().querySelector('input').value) event.preventDefault();
});
document.addEventListener('htmx:after:swap', () => { if (paletteBox()?.open) choose(0, false); });
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); openPalette(); return; }
  if (!paletteBox()?.open || event.isComposing) return;
  if (event.key === 'Escape') { event.preventDefault(); paletteBox().close(); return; }  // the field would only empty itself
  const every = paletteHits();
  const at = every.findIndex((one) => one.classList.contains('on'));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && every.length) { event.preventDefault(); choose((at + step + every.length) % every.length); }
  if (event.key === 'Enter' && every.length) {
    event.preventDefault();
    const hit = every[Math.max(at, 0)];
    if ((event.ctrlKey || event.metaKey) && hit.href) { window.open(hit.href, '_blank'); return; }
    hit.click();
  }
});
document.addEventListener('pointermove', (event) => {
  const hit = event.target.closest?.('#palette .hit:not(.on)');
  if (hit) choose(paletteHits().indexOf(hit), false);
});
document.addEventListener('click', (event) => { if (event.target.closest?.('#palette .hit')) paletteBox().close(); });
