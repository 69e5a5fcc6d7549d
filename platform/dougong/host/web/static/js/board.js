// Pages of tiles: charts where there are any (their library comes only then), and tiles that a lost connection kept away.

import { drawAll } from './chart.js';

const charts = () => { if (document.querySelector('[data-chart]:not(.drawn)')) drawAll(); };
document.addEventListener('htmx:after:settle', charts);
document.addEventListener('htmx:after:swap', charts);
charts();

function lost(event) {
  const batch = event.detail?.ctx?.sourceElement;
  if (!batch?.matches?.('[data-batch]')) return;
  for (const key of new URL(batch.getAttribute('hx-get'), location.origin).searchParams.getAll('key')) {
    const tile = document.getElementById(`tile-${key}`);
    if (tile?.classList.contains('coming')) { tile.classList.add('failed'); tile.removeAttribute('aria-busy'); }
  }
}
document.addEventListener('htmx:error', lost);
document.addEventListener('htmx:response:error', lost);
