/** Suggests the name that was probably meant by an unknown one. */

/** @returns what to do about an unknown name, as the second half of a sentence */
export function suggest(name: string, known: readonly string[]): string {
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const isClose = best && best.distance <= 4;
  return isClose ? `did you mean ${best.candidate}?` : 'remove it, or see --help for those there are.';
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const current = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const substituted = (previous[j] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(substituted, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
