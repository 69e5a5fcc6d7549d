// The property panel of a field: each control is one gesture. A designer that shows it says which field is chosen and how
// a gesture is sent: `fieldPanel({ on: () => element or null, send: (name, value) => {}, act: (what) => {} })`.

const panels = [];
export function fieldPanel(panel) { panels.push(panel); }
const owner = (target) => {
  const pane = target.closest?.('#props');
  return pane && panels.find((one) => one.on()?.contains(pane));
};

document.addEventListener('change', (event) => {
  const { target } = event;
  const by = owner(target);
  if (!by) return;
  const many = target.closest('[data-set-many]');
  if (many) by.send(many.dataset.setMany, [...many.querySelectorAll('input:checked')].map((one) => one.value).join(','));
  else if (target.dataset.set) by.send(target.dataset.set, target.type === 'checkbox' ? (target.checked ? 'on' : '') : target.value);
});

document.addEventListener('keydown', (event) => {
  const { target } = event;
  const by = owner(target);
  if (!by || event.isComposing) return;
  if (event.key === 'Enter' && target.dataset?.add) {
    event.preventDefault();
    const value = target.value.trim();
    if (value) { target.value = ''; by.send(target.dataset.add, value); }
  } else if (event.key === 'Enter' && target.matches('input[data-set]')) {
    event.preventDefault();
    target.blur();
  } else if (event.key === 'Escape' && target.matches('input[data-set], textarea[data-set]')) {
    event.stopPropagation();
    target.value = target.defaultValue;
    target.blur();
  }
}, true);

document.addEventListener('click', (event) => {
  const by = owner(event.target);
  if (!by) return;
  const put = event.target.closest('[data-put]');
  const act = event.target.closest('[data-do-field]');
  const tab = event.target.closest('[data-ptab]');
  if (put) by.send(put.dataset.put, put.dataset.value);
  else if (act) by.act(act.dataset.doField);
  else if (tab) show(tab.dataset.ptab);
});

// Which tab is open outlives the answer to a gesture, which draws the panel anew; another field begins with the first.
let open = 'props';
const part = () => document.querySelector('#props [data-part]')?.dataset.part ?? '';
let of = part();
function show(name) {
  open = name;
  of = part();
  const pane = document.getElementById('props');
  if (!pane?.querySelector('[data-ptab]')) return;
  for (const one of pane.querySelectorAll('[data-ptab]')) {
    one.classList.toggle('on', one.dataset.ptab === name);
    one.ariaSelected = String(one.dataset.ptab === name);
  }
  for (const one of pane.querySelectorAll('[data-ppane]')) one.hidden = one.dataset.ppane !== name;
}
document.addEventListener('htmx:after:settle', () => {
  show(part() === of ? open : 'props');
  const found = document.querySelector('#props [data-used]');
  const chip = document.getElementById('fused-n');
  if (chip) chip.textContent = found?.dataset.used ?? '';
});
