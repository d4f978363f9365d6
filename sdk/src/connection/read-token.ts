/**
 * Reads what `getToken` returned. An error page must not be sent as a token, since a refused token ends the session.
 */
import { HearthroomError } from '../core/hearthroom-error.ts';

/** JWS compact serialization (RFC 7515, section 7.1), form of JWTs (RFC 7519, section 3): three parts of base64url. */
const compactJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Calls it: without types, something else may have been given. Throws `token-provider-failed` then. */
export function callGetToken(getToken: unknown): unknown {
  if (typeof getToken === 'function') return getToken();
  throw new HearthroomError(
    'token-provider-failed',
    `getToken is ${describe(getToken)}: give a function that returns an access token from your backend`,
  );
}

/**
 * Extracts the token from what `getToken` returned: removes whitespace and JSON quotes around it.
 * Throws `token-provider-failed`, after which the next attempt calls `getToken` again. The message says what was
 * returned without quoting it.
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
  if (value === undefined) return 'undefined (is it set, and does it return something?)';
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  // Not by `instanceof`: a page may have its own fetch.
  if ('text' in value && typeof value.text === 'function') return 'a Response (return await response.text())';
  return 'token' in value ? 'an object (return its token)' : 'an object';
}
