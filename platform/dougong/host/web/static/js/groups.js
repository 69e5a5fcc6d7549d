// Groups of a table: they fold, also where their rows are on pages that are not there; a head that repeats the one before it stays away.

let table = null;
let shut = new Map(); // group -> [from, to) of the whole list's rows, empty where its first row is not known

function folded() {
  const now = document.getElementById('table');
  if (now !== table) { table = now; shut = new Map(); }
  return shut;
}

// How many of the rows [from, to) of the whole list are folded away.
export function hidden(from, to) {
  let sum = 0;
  for (const [first, end] of folded().values()) sum += Math.max(0, Math.min(to, end) - Math.max(from, first));
  return sum;
}
// Whether a folded group's head stands before one of them.
export const headed = (from, to) => [...folded().values()].some(([first, end]) => end > first && first >= from && first < to);

// Rows and heads of the pages that are there, as they are folded.
export function drawGroups() {
  let group;
  for (const row of document.querySelectorAll('#table tbody:not(.gap, .rest) tr')) {
    if (row.matches('.grp')) {
      row.hidden = row.dataset.group === group;
      group = row.dataset.group;
      row.classList.toggle('shut', folded().has(group));
      row.querySelector('[data-fold]').setAttribute('aria-expanded', String(!folded().has(group)));
    } else row.hidden = folded().has(group);
  }
}

document.addEventListener('click', (event) => {
  const head = event.target.closest?.('[data-fold]')?.closest('tr');
  if (!head) return;
  const { group, at, n } = head.dataset;
  const body = head.parentElement;
  const begun = Number(at) > 0 && head === body.rows[0] && !body.previousElementSibling?.dataset.page; // on a page that is not there
  if (!folded().delete(group)) folded().set(group, begun ? [0, 0] : [Number(at), Number(at) + Number(n)]);
  drawGroups();
  document.dispatchEvent(new Event('groups-folded'));
});
