// The meaning of the formula language in a browser; generated modules are given this one as `rt`.
// Numbers and durations are BigInt at the scale of their type, days count from 1970-01-01, instants are BigInt
// microseconds, null is blank. Rows and results are canonical JSON: decimals and dates as text.

const POWERS = Array.from({ length: 31 }, (_, n) => 10n ** BigInt(n));
const LIMITS = Array.from({ length: 7 }, (_, n) => 10n ** BigInt(12 + n));
const DAY = 86_400_000_000n;
const FIRST_DAY = -719_162; // 0001-01-01
const LAST_DAY = 2_932_896; // 9999-12-31
const FIRST = BigInt(FIRST_DAY) * DAY;
const LAST = BigInt(LAST_DAY + 1) * DAY - 1n;
export const ONE = POWERS[6]; // functions take and give numbers with six digits

// Numbers.
const size = (x) => (x < 0n ? -x : x);
export const bounded = (x, scale) => (x !== null && size(x) < LIMITS[scale] ? x : null);
export function halfUp(x, by) {
  const rest = 2n * size(x % by) >= size(by);
  return x / by + (rest ? ((x < 0n) === (by < 0n) ? 1n : -1n) : 0n);
}
export const lift = (x, digits) => (x === null ? null : x * POWERS[digits]);
export const drop = (x, digits) => (x === null ? null : x / POWERS[digits]);
export const neg = (x) => (x === null ? null : -x);
export const add = (a, b, scale) => (a === null || b === null ? null : bounded(a + b, scale));
export const sub = (a, b, scale) => (a === null || b === null ? null : bounded(a - b, scale));
export const mul = (a, b, digits, scale) => (a === null || b === null ? null : bounded(halfUp(a * b, POWERS[digits]), scale));
export const div = (a, b, digits, scale) => (a === null || b === null || b === 0n ? null : bounded(halfUp(a * POWERS[digits], b), scale));
export const round = (x, digits, scale) => (x === null ? null : bounded(halfUp(x, POWERS[digits]), scale));
export const roundDown = (x, digits, scale) => (x === null ? null : bounded(x / POWERS[digits], scale));
export function roundUp(x, digits, scale) {
  if (x === null) return null;
  const away = x % POWERS[digits] === 0n ? 0n : x < 0n ? -1n : 1n;
  return bounded(x / POWERS[digits] + away, scale);
}
export const mod = (x, by) => ((x % by) + by) % by; // the sign of the divisor
export const int = (x) => Number(x / ONE);
export const whole = (n) => BigInt(n) * ONE;
export const count = (x) => Math.min(Math.max(int(x), 0), 1_000_000);
export function isqrt(x) {
  if (x < 2n) return x;
  let found = 1n << BigInt((x.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (found + x / found) >> 1n;
    if (next >= found) return found;
    found = next;
  }
}
function digits(x, scale) {
  const written = size(x).toString().padStart(scale + 1, '0');
  const at = written.length - scale;
  return [x < 0n ? '-' : '', written.slice(0, at), written.slice(at)];
}
export function plain(x, scale) {
  if (x === null) return '';
  const [sign, before, after] = digits(x, scale);
  const rest = after.replace(/0+$/, '');
  return sign + before + (rest && `.${rest}`);
}
export function pattern(x, written) {
  const [, grouped, zeros = ''] = /^(#,##)?0(?:\.(0{1,6}))?$/.exec(written);
  const [sign, before, after] = digits(halfUp(x, POWERS[6 - zeros.length]), zeros.length);
  return sign + (grouped ? before.replace(/\B(?=(\d{3})+$)/g, ',') : before) + (after && `.${after}`);
}

// Comparing: blank is never before or after anything.
export const lt = (a, b) => a !== null && b !== null && a < b;
export const le = (a, b) => a !== null && b !== null && a <= b;
const extreme = (values, before) => (values.includes(null) ? null : values.reduce((a, b) => (before(b, a) ? b : a)));
export const least = (...values) => extreme(values, (a, b) => a < b);
export const greatest = (...values) => extreme(values, (a, b) => a > b);
// Text by code point: the halves of a pair, though smaller, come after all other units.
const unit = (code) => (code >= 0xe000 ? code - 0x800 : code >= 0xd800 ? code + 0x2000 : code);
export function order(a, b) {
  for (let n = 0; n < a.length && n < b.length; n += 1) {
    const by = unit(a.charCodeAt(n)) - unit(b.charCodeAt(n));
    if (by) return by;
  }
  return a.length - b.length;
}
const rank = (a, b) => (typeof a === 'string' ? order(a, b) : a < b ? -1 : a > b ? 1 : 0);

// Text: characters are code points.
export const chars = (text) => Array.from(text);
export const part = (text, from, count) => (from < 0 ? '' : chars(text).slice(from, from + count).join(''));
export function find(part, text) {
  const at = text.indexOf(part);
  return at < 0 ? null : whole(chars(text.slice(0, at)).length + 1);
}
export const upper = (text, folding) => (folding === 'ascii' ? text.replace(/[a-z]+/g, (part) => part.toUpperCase()) : text.toUpperCase());
export const lower = (text, folding) => (folding === 'ascii' ? text.replace(/[A-Z]+/g, (part) => part.toLowerCase()) : text.toLowerCase());

// Days by the calendar.
const two = (n) => String(n).padStart(2, '0');
export function day(year, month, date) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
export function civil(found) {
  const z = found + 719_468;
  const era = Math.floor(z / 146_097);
  const inEra = z - era * 146_097;
  const ofEra = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const ofYear = inEra - (365 * ofEra + Math.floor(ofEra / 4) - Math.floor(ofEra / 100));
  const m = Math.floor((5 * ofYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return [ofEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - Math.floor((153 * m + 2) / 5) + 1];
}
const inYears = (found) => (found >= FIRST_DAY && found <= LAST_DAY ? found : null);
export const shift = (from, days) => inYears(from + days);
export const monthLength = (year, month) => day(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - day(year, month, 1);
export function addMonths(from, months) {
  const [y, m, d] = civil(from);
  const sum = y * 12 + m - 1 + months;
  const [year, month] = [Math.floor(sum / 12), (((sum % 12) + 12) % 12) + 1];
  return year >= 1 && year <= 9999 ? day(year, month, Math.min(d, monthLength(year, month))) : null;
}
export function monthEnd(from) {
  if (from === null) return null;
  const [year, month] = civil(from);
  return day(year, month, monthLength(year, month));
}
export function monthsBetween(since, to) {
  const [a, b] = [civil(since), civil(to)];
  return (b[0] - a[0]) * 12 + b[1] - a[1] - (b[2] < a[2] ? 1 : 0);
}
export const weekday = (from) => ((((from + 3) % 7) + 7) % 7) + 1;
export function week(from) {
  const thursday = from - weekday(from) + 4;
  return Math.floor((thursday - day(civil(thursday)[0], 1, 1)) / 7) + 1;
}
export const addDays = (from, days, scale) => (from === null || days === null ? null : shift(from, Number(days / POWERS[scale])));
export const daysBetween = (end, start) => (end === null || start === null ? null : BigInt(end - start));

// By a work calendar as written by workdays.py: weekdays, then the days that are not what their weekday says.
const named = (iso) => day(...iso.slice(0, 10).split('-').map(Number));
export function workdays(since, to, written) {
  const [weekdays, ...apart] = written.split(' ');
  const among = (days) => Math.floor(days / 7) * weekdays.length + [...weekdays].filter((one) => Number(one) <= days % 7).length; // 0001-01-01 is a Monday
  const between = (sign) => apart.filter((one) => one.at(-1) === sign && since <= named(one) && named(one) <= to).length;
  return among(to - FIRST_DAY + 1) - among(since - FIRST_DAY) + between('+') - between('-');
}
export function datePattern(from, written) {
  const [year, month, of] = civil(from);
  const parts = { yyyy: String(year).padStart(4, '0'), mm: two(month), m: month, dd: two(of), d: of };
  return written.toLowerCase().replace(/yyyy|mm|m|dd|d/g, (piece) => parts[piece]);
}

// Instants, and the clock of a zone.
const floor = (x, by) => (x - mod(x, by)) / by;
const inTime = (found) => (found >= FIRST && found <= LAST ? found : null);
export const since = (end, start) => (end === null || start === null ? null : end - start);
export const later = (from, micros) => (from === null || micros === null ? null : inTime(from + micros));
const clocks = new Map();
function offset(instant, zone) {
  if (!clocks.has(zone)) {
    const shown = 'numeric';
    clocks.set(zone, new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', year: shown, month: shown, day: shown, hour: shown, minute: shown, second: shown }));
  }
  const seconds = floor(instant, 1_000_000n);
  const at = {};
  for (const { type, value } of clocks.get(zone).formatToParts(Number(seconds) * 1000)) at[type] = value;
  const year = at.era.startsWith('B') ? 1 - Number(at.year) : Number(at.year);
  const local = BigInt(day(year, Number(at.month), Number(at.day))) * 86_400n + BigInt(at.hour * 3600 + at.minute * 60 + Number(at.second));
  return (local - seconds) * 1_000_000n;
}
const local = (instant, zone) => instant + offset(instant, zone);
export const dayOf = (instant, zone) => inYears(Number(floor(local(instant, zone), DAY)));
export const clock = (instant, zone, unitOf, most) => whole(Number(mod(floor(local(instant, zone), unitOf), most)));
// A local time that occurs twice or never takes the smaller offset.
export function instantOf(from, hour, minute, zone) {
  const wanted = BigInt(from) * DAY + BigInt(hour * 60 + minute) * 60_000_000n;
  const around = [offset(wanted - DAY, zone), offset(wanted + DAY, zone)];
  const fits = around.filter((one) => offset(wanted - one, zone) === one);
  const [a, b = a] = fits.length ? fits : around;
  return inTime(wanted - (a < b ? a : b));
}

// Canonical JSON in.
export function number(value, scale) {
  if (value === null || value === undefined) return null;
  const [, sign, before, after = ''] = /^([-+]?)(\d+)(?:\.(\d*))?$/.exec(String(value));
  const found = after.length > scale ? halfUp(BigInt(before + after), POWERS[after.length - scale]) : BigInt(before + after.padEnd(scale, '0'));
  return sign === '-' ? -found : found;
}
export function date(value) {
  if (!value) return null;
  const [year, month, of] = value.split('-').map(Number);
  return day(year, month, of);
}
export function instant(value) {
  if (!value) return null;
  const [, of, h, m, s, after = '', sign, oh = 0, om = 0] = /^([\d-]{10})[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|([-+])(\d\d):(\d\d))$/.exec(value);
  const minutes = (sign === '-' ? -1 : 1) * (oh * 60 + Number(om));
  return BigInt(date(of)) * DAY + BigInt((h * 60 + Number(m) - minutes) * 60 + Number(s)) * 1_000_000n + BigInt(after.padEnd(6, '0'));
}
export const text = (value) => value || '';
export const bool = (value) => Boolean(value);
export const list = (value) => value || [];
export const ref = (value) => (value && typeof value === 'object' ? value.id : value) ?? null;
export const value = (found) => found ?? null;

// Canonical JSON out.
export function isoDate(found) {
  if (found === null) return '';
  const [year, month, of] = civil(found);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(of)}`;
}
export function isoInstant(found) {
  if (found === null) return '';
  const [from, rest] = [Number(floor(found, DAY)), mod(found, DAY)];
  const [seconds, micros] = [Number(rest / 1_000_000n), rest % 1_000_000n];
  const after = micros ? `.${String(micros).padStart(6, '0')}` : '';
  return `${isoDate(from)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${after}+00:00`;
}
export const truth = (found) => (found ? 'TRUE' : 'FALSE');
export const written = (found, write, scale) => (found === null ? null : write(found, scale));

// A function whose argument is blank is not asked.
export const given = (run, blank, ...values) => (values.includes(null) ? blank : run(...values));

// A figure over rows; `of` has their filter, value and order, `scale` is the value's.
export function aggregate(name, rows, of, scale, separator, env) {
  const kept = (rows || []).filter((row) => !of.where || of.where(row, env));
  if (!of.value) return name === 'COUNT' ? BigInt(kept.length) : kept.length > 0;
  if (name === 'FIRST' || name === 'LAST' || name === 'JOIN') sort(kept, of.order, env, name === 'LAST');
  const values = kept.map((row) => of.value(row, env)).filter((one) => one !== null);
  if (name === 'ANY') return values.some(Boolean);
  if (name === 'ALL') return values.every(Boolean);
  return figure(name, values.filter((one) => one !== ''), scale, separator);
}
function figure(name, values, scale, separator) {
  const sum = () => bounded(values.reduce((a, b) => a + b, 0n), scale);
  switch (name) {
    case 'COUNT': return BigInt(values.length);
    case 'SUM': return sum();
    case 'AVERAGE': return values.length ? div(sum(), BigInt(values.length), 6 - scale, 6) : null;
    case 'MIN': return values.length ? values.reduce((a, b) => (rank(b, a) < 0 ? b : a)) : null;
    case 'MAX': return values.length ? values.reduce((a, b) => (rank(b, a) > 0 ? b : a)) : null;
    case 'JOIN': return values.join(separator);
    default: return values.length ? values[0] : null;
  }
}
// Rows without a value to sort by come last, from either end.
function sort(rows, by, env, last) {
  const at = new Map(rows.map((row) => [row, by ? by(row, env) : null]));
  const place = new Map(rows.map((row, number) => [row, number]));
  const id = (row) => row.id || '\uffff'; // not saved yet: after all that are
  rows.sort((a, b) => {
    const [x, y] = [at.get(a), at.get(b)];
    if ((x === null) !== (y === null)) return x === null ? 1 : -1;
    const found = (x === null ? 0 : rank(x, y)) || order(id(a), id(b)) || place.get(a) - place.get(b);
    return last ? -found : found;
  });
}
