/**
 * Texts that name something: people, rooms, groups. One rule for all of them, so that no name is invisible or looks
 * like another one.
 */
import { Type } from 'typebox';

/**
 * A visible character: a letter, number, punctuation mark or symbol that is not ignorable by default (Unicode,
 * «Default_Ignorable_Code_Point»: fillers, zero-width and format characters). Spaces, marks without a base, controls
 * and unassigned characters are in none of these categories. Listed separately, because no property says that they are
 * blank: the braille cell without dots, the object replacement character, a notehead without a head, and the two blanks
 * of the hieroglyphs.
 */
const visible =
  '(?![\\p{Default_Ignorable_Code_Point}\\u2800\\ufffc\\u{1d159}\\u{13441}\\u{13442}])[\\p{L}\\p{N}\\p{P}\\p{S}]';

/**
 * Controls, line and paragraph separators, lone surrogates, and the explicit formatting characters of the bidirectional
 * algorithm (Unicode UAX #9: embeddings, overrides, isolates), which change the direction of the text around a name.
 */
const refused = '\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069';

/** For regular expressions with the flag `u`, which JSON Schema recommends. */
export const shownTextPattern = `^(?=.*${visible})[^${refused}]+$`;

export const shownText = (maxLength: number, options: { description?: string; default?: string } = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: shownTextPattern, ...options });
