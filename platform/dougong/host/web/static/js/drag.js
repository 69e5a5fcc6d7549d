// SortableJS, loaded with the first place that is dragged in; a hand that took something before that has it then.

let loading = null;

// Makes the children of a place sortable: `options` are SortableJS's. Resolves when they are.
export async function sortable(place, options) {
  loading ??= import('../vendor/sortable.js').then(() => true, () => { loading = null; return false; }); // a lost one is asked for by the next place
  if (!(self.Sortable || await loading) || !place.isConnected) return;
  self.Sortable.create(place, { animation: 120, delay: 150, delayOnTouchOnly: true, ...options });
  const early = self.early.pressed?.event;
  if (early && place.contains(early.target)) early.target.dispatchEvent(new PointerEvent('pointerdown', early));
}
