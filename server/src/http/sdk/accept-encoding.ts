import type { Encoding } from './sdk-files.ts';

/** The smallest first. */
const preferred = ['br', 'gzip'] as const;

/**
 * @param header Accept-Encoding (RFC 9110, 12.5.3)
 * @returns the smallest of the available encodings that the client accepts
 */
export function chooseEncoding(header: string | undefined, isAvailable: (encoding: Encoding) => boolean): Encoding {
  const weights = new Map((header ?? '').split(',').map(readWeight));
  const accepts = (encoding: Encoding): boolean => (weights.get(encoding) ?? weights.get('*') ?? 0) > 0;
  return preferred.find((encoding) => isAvailable(encoding) && accepts(encoding)) ?? 'identity';
}

function readWeight(part: string): [name: string, weight: number] {
  const [name = '', ...parameters] = part
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/);
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [name, weight === undefined ? 1 : Number(weight)];
}
