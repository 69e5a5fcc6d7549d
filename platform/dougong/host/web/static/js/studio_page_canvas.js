// The canvas of the page designer: its parts, the one that is chosen, how large it is drawn.

export const box = () => document.querySelector('[data-page-designer]');
export const root = () => document.getElementById('psheet');
export const live = () => Boolean(box()) && !('real' in box().dataset) && Boolean(root());
export const parts = () => [...root().querySelectorAll('[role=option][data-part]')].filter((one) => one.offsetParent);
export const byPart = (id) => root().querySelector(`[data-part="${CSS.escape(id)}"]`);
export const chosen = () => (box().dataset.at ? byPart(box().dataset.at) : null);
// What a part looks like: of a group its head is the part.
export const shapeOf = (part) => (part?.dataset.is === 'group' ? part.closest('.rgroup') : part);
export const words = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), root().dataset[name]);

// A place on the screen in the sheet's own pixels.
export function within(rect) {
  const area = root().getBoundingClientRect();
  return { left: rect.left - area.left, right: rect.right - area.left, top: rect.top - area.top, bottom: rect.bottom - area.top, width: rect.width, height: rect.height };
}

// The page is laid out as wide as it is used and drawn as large as there is room; on a phone it is laid out as it is.
export function fits() {
  const zoom = document.getElementById('pzoom');
  if (!zoom) return;
  const wanted = Number(root().dataset.zoomed ?? 0);
  const room = root().clientWidth;
  const scale = room < 600 ? 1 : Math.min(1, room / wanted);
  const now = String(Math.round(scale * 1000) / 1000);
  if (zoom.style.zoom !== now) zoom.style.zoom = now;
}
