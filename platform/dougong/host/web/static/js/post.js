// Tells the server something in passing: nothing on the page waits for the answer, and leaving the page does not stop it.
export function post(path, values) {
  const body = new URLSearchParams(values);
  const headers = JSON.parse(document.body.getAttribute('hx-headers:inherited') ?? '{}');
  return fetch(document.body.dataset.base + path, { method: 'POST', body, headers: { ...headers, 'HX-Request': 'true' }, keepalive: true }).catch(() => null);
}
