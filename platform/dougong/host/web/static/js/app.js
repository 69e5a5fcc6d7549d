// Starts what makes the pages alive; every module listens on the document, so swapped parts need no new start.
import './popovers.js';
import './toasts.js';
import './dialogs.js';
import './menu.js';
import './selection.js';
import './keyboard.js';
import './inline.js';
import './form.js';
import './lines.js';
import './combo.js';
import './date.js';
import './views.js';
import './upload.js';
import './admin.js';
import './kanban.js';
import './calendar.js';
import './board.js';
