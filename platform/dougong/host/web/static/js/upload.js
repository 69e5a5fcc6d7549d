// Files: chosen, dropped, pasted or photographed ones are stored at once, with their progress, and named in the form; one
// that is refused says why. The import page takes one by drag too.

const phrases = () => document.getElementById('phrases').dataset;
const token = () => JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRF-Token'];
const current = (box) => (box.isConnected ? box : document.getElementById(box.id) ?? box);

// Sends one file: what a record holds of it, or the words why not.
function send(file, line) {
  const bar = line.querySelector('progress');
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('file', file);
    request.open('POST', `${document.body.dataset.base}/files`);
    request.setRequestHeader('X-CSRF-Token', token());
    request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener('load', () => {
      let said = {};
      try { said = JSON.parse(request.responseText); } catch { /* a page of a proxy, not ours */ }
      if (request.status === 200) done({ file: said });
      else done({ wrong: said.errors?.[0]?.message ?? said.detail ?? said.title ?? phrases().failed });
    });
    request.addEventListener('error', () => done({ wrong: phrases().network, again: true }));
    request.addEventListener('abort', () => done({ gone: true }));
    line.querySelector('button').addEventListener('click', () => { request.abort(); line.remove(); });
    request.send(body);
  });
}

function lineOf(box, file) {
  const line = Object.assign(document.createElement('span'), { className: 'up' });
  const name = Object.assign(document.createElement('span'), { className: 'ell', textContent: file.name });
  const bar = Object.assign(document.createElement('progress'), { className: 'progress', max: 1, value: 0 });
  const stop = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
  stop.setAttribute('aria-label', phrases().close);
  line.append(name, bar, stop);
  (box.querySelector('.uploads') ?? box).append(line);
  return line;
}
function refuse(line, words, retry) {
  line.classList.add('problem');
  line.querySelector('progress').replaceWith(Object.assign(document.createElement('span'), { textContent: words }));
  if (!retry) return;
  const again = Object.assign(document.createElement('button'), { type: 'button', className: 'link', textContent: phrases().again });
  again.addEventListener('click', () => { line.remove(); retry(); });
  line.querySelector('button').before(again);
}

function write(box, files) {
  const field = box.querySelector('input[type=hidden]');
  const single = 'single' in box.dataset;
  const once = files.filter((one, index) => files.findIndex((other) => other.hash === one.hash) === index);
  field.value = once.length ? JSON.stringify(single ? once.slice(-1) : once) : '';
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
function held(box) {
  const value = box.querySelector('input[type=hidden]').value;
  const found = value ? JSON.parse(value) : [];
  return Array.isArray(found) ? found : [found];
}

// Stores files and names them in a widget.
export async function keep(box, files) {
  await Promise.all(files.map(async (file) => {
    const line = lineOf(current(box), file);
    const picture = 'single' in box.dataset;
    const answer = picture && file.type && !file.type.startsWith('image/') ? { wrong: phrases().picture } : await send(file, line);
    if (answer.wrong) { refuse(line, answer.wrong, answer.again && (() => keep(box, [file]))); return; }
    line.remove();
    if (answer.gone) return;
    if (picture && !answer.file.picture) { refuse(lineOf(current(box), file), answer.file.why || phrases().picture); return; }
    write(current(box), [...held(current(box)), answer.file]);
    if (box.closest('[data-composer]')) show(box);
  }));
}
// A form that asks for its state is drawn anew; others get their names here.
function show(box) {
  box.querySelector('.names').replaceChildren(...held(box).map((one) => Object.assign(document.createElement('span'), { className: 'chip line', textContent: one.name })));
}

document.addEventListener('change', async (event) => {
  const input = event.target.matches?.('input[type=file]:not([name])') && event.target;
  const box = input && input.closest('[data-files]');
  if (box) { const files = [...input.files]; input.value = ''; await keep(box, files); }
  if (event.target.matches?.('[data-drop-file] input[type=file]') && event.target.files.length) event.target.form.requestSubmit();
});
document.addEventListener('click', (event) => {
  const drop = event.target.closest?.('[data-file-drop]');
  if (drop) { const box = drop.closest('[data-files]'); write(box, held(box).filter((one) => one.hash !== drop.dataset.fileDrop)); }
});

// In a form: on a file field, else into its first one.
const boxFor = (target) => target.closest?.('[data-files]:not([data-composer] *)') ?? target.closest?.('#form')?.querySelector('[data-files]:has(input[type=file])');
document.addEventListener('paste', (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const box = files.length && event.target.closest?.('#form') && boxFor(event.target);
  if (!box || event.clipboardData.getData('text/plain')) return;
  event.preventDefault();
  keep(box, files);
});
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.('[data-drop-file]');
    const box = !zone && event.target.closest?.('#form') && [...event.dataTransfer.types].includes('Files') && boxFor(event.target);
    if (!zone && !box) return;
    event.preventDefault();
    (zone ?? box).classList.toggle('over', kind === 'dragover');
    if (kind !== 'drop' || !event.dataTransfer.files.length) return;
    if (box) { keep(box, [...event.dataTransfer.files]); return; }
    const input = zone.querySelector('input[type=file]');
    input.files = event.dataTransfer.files;
    input.form.requestSubmit();
  });
}
