/** Compares JSON values; a member that is undefined counts as absent. Imports nothing, because browsers load it. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  const others: Record<string, unknown> = { ...b };
  return (
    Object.entries(a).every(([name, value]) => isEqual(value, others[name])) &&
    Object.entries(b).every(([name, value]) => value === undefined || Object.hasOwn(a, name))
  );
}
