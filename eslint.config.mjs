// What `make check` looks for in the scripts of the pages: names that are not there, names that nobody uses, dead code.
import js from '@eslint/js';

const read = (names) => Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']));
const BROWSER = read(`window self document navigator location history console fetch performance innerWidth innerHeight caches clients
  localStorage sessionStorage setTimeout clearTimeout setInterval requestAnimationFrame requestIdleCallback getComputedStyle getSelection matchMedia
  addEventListener removeEventListener AbortController BroadcastChannel CSS CustomEvent Event EventSource FormData IntersectionObserver
  KeyboardEvent MouseEvent MutationObserver PointerEvent ResizeObserver URL URLSearchParams XMLHttpRequest
  Node Response HTMLFormElement HTMLTextAreaElement HTMLInputElement Temporal`.replace(/\s+/g, ' '));

export default [
  {
    files: ['platform/dougong/host/web/static/js/*.js'],
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module', globals: BROWSER },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...js.configs.recommended.rules,
      'no-unused-vars': ['error', { args: 'after-used', caughtErrors: 'all' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'prefer-const': 'error', 'no-var': 'error', eqeqeq: 'error', 'no-shadow-restricted-names': 'error',
    },
  },
  { files: ['**/service_worker.js'], languageOptions: { globals: read('SHELL') } }, // its first line is written by the server
];
