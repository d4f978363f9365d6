/** Conditional requests (RFC 9110, sections 8.8.3 and 13.1.1). The entity tag of a room is the version of its settings. */
import { AppError } from '../../core/errors/errors.ts';

interface Versioned {
  version: number;
}

export const etagOf = ({ version }: Versioned): string => `"${version}"`;

const ifMatchSyntax = /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/;

/**
 * Throws `precondition-required` without the header, `precondition-failed` when it names another version. Weak tags
 * never match.
 * @returns the version to change; undefined for `*`, which matches any, also one that is only being stored
 */
export function requireMatch(ifMatch: string | undefined, record: Versioned): number | undefined {
  if (ifMatch === undefined) throw new AppError('precondition-required');
  if (!ifMatchSyntax.test(ifMatch))
    throw new AppError('invalid-params', 'headers.if-match: is not a list of entity tags');
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes('*')) return undefined;
  if (!tags.includes(etagOf(record))) throw new AppError('precondition-failed');
  return record.version;
}
