/** What `getToken` may answer: a backend's error page must not be taken for a token that the server then refuses for good. */
import { HearthroomError } from '../core/hearthroom-error.ts';

/** JWS compact serialization (RFC 7515, section 7.1), which JWTs use (RFC 7519, section 3): three parts of base64url. */
const compactJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The token in what `getToken` gave; whitespace and JSON quotes around it are removed.
 * Throws `token-provider-failed`, which is retried. The message says what kind of thing it was, and never quotes it.
 */
export function readToken(given: unknown): string {
  if (typeof given !== 'string') throw fail(describe(given));
  const token = given.trim().replace(/^"(.*)"$/, '$1');
  if (compactJwt.test(token)) return token;
  throw fail(describeText(token));
}

const fail = (what: string): HearthroomError =>
  new HearthroomError('token-provider-failed', `getToken gave ${what} instead of an access token (a JWT)`);

function describeText(text: string): string {
  if (text === '') return 'an empty text';
  if (text.startsWith('<')) return 'an HTML page (check response.ok)';
  if (text.startsWith('{') || text.startsWith('['))
    return 'JSON text (check response.ok, and take the token out of it)';
  return 'a text of another form (check response.ok)';
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  // Looked at without the class: a page may have a fetch of its own.
  if ('text' in value && typeof value.text === 'function') return 'a Response (return await response.text())';
  return 'token' in value ? 'an object (return its token)' : 'an object';
}
