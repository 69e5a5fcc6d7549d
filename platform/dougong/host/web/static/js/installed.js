// The product as an installed app: its service worker, the offer to install it, a word when there is no connection or
// a newer release.
import { toast } from './toasts.js';

const phrases = () => document.getElementById('phrases').dataset;
let offer = null;

async function register() {
  const { base, language } = document.body.dataset;
  const wanted = new URLSearchParams({ language, theme: document.documentElement.dataset.theme });
  try {
    const found = await navigator.serviceWorker.register(`${base}/sw.js?${wanted}`, { scope: `${base}/` });
    // A page that was loading while the worker began is not its own yet.
    const ready = await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) ready.active?.postMessage('claim');
    // Pages swap parts and are seldom loaded anew, so they look for a release themselves.
    document.addEventListener('visibilitychange', () => { if (!document.hidden && navigator.onLine) found.update().catch(() => {}); });
  } catch { /* private windows may refuse one: everything else works */ }
}
if (navigator.serviceWorker) {
  if (document.readyState === 'complete') register(); else addEventListener('load', register);
  navigator.serviceWorker.addEventListener('message', (event) => {
    if (event.data?.release && event.data.release !== document.body.dataset.release) {
      toast({ text: phrases().release, action: { words: phrases().reload, run: () => location.reload() }, seconds: 60 });
    }
  });
}

function sayConnection() { document.documentElement.classList.toggle('offline', !navigator.onLine); }
addEventListener('online', sayConnection);
addEventListener('offline', sayConnection);
sayConnection();

// The profile shows how to install: by a button where the browser offers it, else in words for the system at hand.
function showInstall() {
  const place = document.querySelector('[data-install]');
  if (!place) return;
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);
  const way = matchMedia('(display-mode: standalone)').matches ? 'done' : offer ? 'button' : apple ? 'apple' : 'menu';
  for (const one of place.querySelectorAll('[data-way]')) one.hidden = one.dataset.way !== way;
}
addEventListener('beforeinstallprompt', (event) => { event.preventDefault(); offer = event; showInstall(); });
addEventListener('appinstalled', () => { offer = null; showInstall(); });
document.addEventListener('htmx:after:settle', showInstall);
document.addEventListener('click', async (event) => {
  if (!event.target.closest?.('[data-install-now]') || !offer) return;
  await offer.prompt();
  offer = null;
  showInstall();
});
showInstall();
