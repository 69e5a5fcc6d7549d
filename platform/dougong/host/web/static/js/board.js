// Pages of tiles: charts where there are any (their library comes only then), tiles that a lost connection kept away, and
// tiles that are dragged to another place while they are arranged.

import { drawAll } from './chart.js';
import { sortable } from './drag.js';

const charts = () => { if (document.querySelector('[data-chart]:not(.drawn)')) drawAll(); };
document.addEventListener('htmx:after:settle', charts);
document.addEventListener('htmx:after:swap', charts);
charts();

function lost(batch) {
  for (const key of new URL(batch.getAttribute('hx-get'), location.origin).searchParams.getAll('key')) {
    const tile = document.getElementById(`tile-${key}`);
    if (tile?.classList.contains('coming')) { tile.classList.add('failed'); tile.removeAttribute('aria-busy'); }
  }
}
function failed(event) {
  const batch = event.detail?.ctx?.sourceElement;
  if (batch?.matches?.('[data-batch]')) lost(batch);
}
document.addEventListener('htmx:error', failed);
document.addEventListener('htmx:response:error', failed);
// What failed before this script ran told nobody: it is no longer on its way, and its tiles are not here.
document.querySelectorAll('[data-batch]:not(.htmx-request)').forEach(lost);

async function arrangeable() {
  const laid = document.querySelector('#laid:not([data-drags])');
  if (!laid) return;
  laid.dataset.drags = 'yes';
  const keys = (lane) => [...laid.querySelectorAll(`[data-lane="${lane}"] > [data-key]`)].map((one) => one.dataset.key).join(',');
  const keep = () => window.htmx.ajax('POST', laid.dataset.laid, { target: '#laid', swap: 'outerHTML', push: 'false', values: { main: keys('main'), rail: keys('rail') } });
  await Promise.all([...laid.querySelectorAll('[data-lane]')].map((lane) => (
    sortable(lane, { group: 'tiles', draggable: '[data-key]', filter: 'button', preventOnFilter: false, onEnd: keep }))));
  laid.dataset.drags = 'ready';
}
document.addEventListener('htmx:after:swap', arrangeable);
document.addEventListener('htmx:after:settle', arrangeable);
arrangeable();
