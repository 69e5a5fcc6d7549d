// Administration: a button that copies what an input holds.

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
  } catch {
    source.select?.();
    document.execCommand('copy');
  }
  const words = button.querySelector('span');
  words.textContent = button.dataset.copied;
});
