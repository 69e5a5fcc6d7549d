// A page that is only looked at: it stands in a frame of the studio and nothing in it can be pressed or typed.
for (const what of ['click', 'submit', 'keydown', 'pointerdown', 'change', 'dragstart']) {
  document.addEventListener(what, (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
}
