// What becomes of values, chosen card by card. A choice is one request with the card as it stood when it was made; the next
// waits for its answer, and an answer that a newer choice has overtaken draws nothing. Nothing is published meanwhile.

let queue = Promise.resolve();
let waiting = 0; // choices whose answer has not been drawn

function hold() {
  for (const one of document.querySelectorAll('[data-confirm-publish]')) one.disabled = true;
}

document.addEventListener('change', (event) => {
  const card = event.target.closest?.('form[data-values]');
  if (!card) return;
  const other = event.target.matches('select') && card.querySelector('[name=do][value=map]');
  if (other) other.checked = true;
  const values = Object.fromEntries(new FormData(card));
  const path = card.getAttribute('action');
  waiting += 1;
  hold();
  queue = queue.then(async () => {
    const ticked = new FormData(document.getElementById('publishing'));
    const all = { note: ticked.get('note') ?? '', change: ticked.getAll('change').join(','), ...values };
    await window.htmx.ajax('POST', path, { source: '#work', target: '#work', swap: 'outerMorph', push: 'false', values: all });
  }).catch(() => null).then(() => { waiting -= 1; });
});

document.addEventListener('htmx:before:swap', (event) => {
  if (waiting > 1 && event.detail.ctx?.request?.action?.endsWith('/publish/repair')) event.preventDefault();
});
document.addEventListener('htmx:after:swap', () => { if (waiting > 1) hold(); });
document.addEventListener('submit', (event) => { if (event.target.matches?.('form[data-values]')) event.preventDefault(); }, true);
