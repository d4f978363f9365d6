/**
 * Shows the number of waiting people in front of the title of the browser's tab. All elements of a document share it.
 */
interface TitleState {
  /** The title that the page itself has set. */
  before: string;
  /** The last title written, as the document returns it; null: none. */
  written: string | null;
  counts: Map<object, number>;
}

const states = new WeakMap<Document, TitleState>();

/**
 * Shows the sum of the counts of all owners. A title that the page sets meanwhile is kept: it gets the count in front,
 * and no older title replaces it.
 * @param owner whose count it is; a count of 0 removes it
 */
export function showCountInTitle(
  { document, owner, count }: { document: Document; owner: object; count: number },
  format: (count: number, title: string) => string,
): void {
  const state = states.get(document) ?? { before: '', written: null, counts: new Map<object, number>() };
  states.set(document, state);
  if (count > 0) state.counts.set(owner, count);
  else state.counts.delete(owner);
  const isOwn = document.title === state.written;
  if (!isOwn) state.before = document.title;
  const total = [...state.counts.values()].reduce((sum, one) => sum + one, 0);
  const title = total > 0 ? format(total, state.before) : state.before;
  if (total > 0 || isOwn) document.title = title;
  // Read back, because a document collapses white space in its title.
  state.written = total > 0 ? document.title : null;
}
