// The formula's text: coloured, with what is wrong underlined, what may stand at the cursor, and the call one is in.

const PIECE = /"(?:[^"]|"")*"?|\/\/[^\n]*|\d+(?:\.\d+)?|\$?[\p{L}_][\p{L}\p{N}_]*|\s+|./gsu;
const points = (text) => [...text].length;
const units = (text, at) => [...text].slice(0, at).join('').length;
const make = (tag, kind, text = '') => Object.assign(document.createElement(tag), { className: kind, textContent: text });

export function textIn({ area, shown, list, call, ask, typed }) {
  let wrong = []; // what is underlined: {start, end, severity} in code points
  let offered = []; // completions
  let at = 0;
  let round = 0;

  function kind(piece, behind) {
    if (piece.startsWith('"')) return 'qs';
    if (piece.startsWith('//')) return 'qc';
    if (/^\d/.test(piece)) return 'qn';
    if (/^(AND|OR|NOT|IN|TRUE|FALSE)$/i.test(piece)) return 'qk';
    if (/^[$\p{L}_]/u.test(piece)) return behind.startsWith('(') ? 'qu' : 'qf';
    return '';
  }
  function paint() {
    const text = area.value;
    const marks = wrong.map(({ start, end, severity }) => [units(text, start), Math.max(units(text, end), units(text, start) + 1), severity]);
    const edges = new Set(marks.flat().filter(Number.isInteger));
    const parts = [];
    for (const found of text.matchAll(PIECE)) {
      const [piece] = found;
      const of = kind(piece, text.slice(found.index + piece.length));
      let begun = found.index;
      for (let n = begun + 1; n <= found.index + piece.length; n += 1) {
        if (n < found.index + piece.length && !edges.has(n)) continue;
        const bad = marks.find(([start, end]) => start <= begun && begun < end);
        parts.push(make('span', `${of} ${bad ? `qw ${bad[2]}` : ''}`, text.slice(begun, n)));
        begun = n;
      }
    }
    if (marks.some(([start]) => start >= text.length)) parts.push(make('span', 'qw error', ' '));
    shown.replaceChildren(...parts, '\n');
    shown.scrollTop = area.scrollTop;
  }

  // Where the cursor stands on the screen, by the painted copy below the words.
  function spot(position) {
    const range = document.createRange();
    let left = position;
    for (const node of texts()) {
      if (left <= node.length) { range.setStart(node, left); range.setEnd(node, left); return range.getBoundingClientRect(); }
      left -= node.length;
    }
    return shown.getBoundingClientRect();
  }
  function texts() {
    const walker = document.createTreeWalker(shown, window.NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  function shut() { round += 1; list.hidden = true; offered = []; area.removeAttribute('aria-activedescendant'); }
  function mark(to) {
    at = (to + offered.length) % offered.length;
    for (const [n, item] of [...list.children].entries()) { item.classList.toggle('on', n === at); item.setAttribute('aria-selected', String(n === at)); }
    area.setAttribute('aria-activedescendant', `fx-o${at}`);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  }
  function draw(language) {
    list.replaceChildren(...offered.map((one, n) => {
      const item = make('div', `mi fo-${one.kind}`);
      item.id = `fx-o${n}`;
      item.setAttribute('role', 'option');
      const name = one.insert.replace(/\($/, '()');
      const label = make('span', 'ell grow', one.kind === 'field' ? one.label : name);
      item.append(make('span', 'fok', { field: '▤', function: 'ƒ', variable: '$', keyword: '·', option: '•' }[one.kind]), label, make('span', 't3 ell m12', one.kind === 'field' ? name : one.label));
      item.lang = language;
      return item;
    }));
    const box = spot(offered[0] ? units(area.value, offered[0].start) : area.selectionStart);
    const edge = list.parentElement.getBoundingClientRect();
    list.hidden = false;
    list.style.left = `${Math.max(0, Math.min(box.left - edge.left, edge.width - 300))}px`;
    list.style.top = `${box.bottom - edge.top + 4}px`;
    mark(0);
  }
  async function offer(asked) {
    const text = area.value;
    const cursor = area.selectionStart;
    const mine = round += 1;
    const answer = await ask('complete', { text, position: points(text.slice(0, cursor)) });
    if (!answer || mine !== round || text !== area.value || cursor !== area.selectionStart || document.activeElement !== area) return;
    tell(answer.call);
    const word = /[\p{L}\p{N}_$]+$/u.exec(text.slice(0, cursor))?.[0] ?? '';
    const whole = answer.completions.some((one) => one.insert === word);
    offered = asked || (word && !(whole && answer.completions.length === 1)) || /\.$/.test(text.slice(0, cursor)) ? answer.completions.slice(0, 40) : [];
    if (offered.length) draw(document.documentElement.lang); else { list.hidden = true; offered = []; }
  }
  function tell(found) {
    call.hidden = !found;
    if (!found) return;
    const signature = make('code', 'mono');
    const [head, rest = ''] = found.signatures[0].split(/\((.*)/s);
    signature.append(`${head}(`);
    const cut = rest.lastIndexOf(')');
    for (const [n, one] of rest.slice(0, cut).split(/,\s*/).entries()) {
      if (n) signature.append(', ');
      const on = found.parameter ? one.trim().startsWith(found.parameter) : false;
      signature.append(on ? make('b', '', one) : one);
    }
    signature.append(rest.slice(cut));
    call.replaceChildren(signature, make('span', 't2', found.doc));
    if (found.examples[0]) call.append(make('code', 'mono t3', found.examples[0]));
  }

  function put(words, start = area.selectionStart, end = area.selectionEnd) {
    area.focus();
    area.setSelectionRange(start, end);
    if (!document.execCommand('insertText', false, words)) { area.setRangeText(words, start, end, 'end'); area.dispatchEvent(new Event('input', { bubbles: true })); }
  }
  function take(n) {
    const one = offered[n];
    if (!one) return;
    const text = area.value;
    const [start, end] = [units(text, one.start), units(text, one.end)];
    shut();
    put(one.insert + (one.kind === 'keyword' ? ' ' : ''), start, end);
  }

  area.addEventListener('input', (event) => {
    wrong = [];
    paint();
    typed(area.value);
    if (!event.isComposing) offer(false);
  });
  area.addEventListener('compositionend', () => offer(false));
  area.addEventListener('scroll', () => { shown.scrollTop = area.scrollTop; });
  area.addEventListener('blur', () => setTimeout(() => { if (document.activeElement !== area) shut(); }, 0));
  area.addEventListener('keyup', (event) => { if (/^(Arrow(Left|Right)|Home|End)$/.test(event.key)) offer(false); });
  area.addEventListener('click', () => { shut(); offer(false); });
  area.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const open = !list.hidden && offered.length > 0;
    const stop = () => { event.preventDefault(); event.stopPropagation(); };
    if (event.key === ' ' && event.ctrlKey) { stop(); offer(true); }
    else if (event.key === 'ArrowDown' && (open || event.altKey)) { stop(); if (open) mark(at + 1); else offer(true); }
    else if (event.key === 'ArrowUp' && open) { stop(); mark(at - 1); }
    else if ((event.key === 'Enter' || event.key === 'Tab') && open && !event.ctrlKey && !event.shiftKey && !event.metaKey) { stop(); take(at); }
    else if (event.key === 'Escape' && open) { stop(); shut(); }
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault()); // the words keep the cursor
  list.addEventListener('click', (event) => take([...list.children].indexOf(event.target.closest('.mi'))));

  return {
    set(text) { area.value = text; wrong = []; shut(); call.hidden = true; paint(); },
    replace(text) { put(text, 0, area.value.length); },
    put,
    underline(found) { wrong = found; paint(); },
    shut,
  };
}
