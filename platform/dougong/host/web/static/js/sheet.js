// Blocks of cells as spreadsheets put them on the clipboard: tabs and line ends, quoted where a cell holds them itself.

export function parse(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  const words = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let at = 0; at < words.length; at += 1) {
    const letter = words[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (words[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
    } else if (letter === '"' && cell === '' && closes(words, at)) quoted = true;
    else if (letter === '\t') { rows.at(-1).push(cell); cell = ''; }
    else if (letter === '\n') { rows.at(-1).push(cell); cell = ''; rows.push([]); }
    else cell += letter;
  }
  rows.at(-1).push(cell);
  return rows;
}
// A quote begins a quoted cell only where one ends it: 12" is no such.
function closes(words, at) {
  const end = /"(?:[^"]|"")*"(?=[\t\n]|$)/y;
  end.lastIndex = at;
  return end.test(words);
}

export const format = (rows) => rows.map((row) => row.map((cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\n');

// What a block goes on with below (or above, with `up`): a row of numbers in equal steps counts on, everything else repeats.
export function goOn(column, count, up = false) {
  const from = up ? [...column].reverse() : column;
  const numbers = from.map((one) => (/^-?\d+(\.\d+)?$/.test(one) ? Number(one) : NaN));
  const step = numbers[1] - numbers[0];
  const places = Math.max(...from.map((one) => (one.split('.')[1] ?? '').length));
  const counted = from.length > 1 && numbers.every((one, index) => index === 0 || Math.abs(one - numbers[index - 1] - step) < 1e-9);
  return Array.from({ length: count }, (_, index) => (counted ? (numbers.at(-1) + step * (index + 1)).toFixed(places) : from[index % from.length]));
}
