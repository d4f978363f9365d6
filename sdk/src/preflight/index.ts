/** Tests devices and the line before a session. It is loaded when a preflight begins, by import-preflight.ts alone. */
export { performPreflight } from './perform-preflight.ts';
