/** Instants in requests of the REST API: RFC 3339, with `Z` or an offset. */
import { AppError } from '../../core/errors/errors.ts';

/** The format that is stored unchanged. */
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;

/**
 * @param name of the field, for the message
 * @param text matches the pattern of its schema
 * @returns the same instant in UTC; a text in UTC is returned unchanged
 * @throws AppError `invalid-params` for a date or time that does not exist
 */
export function toUtc(name: string, text: string): string {
  const at = readInstant(`body.${name}`, text);
  return utc.test(text) ? text : new Date(at).toISOString();
}

/**
 * @param path of the field, for the message
 * @returns milliseconds since 1970-01-01 UTC
 * @throws AppError `invalid-params` for a date or time that does not exist, including leap seconds
 */
export function readInstant(path: string, text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !isDay(text.slice(0, 10)))
    throw new AppError('invalid-params', `${path}: is not an existing date and time`);
  return at;
}

/** @param at milliseconds since 1970-01-01 UTC */
export const formatInstant = (at: number): string => new Date(at).toISOString();

/** Date.parse accepts days that don't exist: it reads 30 February as 2 March. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
