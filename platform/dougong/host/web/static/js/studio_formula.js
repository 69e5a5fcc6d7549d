// Every `<textarea data-formula data-entity=… data-expects=…>` of the studio opens an editor: a formula with what may stand at the
// cursor, or (a condition) rows. It stands outside of what answers draw anew; the textarea keeps the value, and tells `change`
// when the editor is closed with another one.
import { rowsIn } from './studio_formula_rows.js';
import { textIn } from './studio_formula_text.js';

const FIELD = 'textarea[data-formula], input[data-formula]';
const id = (name) => document.getElementById(name);
const box = () => id('formula');
let now = null; // what is edited: {field, name, entity, expects, mode, text, was, wrong, locked}
let parts = null; // {rows, text}
let waiting = null; // the newest text of the rows on its way
let checked = 0;

async function ask(what, more) {
  const given = now;
  const headers = { ...JSON.parse(document.body.getAttribute('hx-headers:inherited') ?? '{}'), 'Content-Type': 'application/json' };
  try {
    const answer = await fetch(`${document.body.dataset.base}/studio/formula/${what}`, { method: 'POST', headers, body: JSON.stringify({ entity: given.entity, ...more }) });
    if (given !== now || !answer.ok) return null;
    return /json/.test(answer.headers.get('Content-Type') ?? '') ? await answer.json() : await answer.text();
  } catch { return null; }
}
const words = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), box().dataset[name]);
const line = (kind, text) => Object.assign(document.createElement('p'), { className: kind, textContent: text });

function begin() {
  if (parts) return parts;
  const text = textIn({
    area: id('fx-area'), shown: id('fx-shown'), list: id('fx-list'), call: id('fx-call'),
    ask: (what, more) => ask(what, more), typed: (value) => { now.text = value; stale(); soon(); },
  });
  id('fx-rows').dataset.between = box().dataset.between;
  const rows = rowsIn(id('fx-rows'), { ask: (what, more) => ask(what, more), say: write });
  parts = { text, rows };
  return parts;
}

function open(field, typed = '') {
  if (now || !box()) return;
  begin();
  const { entity = '', expects = '', scale = '', blanks = '' } = field.dataset;
  const name = field.dataset.title || field.labels?.[0]?.firstChild?.textContent.trim() || field.getAttribute('aria-label') || '';
  const bool = expects === 'bool';
  now = { field, entity, expects, scale, blanks, mode: 'text', text: field.value + typed, was: field.value, wrong: [], locked: false, kept: true };
  if (name) id('fx-title').textContent = name;
  id('fx-modes').hidden = !bool;
  for (const part of ['fx-said', 'fx-tried', 'fx-names', 'fx-rows']) id(part).replaceChildren();
  id('fx-why').hidden = true;
  parts.text.set(now.text);
  box().showModal();
  show(bool && !typed ? 'rows' : 'text');
  if (bool && !typed) load(true); else names();
  check();
}

function show(mode) {
  now.mode = mode;
  id('fx-rows').hidden = mode !== 'rows';
  id('fx-pane').hidden = mode !== 'text';
  for (const one of box().querySelectorAll('[data-fx-mode]')) {
    one.classList.toggle('on', one.dataset.fxMode === mode);
    one.setAttribute('aria-pressed', String(one.dataset.fxMode === mode));
  }
  if (mode === 'text') { const area = id('fx-area'); area.focus(); area.setSelectionRange(area.value.length, area.value.length); }
}

// The rows of the text. At first they give way to the formula where that shows it better; asked for, they come all the same.
async function load(first) {
  id('fx-rows').setAttribute('aria-busy', 'true');
  const asked = now;
  const { text } = now;
  const html = await ask('rows', { text });
  if (now !== asked) return;
  id('fx-rows').removeAttribute('aria-busy');
  if (html === null) { why(words('missing')); show('text'); names(); return; }
  if (now.mode !== 'rows' || now.text !== text) return; // the other way of writing was chosen meanwhile
  const found = parts.rows.show(html);
  now.locked = found.locked;
  why(found.why);
  if (found.locked || (first && found.why)) { show('text'); names(); } else parts.rows.begin();
}
function why(said) {
  id('fx-why').hidden = !said;
  id('fx-why').querySelector('span').textContent = said;
}
async function names() {
  if (id('fx-names').firstChild || !now.entity) return;
  const html = await ask('names', {});
  if (html) id('fx-names').replaceChildren(document.createRange().createContextualFragment(html));
}

// The rows as text: the newest question counts.
function write(group) {
  const mine = ask('written', { group }).then((answer) => {
    if (waiting !== mine || !now) return false;
    waiting = null;
    if (!answer) { tell([{ message: words('missing'), severity: 'error' }]); return false; }
    if (answer.text === null) { tell(answer.problems.map((message) => ({ message, severity: 'error' }))); return false; }
    now.text = answer.text;
    now.unfinished = answer.unfinished;
    parts.text.set(answer.text);
    check();
    return true;
  });
  waiting = mine;
  return mine;
}

