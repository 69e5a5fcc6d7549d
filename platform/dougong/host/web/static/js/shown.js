// A value as the pages show it, for those that are worked out here: the same text as host/web/format and pages/show.py.

const escape = (text) => String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',');

// A canonical decimal with its thousands set apart; `scale` fixes the digits, which are never more.
function number(value, scale) {
  const [, sign, before, after = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  const rest = scale === undefined ? after : after.padEnd(scale, '0');
  return `${sign ? '−' : ''}${grouped(before)}${rest && `.${rest}`}`;
}
function money(value, symbol, scale) {
  const bare = value.replace('-', '');
  return `${value.startsWith('-') ? '−' : ''}${symbol}${number(bare, bare.includes('.') ? scale : 0)}`;
}
const bar = (share) => {
  const filled = String(Math.round(Math.max(0, Math.min(1, share)) * 280) / 10);
  return `<svg class="pb" width="28" height="4" aria-hidden="true"><rect class="pb0" width="28" height="4" rx="2"></rect><rect class="pb1" width="${filled.includes('.') ? filled : `${filled}.0`}" height="4" rx="2"></rect></svg>`;
};

const SHAPES = {
  text: (value) => escape(value),
  number: (value, { unit, bare }) => escape((bare ? value : number(value)) + unit),
  money: (value, { symbol, scale }) => escape(money(value, symbol, scale)),
  percent: (value) => `<span class="bars">${bar(Number(value) / 100)}<span class="w4">${escape(number(value))}%</span></span>`,
  words: (value, { words }) => words[String(value)] ?? escape(value), // drawn by the server, one for each value there may be
  date: (value, { year }) => `<time datetime="${value}">${value.startsWith(`${year}-`) ? value.slice(5) : value}</time>`,
};

// HTML, "" for blank.
export const shown = (shape, value) => (value === null || value === undefined || value === '' ? '' : SHAPES[shape.kind](value, shape));
