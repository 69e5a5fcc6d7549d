// Pages of tiles: charts where there are any (their library comes only then), and tiles that a lost connection kept away.

import { drawAll } from './chart.js';

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
