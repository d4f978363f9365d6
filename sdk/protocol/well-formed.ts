const lonelySurrogate = /\p{Surrogate}/u;

/**
 * Is every text in this JSON value well-formed Unicode? A lone surrogate (`"\\ud800"` in JSON) is no character: stored as UTF-8 all
 * of them become the same replacement character, and two ids that differ in them alone would be one.
 */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return !lonelySurrogate.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isWellFormed(name) && isWellFormed(inner));
}
