// Who else is in the draft: their faces above, a mark at the part they have chosen, and what they do shown at once. A page in
// sight holds one stream; what somebody types or drags is left alone, and what they send goes before what is asked for here.
import { post } from './post.js';

const PATIENCE = 300; // milliseconds until it is looked again whether the page may be drawn anew
const VIEW = ['at', 'device', 'as', 'slot', 'open', 'pane', 'record'];
const place = () => document.getElementById('peers');
const box = () => document.querySelector('#work .sbody[data-at]');
let stream = null;
let of = ''; // whose stream it is
let peers = [];
let wanted = ''; // the draft's state as it was heard of last
let asking = false; // whether the page is being asked for here
let busy = 0; // requests of others under way
let sent = '';

function listen() {
  const here = place();
  const set = here && !document.hidden ? here.dataset.set : '';
  if (set === of) { tell(); return; }
  stream?.close();
  stream = null;
  of = set;
  peers = [];
  sent = '';
  if (!set) return;
  stream = new EventSource(`${here.dataset.stream}?${new URLSearchParams({ set, at: here.dataset.here })}`);
  stream.addEventListener('draft', (event) => {
    const news = JSON.parse(event.data);
    peers = news.peers;
    show(news.people);
    if (news.said) document.dispatchEvent(new CustomEvent('toast', { detail: { text: news.said, bad: false, undo: '' }, bubbles: true }));
    wanted = news.state;
    renew();
  });
  tell();
}

function show(html) {
  const here = place();
  if (here && html !== undefined && here.innerHTML !== html) here.innerHTML = html;
  mark();
}

// Which part I have chosen, once the hand rests on it.
function tell() {
  const here = place();
  if (!of || !here) return;
  const now = JSON.stringify([here.dataset.here, box()?.dataset.at ?? '']);
  if (now === sent) return;
  sent = now;
  post('/studio/here', { set: of, at: here.dataset.here, part: box()?.dataset.at ?? '' });
}

function mark() {
  for (const one of document.querySelectorAll('.peerat')) one.remove();
  const here = place();
  if (!here || !box()) return;
  for (const one of peers) {
    if (one.at !== here.dataset.here || !one.part) continue;
    const part = ['data-key', 'data-part', 'data-id', 'data-stage'].map((name) => box().querySelector(`[${name}="${CSS.escape(one.part)}"]`)).find(Boolean);
    if (!part) continue;
    const said = Object.assign(document.createElement('span'), { className: 'peerat', textContent: here.dataset.editing.replace('{name}', one.name) });
    (part.querySelector(':scope > label, :scope > .fl') ?? part).append(said);
  }
}

// The page as the draft is now; a form that is typed in keeps what stands in it (morphing leaves the focus alone).
function renew() {
  const here = place();
  if (!here || !wanted || wanted === here.dataset.state || !box()) return;
  if (busy || asking || document.documentElement.classList.contains('carrying')) { setTimeout(renew, PATIENCE); return; }
  const view = new URLSearchParams();
  for (const name of VIEW) if (box().dataset[name]) view.set(name, box().dataset[name]);
  asking = true;
  const heard = wanted;
  window.htmx.ajax('GET', `${here.dataset.here}?${view}`, { source: here, target: '#work', swap: 'outerMorph', push: 'false' })
    .catch(() => null).finally(() => { asking = false; if (wanted === heard) wanted = ''; });
}

const mine = (event) => (event.detail?.ctx?.sourceElement ?? event.target)?.id === 'peers';
document.addEventListener('htmx:before:request', (event) => {
  if (mine(event)) return;
  busy += 1;
  if (asking) place()?.dispatchEvent(new CustomEvent('htmx:abort'));
});
document.addEventListener('htmx:finally:request', (event) => { if (!mine(event)) busy = Math.max(0, busy - 1); });
document.addEventListener('htmx:after:settle', () => { listen(); mark(); });
document.addEventListener('click', () => setTimeout(tell, 0));
document.addEventListener('keyup', () => setTimeout(tell, 0));
document.addEventListener('visibilitychange', listen);
window.addEventListener('pagehide', () => { stream?.close(); of = ''; });
window.addEventListener('pageshow', listen);
listen();
