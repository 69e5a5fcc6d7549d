// Starts what makes the pages alive; every module listens on the document, so swapped parts need no new start.
import './popovers.js';
import './toasts.js';
// Those that neither import nor are imported come in one request; who listens first stands first.
import './dialogs+menu.js';
import './selection.js';
import './pick.js';
import './peek.js';
import './keyboard.js';
import './form.js';
import './lines.js';
import './scroll.js';
import './carry+widths+inline+combo+date+views+admin+walk.js';
import './upload.js';
import './installed.js';
// What few kinds of page need is named by their templates; early.js keeps what is pressed until it is there.
