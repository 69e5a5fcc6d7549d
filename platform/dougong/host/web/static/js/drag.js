// SortableJS, loaded with the first place that is dragged in; a hand that took something before that has it then.

let loading = null;

// Makes the children of a place sortable: `options` are SortableJS's. Resolves when they are.
export async function sortable(place, options) {
  const { Sortable } = self.Sortable ? self : await (loading ??= import('../vendor/sortable.js').then(() => self));
  if (!place.isConnected) return;
  Sortable.create(place, { animation: 120, delay: 150, delayOnTouchOnly: true, ...options });
  const early = self.early.pressed?.event;
  if (early && place.contains(early.target)) early.target.dispatchEvent(new PointerEvent('pointerdown', early));
}
