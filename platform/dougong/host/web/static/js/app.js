// Starts what makes the pages alive; every module listens on the document, so swapped parts need no new start.
import './popovers.js';
import './toasts.js';
// Those that neither import nor are imported come in one request; who listens first stands first.
import './dialogs+menu.js';
import './selection.js';
import './peek.js';
import './keyboard.js';
import './form.js';
import './lines.js';
import './scroll+widths+inline+combo+date+views+admin.js';
import './upload.js';
import './installed.js';
import './board.js';

// What few pages need comes with the first of them.
const SELDOM = { '#kb': './kanban.js', '#calendar': './calendar.js', '#gantt': './timeline.js', '#tree': './tree.js', '.rgrid': './record.js', '#scroll, .rgrid': './walk.js' };
function seldom() {
  for (const [place, module] of Object.entries(SELDOM)) if (document.querySelector(place)) import(module);
}
document.addEventListener('htmx:after:settle', seldom);
seldom();
