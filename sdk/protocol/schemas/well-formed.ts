const lonelySurrogate = /\p{Surrogate}/u;

/**
 * Is every text in this JSON value well-formed Unicode? A lone surrogate (`"\\ud800"` in JSON) is no character: stored as UTF-8 all
 * of them become the same replacement character, and two ids that differ in them alone would be one.
 */
export function isWellFormed(value: unknown): boolean {
  // Not recursive: JSON that has not been validated yet may be nested deeper than the call stack.
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') {
      if (lonelySurrogate.test(next)) return false;
    } else if (typeof next === 'object' && next !== null) {
      for (const [name, inner] of Object.entries(next)) pending.push(name, inner);
    }
  }
  return true;
}