// What was found of another text mends nothing any more.
function stale() {
  now.wrong = [];
  for (const one of id('fx-said').querySelectorAll('[data-fx-fix]')) one.remove();
}
let pause = 0;
function soon() { clearTimeout(pause); pause = setTimeout(check, 180); }
async function check() {
  clearTimeout(pause);
  if (!now) return;
  const mine = checked += 1;
  const { text } = now;
  if (!text.trim()) { now.wrong = []; parts.text.underline([]); tell([], now.expects === 'bool' ? words('emptyRows') : ''); id('fx-tried').replaceChildren(); return; }
  const asked = { text, expected: now.expects === 'any' ? '' : now.expects, ...(now.scale ? { scale: Number(now.scale) } : {}), ...(now.blanks ? { blanks: now.blanks } : {}) };
  const answer = await ask('check', asked);
  if (mine !== checked || !now || now.text !== text || !answer) return;
  now.wrong = answer.problems;
  // places are those of the text as it would be stored, without blanks around it
  const before = [.../^\s*/u.exec(text)[0]].length;
  parts.text.underline(answer.problems.filter((one) => one.start !== undefined).map((one) => ({ ...one, start: one.start + before, end: one.end + before })));
  const reads = answer.names.length ? ` · ${words('reads', { names: answer.names.join(box().dataset.between) })}` : '';
  tell(answer.problems, answer.type ? words('gives', { type: answer.type.words }) + reads : '');
  tried(answer);
}

function tell(problems, good = '') {
  const said = id('fx-said');
  said.replaceChildren(...problems.map((one, n) => {
    const row = line(one.severity === 'error' ? 'fxbad' : 'fxwarn', '');
    row.append(Object.assign(document.createElement('span'), { textContent: one.message }));
    if (one.replacement) {
      const mend = Object.assign(document.createElement('button'), { type: 'button', className: 'btn sm', textContent: words('fix', { words: shorten(one.replacement) }) });
      mend.dataset.fxFix = n;
      row.append(mend);
    } else if (one.fix) row.append(Object.assign(document.createElement('span'), { className: 't2', textContent: one.fix }));
    return row;
  }));
  if (now.mode === 'rows' && now.unfinished) said.append(line('fxwarn', words('unfinished', { n: now.unfinished })));
  if (good && !problems.some((one) => one.severity === 'error')) said.append(line('okline', good));
}
const shorten = (text) => (text.length > 60 ? `${text.slice(0, 58)}…` : text);
function tried({ preview, type }) {
  id('fx-tried').replaceChildren(...preview.map((one) => {
    const row = document.createElement('p');
    const value = one.shown ?? one.value;
    const said = value === null ? words('blank') : value === true ? words('yes') : value === false ? words('no') : String(value);
    row.append(Object.assign(document.createElement('span'), { className: 'ell', textContent: one.title ?? '' }), Object.assign(document.createElement('b'), { className: `ell ${type?.name === 'bool' ? `v-${value}` : ''}`, textContent: said }));
    return row;
  }));
}
function mend(n) {
  const one = now.wrong[n];
  if (!one?.replacement) return;
  if (now.mode === 'text') { parts.text.replace(one.replacement); return; }
  now.text = one.replacement;
  parts.text.set(now.text);
  load(false);
  check();
}

async function done() {
  const given = now;
  if (waiting) { box().setAttribute('aria-busy', 'true'); const good = await waiting; box().removeAttribute('aria-busy'); if (!good || now !== given) return; }
  box().close();
}
// The textarea may have been drawn anew meanwhile: the one that stands in its place takes the value.
function settle() {
  const given = now;
  now = null;
  waiting = null;
  clearTimeout(pause);
  const field = given.field.isConnected ? given.field : id(given.field.id);
  if (!field) return;
  field.focus();
  const text = given.text.trim();
  if (!given.kept || text === given.was.trim()) return;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
addEventListener('keydown', (event) => {
  const field = event.target.closest?.(FIELD);
  const inside = now && event.target.closest?.('#formula');
  if (field && !now && plain(event) && !event.isComposing && event.keyCode !== 229 && !field.readOnly) {
    const typed = event.key.length === 1 && event.key !== ' ' ? event.key : '';
    const whole = field.selectionStart === field.value.length; // else the browser's own typing goes where the cursor is
    if ((event.key === 'Enter' && !event.shiftKey && field.value === field.defaultValue) || event.key === 'F2' || (typed && whole)) {
      event.preventDefault();
      event.stopPropagation();
      open(field, typed);
    }
    return;
  }
  if (!inside) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); done(); }
  else if (event.key === '.' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); mend(now.wrong.findIndex((one) => one.replacement)); }
}, true);
document.addEventListener('keydown', (event) => { if (now && event.target.closest?.('#formula')) event.stopPropagation(); }); // keys here mean nothing to the designer below
document.addEventListener('click', (event) => {
  const field = event.target.closest?.(FIELD);
  if (field && !now && !field.readOnly) { open(field); return; }
  if (!now || !event.target.closest?.('#formula')) return;
  const on = (what) => event.target.closest(what);
  if (on('[data-fx-cancel]')) { now.kept = false; box().close(); }
  else if (on('[data-fx-done]')) done();
  else if (on('[data-fx-fix]')) mend(Number(on('[data-fx-fix]').dataset.fxFix));
  else if (on('[data-fx-put]')) parts.text.put(on('[data-fx-put]').dataset.fxPut);
  else if (on('[data-fx-mode]')) turn(on('[data-fx-mode]').dataset.fxMode);
});
async function turn(mode) {
  if (mode === now.mode) return;
  if (mode === 'text') { if (waiting) await waiting; if (!now) return; why(''); parts.text.set(now.text); show('text'); names(); check(); return; }
  show('rows');
  load(false);
}
document.addEventListener('input', (event) => {
  if (event.target.id !== 'fx-narrow') return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const family of id('fx-names').querySelectorAll('.fxfam')) {
    let some = false;
    for (const one of family.querySelectorAll('.pline')) { one.hidden = !`${one.textContent} ${one.title}`.toLowerCase().includes(wanted); some ||= !one.hidden; }
    family.hidden = !some;
    if (wanted && some) family.open = true;
  }
});
document.addEventListener('cancel', (event) => { if (now && event.target.id === 'formula') now.kept = false; }, true);
document.addEventListener('close', (event) => { if (now && event.target.id === 'formula') settle(); }, true);
