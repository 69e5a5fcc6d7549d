// The first script of a page, there before anything can be seen: what is pressed before the scripts that hear it is kept, shown
// as taken, and done when they are there. Words, ticks and folds are the browser's own; their tellers are told again.
(() => {
  const PATIENCE = 5000; // milliseconds until a link or a form that works without scripts does so
  const TYPED = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]';
  const PART = '[role=option][data-part], [role=treeitem]'; // what a designer lets one choose
  const HEARD = `button:not([type=submit]), summary[hx-get], [role=button], a[hx-get], [hx-post], ${PART}`;
  const coming = new Set(); // scripts of a part of the page that was just swapped in
  const known = new WeakSet();
  const told = new Map(); // element -> input, change or toggle, which it has told nobody
  let started = false;
  let kept = []; // {event, target, at, submitter?}
  let entered = null; // a field that was pressed: lists and calendars open at it
  const early = window.early = { pressed: null, dragged: false }; // pressed: {event, late} of a hand that holds something

  const waits = (event) => event.isTrusted && (!started || (coming.size > 0 && Boolean(event.target.closest?.('#work'))));
  const typing = (one) => Boolean(one?.matches?.(TYPED));

  function keep(event, target, more = {}) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const last = kept.at(-1);
    if (event.type !== 'keydown' && last?.target === target && last.event.type === event.type) return; // pressed again out of impatience
    kept.push({ event, target, at: performance.now(), ...more });
    document.getElementById('busy')?.classList.add('htmx-request');
    setTimeout(giveUp, PATIENCE + 50);
  }

  // What a press of the mouse, a finger, or Enter is for: null where the browser does all of it.
  function heard(event) {
    const one = event.target.closest?.(`button, summary, a[href], [role=button], ${PART}`);
    if (!one || event.ctrlKey || event.metaKey) return null;
    if (one.matches('button:not([type=button])') && one.form && !one.matches('[hx-get], [hx-post], [data-close]')) return null; // its form is submitted
    return one.matches(HEARD) || (one.matches('a') && Object.keys(one.dataset).length) ? one : null;
  }
  addEventListener('click', (event) => {
    if (!waits(event)) return;
    if (typing(event.target)) entered = event.target;
    const one = heard(event);
    if (!one) return;
    if (early.dragged) { event.preventDefault(); event.stopImmediatePropagation(); } else keep(event, one);
  }, true);
  addEventListener('dblclick', (event) => { if (waits(event) && event.target.closest?.('td, .rz')) keep(event, event.target); }, true);
  addEventListener('submit', (event) => {
    const form = event.target;
    if (waits(event) && (form.matches('[hx-post], [hx-get]') || event.submitter?.matches('[hx-post], [hx-get]'))) keep(event, form, { submitter: event.submitter });
  }, true);
  addEventListener('keydown', (event) => {
    if (!waits(event) || event.isComposing) return;
    const { key, target } = event;
    const held = event.ctrlKey || event.metaKey;
    const letter = key.length === 1 && (key !== ' ' || (kept.length > 0 && target === document.body)); // a space within words
    const wanted = held ? /^[ks]$/i.test(key) || (key === 'Enter' && target.closest('[data-composer]'))
      : typing(target) ? key === 'Enter' && target.closest('.lines, .combo, .date')
        : letter || (key.startsWith('Arrow') && (event.altKey || target.closest?.(`a, button, tr, [role=separator], ${PART}`))) || (/^(Enter|F2|Delete)$/.test(key) && target.closest?.(PART)) || (kept.length && /^(Enter|Escape|Backspace)$/.test(key) && target === document.body);
    if (wanted) keep(event, target);
  }, true);

  // A hand that has taken something holds it until the script that moves it is there.
  addEventListener('pointerdown', (event) => { if (event.isTrusted) early.pressed = { event, late: waits(event) }; early.dragged = false; }, true);
  addEventListener('pointermove', (event) => {
    const from = early.pressed?.event;
    if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > 8) early.dragged = true;
  }, true);
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { early.pressed = null; }, true);
  addEventListener('dragstart', (event) => { if (waits(event)) event.preventDefault(); }, true);

  for (const kind of ['input', 'change', 'toggle']) {
    addEventListener(kind, (event) => {
      const one = event.target;
      if ((started ? waits(event) : true) && one.matches?.('input, select, textarea, details')) told.set(one, [...new Set([...told.get(one) ?? [], kind])]);
    }, true);
  }

  // Doing what was kept --------------------------------------------------------------------------------------------------

  function perform({ event, target, submitter }) {
    const place = target.isConnected ? target : document.body;
    if (event.type === 'submit') { if (target.isConnected) target.requestSubmit(submitter); return; }
    if (event.type !== 'keydown') { if (target.isConnected) target.dispatchEvent(new MouseEvent(event.type, event)); return; }
    // What was typed after a key that goes to a field stands in that field.
    const at = document.activeElement;
    const moved = typing(at) && at !== target;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (moved && plain && event.key.length === 1) document.execCommand('insertText', false, event.key);
    else if (moved && plain && event.key === 'Backspace') document.execCommand('delete');
    else if (!moved || !plain) (place === document.body && at ? at : place).dispatchEvent(new KeyboardEvent('keydown', event));
  }
  function ready() {
    if (!started || coming.size) return;
    const [news, presses] = [[...told], kept];
    told.clear();
    kept = [];
    document.getElementById('busy')?.classList.remove('htmx-request');
    for (const [one, kinds] of news) if (one.isConnected) for (const kind of kinds) one.dispatchEvent(new Event(kind, { bubbles: kind !== 'toggle' }));
    for (const one of presses) perform(one);
    if (entered && entered === document.activeElement) for (const kind of ['pointerdown', 'click']) entered.dispatchEvent(new PointerEvent(kind, { bubbles: true, cancelable: true }));
    entered = null;
    const hand = early.pressed;
    if (hand?.late && hand.event.target.isConnected) hand.event.target.dispatchEvent(new PointerEvent('pointerdown', hand.event));
  }
  // Scripts may be long in coming, or never come: a link goes its way, and a form is sent, without them.
  function giveUp() {
    const last = kept.at(-1);
    if (!last || started || performance.now() - last.at < PATIENCE) return;
    if (last.event.type === 'click' && last.target.matches('a[href]')) { kept = []; location.assign(last.target.href); }
    if (last.event.type === 'submit' && last.target.getAttribute('action')) { kept = []; HTMLFormElement.prototype.submit.call(last.target); }
  }

  // Modules, and scripts that are deferred, have run before this.
  addEventListener('DOMContentLoaded', () => setTimeout(() => { started = true; ready(); }));

  // A part that was swapped in may bring a script of its own.
  for (const end of ['load', 'error']) {
    document.addEventListener(end, (event) => { if (event.target.tagName === 'SCRIPT') { known.add(event.target); if (coming.delete(event.target)) ready(); } }, true);
  }
  document.addEventListener('htmx:after:swap', () => {
    for (const one of coming) if (!one.isConnected) coming.delete(one);
    for (const one of document.querySelectorAll('#work script[type=module][src]')) {
      if (known.has(one) || coming.has(one)) continue;
      coming.add(one);
      setTimeout(() => { if (coming.delete(one)) ready(); }, PATIENCE);
    }
    ready();
  });
})();
