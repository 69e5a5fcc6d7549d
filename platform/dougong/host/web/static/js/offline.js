// The page that stands where there is no connection: says what is kept here, and goes on by itself when it is back.
const drafts = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${document.body.dataset.base}:`)).length;
const place = document.querySelector('[data-drafts]');
place.hidden = !drafts;
place.querySelector('b').textContent = drafts;
document.querySelector('[data-again]').addEventListener('click', () => location.reload());
addEventListener('online', () => location.reload());
