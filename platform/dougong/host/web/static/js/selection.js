// Ticked rows: the bulk bar with its count, shift-click for a range, groups that fold.

let last = null;
const boxes = () => [...document.querySelectorAll('#rows input.cb[name=id]')];

export function refresh() {
  const bar = document.getElementById('bulk');
  if (!bar) return;
  const ticked = boxes().filter((one) => one.checked);
  bar.hidden = ticked.length === 0;
  const words = bar.querySelector('[data-count]');
  words.textContent = words.dataset.count.replace('#', ticked.length);
  for (const one of boxes()) one.closest('tr').classList.toggle('sel', one.checked);
  const all = document.querySelector('[data-all]');
  if (all) { all.checked = ticked.length > 0 && ticked.length === boxes().length; all.indeterminate = ticked.length > 0 && !all.checked; }
  const link = bar.querySelector('[data-export]');
  if (link) link.href = link.dataset.export + ticked.map((one) => `&id=${one.value}`).join('') + '&format=xlsx';
}

document.addEventListener('click', (event) => {
  const box = event.target.closest?.('#rows input.cb[name=id]');
  if (box && event.shiftKey && last) {
    const every = boxes();
    const [from, to] = [every.indexOf(last), every.indexOf(box)].sort((a, b) => a - b);
    for (const one of every.slice(from, to + 1)) one.checked = box.checked;
  }
  if (box) last = box;
  if (event.target.closest?.('[data-none]')) { for (const one of boxes()) one.checked = false; refresh(); }
  const fold = event.target.closest?.('[data-fold]');
  if (fold) {
    const head = fold.closest('tr');
    const shut = head.classList.toggle('shut');
    fold.setAttribute('aria-expanded', String(!shut));
    for (let row = head.nextElementSibling; row && !row.classList.contains('grp'); row = row.nextElementSibling) row.hidden = shut;
  }
});
document.addEventListener('change', (event) => {
  if (event.target.matches?.('[data-all]')) for (const one of boxes()) one.checked = event.target.checked;
  if (event.target.matches?.('[data-all], #rows input.cb')) refresh();
});
document.addEventListener('htmx:after:settle', refresh);
