// Calendars by FullCalendar, loaded when one is on the page: dragged events are written at once, a refusal puts them back.

const ZOOMS = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay', agenda: 'agenda' };
const CLOCK = { hour: '2-digit', minute: '2-digit', hour12: false };
let calendar = null;
let wanted = ''; // asked for while the calendar is still being loaded, as are the steps
const steps = [];
let pending = null; // {id, back, event}

function load(source) {
  const known = document.querySelector(`script[src="${source}"]`);
  if (known?.dataset.ready) return Promise.resolve();
  return new Promise((done, failed) => {
    const script = known ?? Object.assign(document.createElement('script'), { src: source, async: false });
    script.addEventListener('load', () => { script.dataset.ready = 'yes'; done(); });
    script.addEventListener('error', failed);
    if (!known) document.head.append(script);
  });
}
function style(source) {
  if (document.querySelector(`link[href="${source}"]`)) return;
  document.head.prepend(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: source }));
}

async function start() {
  const box = document.getElementById('calendar');
  if (!box || box.dataset.started) return;
  box.dataset.started = 'yes';
  calendar?.destroy();
  calendar = null;
  const data = box.dataset;
  data.css.split(' ').forEach(style);
  if (typeof Temporal === 'undefined') await load(data.temporal);
  await load(data.js);
  await load(data.themeJs);
  if (data.language === 'zh-CN') await load(data.zh);
  if (!box.isConnected) return;
  // A child without an id: htmx would copy the styles of one with an id to what it swaps in, against the page's policy.
  const place = document.createElement('div');
  box.replaceChildren(place);
  const narrow = innerWidth <= 760;
  calendar = new self.FullCalendar.Calendar(place, {
    initialView: ZOOMS[wanted || (narrow && !new URLSearchParams(location.search).has('zoom') ? 'agenda' : data.zoom)], initialDate: data.at,
    locale: data.language === 'zh-CN' ? 'zh-cn' : 'en', firstDay: 1, timeZone: 'UTC', now: data.now, nowIndicator: true,
    headerToolbar: false, height: '100%',
    // The whole day is drawn and the box around scrolls: a scrolling part inside the grid could not be reached by keys.
    views: { timeGrid: { height: 'auto' }, agenda: { type: 'list', duration: { days: 30 }, titleFormat: { month: 'short', day: 'numeric' } } }, dayMaxEvents: true, dayCellTopContent: ({ date }) => String(date.getUTCDate()), navLinks: true, navLinkDayClick: (day) => zoom('day', day),
    editable: 'moves' in data, eventDurationEditable: Boolean(data.end), slotDuration: '00:30:00',
    eventClass: 'hue', eventTimeFormat: CLOCK, slotHeaderFormat: CLOCK, dragRevertDuration: 0, longPressDelay: 300,
    events: (asked, good, bad) => {
      const where = new URLSearchParams({ first: asked.startStr.slice(0, 10), last: asked.endStr.slice(0, 10) });
      fetch(`${data.feed}&${where}`, { headers: { Accept: 'application/json' } })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))))).then((found) => { good(found); requestAnimationFrame(() => requestAnimationFrame(toMorning)); }, (error) => { document.dispatchEvent(new CustomEvent('missed', { detail: { what: data.feed, again: () => calendar?.refetchEvents() } })); bad(error); });
    },
    eventDidMount: ({ event, el }) => {
      const more = event.extendedProps.more ?? [];
      el.title = [event.title, ...more, data.stays].filter(Boolean).join('\n');
      el.dataset.event = event.id;
      if (calendar.getOption('editable')) el.setAttribute('aria-description', document.getElementById('cal-said').dataset.help);
    },
    datesSet: ({ view }) => {
      document.getElementById('cal-head').textContent = view.title;
      const key = Object.keys(ZOOMS).find((one) => ZOOMS[one] === view.type);
      for (const one of document.querySelectorAll('[data-cal-zoom]')) { one.classList.toggle('on', one.dataset.calZoom === key); one.setAttribute('aria-pressed', String(one.dataset.calZoom === key)); }
      const where = new URL(location.href);
      where.searchParams.set('zoom', key);
      where.searchParams.set('at', calendar ? calendar.getDate().toISOString().slice(0, 10) : data.at);
      history.replaceState(history.state, '', where);
      box.classList.toggle('tall', view.type.startsWith('timeGrid'));
      box.classList.toggle('agenda', view.type === 'agenda');
      if (view.type.startsWith('timeGrid')) morning = true;
    },
    dateClick: ({ dateStr }) => makeOn(dateStr.slice(0, 16).replace('T', ' ')),
    eventClick: (info) => {
      info.jsEvent.preventDefault();
      window.htmx.ajax('GET', info.event.url, { target: '#work', swap: 'outerHTML', push: 'true', headers: { 'HX-Target': 'main#work' } });
    },
    eventDrop: ({ event, revert }) => send(event, revert),
    eventResize: ({ event, revert }) => send(event, revert),
  });
  wanted = '';
  calendar.render();
  for (const one of steps.splice(0)) calendar[one]();
}

