// Starts what makes the pages alive; every module listens on the document, so swapped parts need no new start.
import './popovers.js';
import './toasts.js';
import './dialogs.js';
import './menu.js';
import './selection.js';
import './scroll.js';
import './widths.js';
import './peek.js';
import './keyboard.js';
import './inline.js';
import './form.js';
import './lines.js';
import './combo.js';
import './date.js';
import './views.js';
import './upload.js';
import './admin.js';
import './installed.js';
import './board.js';

// What few pages need comes with the first of them.
const SELDOM = { '#kb': './kanban.js', '#calendar': './calendar.js', '#gantt': './timeline.js', '#tree': './tree.js', '.rgrid': './record.js', '#scroll, .rgrid': './walk.js' };
function seldom() {
  for (const [place, module] of Object.entries(SELDOM)) if (document.querySelector(place)) import(module);
}
document.addEventListener('htmx:after:settle', seldom);
seldom();
