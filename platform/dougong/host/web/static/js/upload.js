// Files: chosen or dropped ones are stored at once and named in the form; the import page takes one by drag too.
import { toast } from './toasts.js';

const phrases = () => document.getElementById('phrases').dataset;
const token = () => JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRF-Token'];

async function store(file) {
  const body = new FormData();
  body.append('file', file);
  const answer = await fetch(`${document.body.dataset.base}/files`, { method: 'POST', body, headers: { 'X-CSRF-Token': token() } });
  if (!answer.ok) { toast({ text: (await answer.json().catch(() => ({}))).title ?? phrases().failed, bad: true }); return null; }
  return answer.json();
}

function write(box, files) {
  const field = box.querySelector('input[type=hidden]');
  const single = 'single' in box.dataset;
  field.value = files.length ? JSON.stringify(single ? files.slice(-1) : files) : '';
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
function held(box) {
  const value = box.querySelector('input[type=hidden]').value;
  const found = value ? JSON.parse(value) : [];
  return Array.isArray(found) ? found : [found];
}

// Stores files and names them in a widget.
export async function keep(box, files) {
  const stored = (await Promise.all(files.map(store))).filter(Boolean);
  write(box, [...held(box), ...stored]);
  if (box.closest('[data-composer]')) show(box);
}
// A form that asks for its state is drawn anew; others get their names here.
function show(box) {
  box.querySelector('.names').replaceChildren(...held(box).map((one) => Object.assign(document.createElement('span'), { className: 'chip line', textContent: one.name })));
}

document.addEventListener('change', async (event) => {
  const box = event.target.matches?.('input[type=file]') && event.target.closest('[data-files]');
  if (box) await keep(box, [...event.target.files]);
  if (event.target.matches?.('[data-drop-file] input[type=file]') && event.target.files.length) event.target.form.requestSubmit();
});
document.addEventListener('click', (event) => {
  const drop = event.target.closest?.('[data-file-drop]');
  if (drop) { const box = drop.closest('[data-files]'); write(box, held(box).filter((one) => one.hash !== drop.dataset.fileDrop)); }
});
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.('[data-drop-file]');
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle('over', kind === 'dragover');
    if (kind === 'drop' && event.dataTransfer.files.length) {
      const input = zone.querySelector('input[type=file]');
      input.files = event.dataTransfer.files;
      input.form.requestSubmit();
    }
  });
}
