/** What a page asks the server about its personal link: access tokens, and the sessions of a member of a series. */
import type { SeriesPlan } from '@hearthroom/sdk/protocol';
import { readPlan } from './plan.ts';

/** The server does not know the code, or not any more. */
export class LinkInvalid extends Error {}

/** The session cannot be entered now. */
export class SessionClosed extends Error {}

export interface Wanted {
  /** Of a series: the session that is entered. */
  session?: string;
  /** For the check before a session. */
  check?: true;
}

export type Given =
  | {
      token: string;
      /** Of a check: therapists learn that it was done. */
      isReported: boolean;
    }
  | { plan: SeriesPlan };

const timeoutMs = 10_000;

/**
 * The last part of the page's path. Mail programs may take a full stop or a bracket after a link for a part of it.
 * '' when there is none.
 */
export const codeOf = (path: string): string => /\/([\w-]+)[^/]*$/.exec(path)?.[1] ?? '';

/** Rejects with LinkInvalid, or with any other error when the server gave no answer of that kind. */
export async function exchangeCode(code: string, wanted: Wanted = {}): Promise<Given> {
  const response = await post('token', { code, ...wanted });
  const answer: unknown = await response.json();
  if (response.ok && hasText(answer, 'token'))
    return { token: answer.token, isReported: Reflect.get(answer, 'isReported') === true };
  const plan = response.ok ? readPlan(answer) : null;
  if (plan) return { plan };
  // A proxy without a server behind it may answer 404 too, but not with this body.
  if (response.status === 404 && hasText(answer, 'code')) {
    if (answer.code === 'not-found') throw new LinkInvalid();
    if (answer.code === 'not-available') throw new SessionClosed();
  }
  throw new Error(`The server answered ${response.status}`);
}

/** As exchangeCode, for a link that gives a token. Rejects with SessionClosed when it gives none now. */
export async function exchangeForToken(code: string, wanted: Wanted): Promise<string> {
  const given = await exchangeCode(code, wanted);
  if ('token' in given) return given.token;
  throw new SessionClosed();
}

/** A check is done. Nothing depends on it: rejects for any reason. */
export async function reportTested(code: string): Promise<void> {
  await post('tested', { code });
}

const post = (path: string, body: object): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
    signal: AbortSignal.timeout(timeoutMs),
  });

function hasText<Name extends string>(value: unknown, name: Name): value is Record<Name, string> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'string';
}
