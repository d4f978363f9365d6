import type { Texts } from '../texts/texts.ts';

/**
 * The name of a small group in the reader's language. Hosts have no field for it: their interface sends one name, in
 * English, so that everybody reads it in their own language. A name that an app has given stays as it is.
 */
export function groupName(name: string, { breakout }: Pick<Texts, 'breakout'>): string {
  const [, number] = /^Group ([1-9]\d*)$/.exec(name) ?? [];
  return number ? breakout.group(Number(number)) : name;
}

/** The name by which the server knows a group. */
export const sentGroupName = (number: number): string => `Group ${number}`;
