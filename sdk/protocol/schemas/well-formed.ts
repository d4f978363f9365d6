const lonelySurrogate = /\p{Surrogate}/u;

/**
 * Whether every text in this JSON value is well-formed Unicode. A lone surrogate (`"\\ud800"` in JSON) is no character:
 * in UTF-8 all lone surrogates become the same replacement character, so two ids that differ only in them would become
 * equal.
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
