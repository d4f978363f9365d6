/** One call of the REST API: builds the request of an operation and checks the form of its answer. */
import type { Static, TSchema } from 'typebox';
import { type ClientSettings, readNumber } from './client-options.ts';
import { detailsOf, notHearthroom, parseJson } from './failures.ts';
import { type Operation, type OperationName, operations } from './operations.ts';
import { RestError } from './rest-error.ts';
import { type Call, type CallOptions, send } from './send.ts';

export interface RequestParts {
  /** Values of the `{…}` in the path. */
  params?: Record<string, string>;
  query?: Record<string, string | undefined>;
  headers?: Record<string, string>;
  body?: object;
}

/** The JSON of a success; never: there is none. */
export type AnswerOf<N extends OperationName> = (typeof operations)[N] extends { answer: infer A extends TSchema }
  ? Static<A>
  : never;

/** Carries out an operation that is answered with JSON. */
export async function exchangeJson<N extends OperationName>(
  settings: ClientSettings,
  name: N,
  parts: RequestParts,
  options: CallOptions,
): Promise<{ answer: AnswerOf<N>; response: Response }> {
  const { answer: schema } = narrowed(name);
  const result = await exchange(settings, name, parts, options, async (response) => {
    const answer = parseJson(await response.text());
    if (isAnswer<N>(schema, answer)) return { answer, response };
    throw strange(settings, name, response);
  });
  if (!result)
    throw new RestError('not-found', 'there is nothing with that id', {
      operation: name,
      baseUrl: settings.baseUrl,
      status: 404,
    });
  return result;
}

/** Carries out an operation whose answer `receive` reads. */
export async function exchange<T>(
  settings: ClientSettings,
  name: OperationName,
  parts: RequestParts,
  options: CallOptions,
  receive: (response: Response) => Promise<T>,
): Promise<T | null> {
  return send(settings, callOf(name, parts, options), receive);
}

export const strange = ({ baseUrl, keyId }: ClientSettings, operation: string, response: Response): RestError =>
  notHearthroom(response, detailsOf(response, { operation, baseUrl, keyId }), baseUrl);

const narrowed = (name: OperationName): Operation => operations[name];

function callOf(
  name: OperationName,
  { params = {}, query = {}, headers = {}, body }: RequestParts,
  options: CallOptions,
): Call {
  const { path, ...rest } = narrowed(name);
  if (options.timeoutMs !== undefined) readNumber('timeoutMs', options.timeoutMs, 1, 2 ** 31 - 1);
  const filled = path.replace(/\{(\w+)\}/g, (_all, param: string) => encodeParam(param, params[param]));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return {
    name,
    operation: { path, ...rest },
    path: search.size === 0 ? filled : `${filled}?${search}`,
    headers: { accept: 'application/json', ...headers, ...(body && { 'content-type': 'application/json' }) },
    options,
    ...(body && { body: JSON.stringify(body) }),
  };
}

/** An id that is missing, or that is not one, would make the path that of another operation. */
function encodeParam(name: string, value: string | undefined): string {
  if (typeof value === 'string' && /^[\w-]{1,128}$/.test(value)) return value;
  throw new TypeError(`${name}: is not an id that the server gave (letters, digits, - and _)`);
}

/**
 * Returns a value that a header can carry as it is; throws TypeError for another one.
 * @param name of the option
 */
export function readHeaderValue(name: string, value: string): string {
  if (typeof value === 'string' && /^[!-~](?:[ -~]{0,253}[!-~])?$/.test(value)) return value;
  throw new TypeError(`${name}: must be 1 to 255 visible ASCII characters, with spaces only between them`);
}

/**
 * Checks that the required members are there. Their values are not checked, so that a newer server may send values
 * that this version doesn't know.
 */
function isAnswer<N extends OperationName>(schema: TSchema | undefined, answer: unknown): answer is AnswerOf<N> {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return false;
  const required: unknown = schema && 'required' in schema ? schema.required : [];
  return Array.isArray(required) && required.every((member) => Object.hasOwn(answer, String(member)));
}
