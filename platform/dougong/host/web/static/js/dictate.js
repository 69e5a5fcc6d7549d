// Speaking instead of typing, where the browser hears: words are added to the quick log as they are understood.

const Hearing = window.SpeechRecognition ?? window.webkitSpeechRecognition;
let heard = null;

function offer() {
  if (Hearing) for (const button of document.querySelectorAll('[data-dictate][hidden]')) button.hidden = false;
}

function stop(button) {
  button.setAttribute('aria-pressed', 'false');
  heard?.stop();
  heard = null;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-dictate]');
  if (!button) return;
  if (heard) { stop(button); return; }
  const area = button.closest('form').querySelector('textarea');
  heard = new Hearing();
  heard.lang = document.documentElement.lang;
  heard.continuous = true;
  heard.onresult = (result) => {
    for (const one of [...result.results].slice(result.resultIndex)) if (one.isFinal) area.value += one[0].transcript;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  heard.onend = heard.onerror = () => stop(button);
  button.setAttribute('aria-pressed', 'true');
  area.focus();
  heard.start();
});
document.addEventListener('htmx:after:settle', offer);
offer();
