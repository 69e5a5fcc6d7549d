// The condition builder: rows of field, operator, value in groups. What a row offers comes from the server; what the rows say is
// read here and written there. A row that nobody touched is written back as it was.

const every = (box, what) => [...box.querySelectorAll(what)];
const tick = (box) => every(box, '.opts input:checked').map((one) => one.value);

export function rowsIn(root, { ask, say }) {
  const box = () => root.querySelector('.cbuild');
  const words = () => root.dataset;

  function values(row) {
    const period = row.querySelector('[data-cperiod]');
    if (period) {
      const days = row.querySelector('[data-cdays]');
      return [period.selectedOptions[0]?.hasAttribute('data-counted') ? `${period.value}:${days.value || 7}` : period.value];
    }
    if (row.dataset.kind === 'options') return tick(row);
    const input = row.querySelector('[data-cvalue], .date input');
    return input && input.value.trim() ? [input.value.trim()] : [];
  }
  function read(row) {
    if (row.dataset.text) return { text: row.dataset.text };
    const leaf = row.querySelector('[data-leaf]');
    if (leaf) return { text: leaf.value.trim() };
    return { path: row.dataset.path, operator: row.querySelector('[data-coper]')?.value ?? '', values: values(row), formula: row.dataset.kind === 'formula' };
  }
  function group(one) {
    const parts = [...one.querySelector(':scope > .cparts').children];
    return { join: one.dataset.join, parts: parts.map((part) => (part.matches('[data-group]') ? group(part) : read(part))) };
  }
  const tree = () => group(root.querySelector('[data-group].outer'));
  const told = () => say(tree());
  const touched = (row) => { row.dataset.text = ''; };

  function dress(part) {
    const fields = box().querySelector('[data-fields]').content;
    for (const select of [...every(part, '[data-cfield]'), ...(part.matches('[data-cfield]') ? [part] : [])]) {
      if (select.dataset.dressed) continue;
      select.dataset.dressed = 'yes';
      const own = select.selectedOptions[0];
      select.append(fields.cloneNode(true));
      const same = every(select, 'optgroup option').find((one) => one.value === own.value);
      if (same && own.value) { own.remove(); same.selected = true; }
    }
    for (const row of [...every(part, '[data-row]'), ...(part.matches('[data-row]') ? [part] : [])]) counted(row);
  }
  function counted(row) {
    const days = row.querySelector('[data-cdays]');
    if (days) days.hidden = !row.querySelector('[data-cperiod]').selectedOptions[0]?.hasAttribute('data-counted');
  }
  function sum(row) {
    const said = every(row, '.opts input:checked').map((one) => one.closest('label').textContent.trim()).join(words().between || ', ');
    const shown = row.querySelector('.cvals summary .ell');
    if (said) shown.textContent = said; else shown.textContent = row.querySelector('.cvals').dataset.choose ?? '…';
  }

  // The row anew after its field, operator or kind of value was changed. What was typed meanwhile is asked about again.
  async function renew(row, given, back) {
    const number = String(Number(row.dataset.asked ?? 0) + 1);
    row.dataset.asked = number;
    row.setAttribute('aria-busy', 'true');
    const before = JSON.stringify(values(row));
    const html = await ask('row', { row: given });
    if (!row.isConnected || row.dataset.asked !== number) return;
    row.removeAttribute('aria-busy');
    if (html === null) return;
    const now = values(row);
    if (JSON.stringify(now) !== before) { renew(row, { ...given, values: now }, back); return; }
    const made = document.createRange().createContextualFragment(html).firstElementChild;
    const held = row.contains(document.activeElement);
    row.replaceWith(made);
    dress(made);
    touched(made);
    if (held) (made.querySelector(back) ?? made.querySelector('select')).focus();
    told();
  }
  function fresh(name) {
    const made = box().querySelector(name).content.firstElementChild.cloneNode(true);
    dress(made);
    return made;
  }
  function add(to, what) {
    const made = what === 'row' ? fresh('[data-blank-row]') : fresh('[data-blank-group]');
    if (what === 'group') {
      made.dataset.join = to.dataset.join === 'AND' ? 'OR' : 'AND';
      press(made);
      made.querySelector('.cparts').append(fresh('[data-blank-row]'));
    }
    to.querySelector(':scope > .cparts').append(made);
    made.querySelector('[data-cfield]').focus();
  }
  function press(one) {
    for (const button of one.querySelector('.cjoin').querySelectorAll('[data-join-to]')) {
      const on = button.dataset.joinTo === one.dataset.join;
      button.classList.toggle('on', on);
      button.setAttribute('aria-pressed', String(on));
    }
  }
  function off(part) {
    const at = part.parentElement;
    const next = part.nextElementSibling ?? part.previousElementSibling ?? at.nextElementSibling;
    part.remove();
    (next.querySelector('select, input, button') ?? next).focus();
    told();
  }

  root.addEventListener('click', (event) => {
    const on = (what) => event.target.closest(what);
    const here = on('[data-group]');
    const row = on('[data-row]');
    if (on('[data-join-to]')) { here.dataset.join = on('[data-join-to]').dataset.joinTo; press(here); told(); }
    else if (on('[data-add-row]')) add(here, 'row');
    else if (on('[data-add-group]')) add(here, 'group');
    else if (on('[data-goff]')) off(here);
    else if (on('[data-coff]')) off(row);
    else if (on('[data-cworked]')) {
      const formula = row.dataset.kind !== 'formula';
      renew(row, { path: row.dataset.path, operator: row.querySelector('[data-coper]').value, values: formula ? [] : [], formula }, '[data-cvalue], .date input');
    }
  });
  root.addEventListener('change', (event) => {
    const row = event.target.closest('[data-row]');
    if (!row) return;
    event.stopPropagation();
    if (event.target.matches('[data-cfield]')) renew(row, { path: event.target.value, operator: '', values: [] }, '[data-coper]');
    else if (event.target.matches('[data-coper]')) {
      const kind = row.dataset.kind;
      const kept = kind === 'period' || event.target.value === 'during' ? [] : values(row);
      renew(row, { path: row.dataset.path, operator: event.target.value, values: kept, formula: kind === 'formula' }, '[data-coper]');
    } else { touched(row); counted(row); if (event.target.closest('.opts')) sum(row); told(); }
  });
  root.addEventListener('input', (event) => {
    const row = event.target.closest('[data-row]');
    if (!row) return;
    if (event.target.matches('[data-cfind]')) { find(row, event.target.value); return; }
    if (event.target.matches('[data-cvalue], [data-leaf], [data-cdays], .date input')) { touched(row); told(); }
  });
  async function find(row, wanted) {
    row.dataset.find = wanted;
    const html = await ask('values', { row: { path: row.dataset.path, values: tick(row) }, find: wanted });
    if (html === null || !row.isConnected || row.dataset.find !== wanted) return;
    const list = row.querySelector('.opts');
    const made = document.createRange().createContextualFragment(html);
    for (const kept of every(list, 'input:checked').reverse()) {
      const same = made.querySelector(`input[value="${CSS.escape(kept.value)}"]`);
      if (same) same.checked = true; else made.prepend(kept.closest('label'));
    }
    list.replaceChildren(made);
  }
  root.addEventListener('keydown', (event) => {
    const open = event.target.closest('details[open]');
    if (event.key === 'Escape' && open) { event.preventDefault(); event.stopPropagation(); open.open = false; open.querySelector('summary').focus(); }
    else if (event.key === 'Enter' && event.target.matches('.crow input:not([type=checkbox])') && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });

  return {
    show(html) {
      root.replaceChildren(document.createRange().createContextualFragment(html));
      if (box().hasAttribute('data-locked')) return { why: box().dataset.why, locked: true };
      dress(root.querySelector('[data-group].outer'));
      for (const row of every(root, '[data-row]')) row.querySelector('.cvals')?.setAttribute('data-choose', '…');
      if (!root.querySelector('[data-row]')) root.querySelector('.cparts').append(fresh('[data-blank-row]'));
      return { why: box().dataset.why, locked: false };
    },
    tree,
    begin() { (root.querySelector('[data-cfield], [data-leaf]') ?? root.querySelector('button'))?.focus(); },
  };
}