function makeOn(day) {
  const data = document.getElementById('calendar').dataset;
  if (data.new) window.htmx.ajax('GET', `${data.new}?${new URLSearchParams({ [data.start]: day })}`, { target: '#work', swap: 'outerHTML', push: 'true', headers: { 'HX-Target': 'main#work' } });
}

let morning = false; // days are just drawn: the night is scrolled away
function toMorning() {
  const box = document.getElementById('calendar');
  if (morning && box) box.scrollTop = box.firstElementChild.scrollHeight / 3.4;
  morning = false;
}

const words = (day, timed) => (timed ? day.toISOString().slice(0, 16).replace('T', ' ') : day.toISOString().slice(0, 10));

function send(event, back) {
  const box = document.getElementById('calendar');
  const form = document.getElementById('place');
  pending = { id: event.id, back, event };
  form.elements.rev.value = event.extendedProps.rev;
  form.elements[`f.${box.dataset.start}`].value = words(event.start, !event.allDay);
  const end = box.dataset.end && form.elements[`f.${box.dataset.end}`];
  if (end) {
    const last = event.end ?? event.start;
    end.value = words(event.allDay && event.end ? new Date(last.getTime() - 86400000) : last, !event.allDay);
  }
  window.htmx.ajax('POST', `${box.dataset.list}/${event.id}/place`, { source: form, target: '#work', swap: 'none', push: 'false' }).catch(undo);
}
function undo() {
  pending?.back();
  pending = null;
}
document.addEventListener('placed', (event) => {
  const { id, rev } = event.detail.value ?? event.detail;
  if (pending?.id !== id) return;
  pending.event.setExtendedProp('rev', rev);
  document.getElementById('cal-said').textContent = `${pending.event.title} ${words(pending.event.start, !pending.event.allDay)}`;
  pending = null;
});
document.addEventListener('refused', undo);
document.addEventListener('htmx:error', undo);

function zoom(key, day) {
  if (!calendar) { wanted = key; return; }
  if (day) calendar.changeView(ZOOMS[key], day);
  else calendar.changeView(ZOOMS[key]);
}
document.addEventListener('click', (event) => {
  const step = event.target.closest?.('[data-cal]');
  if (step && calendar) calendar[step.dataset.cal](); else if (step) steps.push(step.dataset.cal);
  const wide = event.target.closest?.('[data-cal-zoom]');
  if (wide) zoom(wide.dataset.calZoom);
});
document.addEventListener('keydown', (event) => {
  const one = event.altKey && event.target.closest?.('#calendar [data-event]');
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  if (!one || !days || !calendar.getOption('editable')) return;
  event.preventDefault();
  const found = calendar.getEventById(one.dataset.event);
  const move = event.shiftKey && document.getElementById('calendar').dataset.end ? 'moveEnd' : 'moveDates';
  found[move]({ days });
  send(found, () => found[move]({ days: -days }));
  setTimeout(() => document.querySelector(`#calendar [data-event="${CSS.escape(found.id)}"]`)?.focus(), 50);
});

// n on a day makes a record of that day.
document.addEventListener('keydown', (event) => {
  const day = event.key === 'n' && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.closest?.('#calendar [data-date]');
  if (!day) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  makeOn(day.dataset.date);
}, true);

document.addEventListener('htmx:after:settle', start);
start();
