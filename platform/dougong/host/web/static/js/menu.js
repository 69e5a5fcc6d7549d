// The sidebar: marks the present page after a swap, opens as a drawer on a phone.

function mark() {
  const here = document.getElementById('work')?.dataset.current;
  for (const link of document.querySelectorAll('#menu .nav.item, .phonebar a')) {
    const on = Boolean(here) && link.getAttribute('href') === here;
    link.classList.toggle('on', on);
    if (on) {
      link.setAttribute('aria-current', 'page');
      for (let up = link.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
    } else link.removeAttribute('aria-current');
  }
}
document.addEventListener('htmx:after:settle', mark);
mark();

document.addEventListener('keydown', (event) => { if (event.key === 'Escape') document.querySelector('.side.open')?.classList.remove('open'); });

// The bar of a phone shows the counts of the menu.
document.addEventListener('htmx:after:swap', () => {
  for (const place of document.querySelectorAll('.phonebar [data-count]')) {
    const count = Number(document.getElementById(place.dataset.count)?.textContent.replace(/\D/g, '') ?? 0);
    place.textContent = count > 99 ? '99+' : count || '';
  }
});

document.addEventListener('click', (event) => {
  const side = document.querySelector('.side');
  if (event.target.closest?.('[data-menu]')) side.classList.toggle('open');
  else if (side?.classList.contains('open') && (event.target.closest('a') || !side.contains(event.target))) side.classList.remove('open');
});
