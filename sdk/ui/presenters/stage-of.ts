/** Who is in the gallery, and who is shown large in it. Pure. */
import type { CallView, PersonView, PlaceView, StageView } from '../views/view-types.ts';

export interface ShownOptions {
  place: PlaceView['kind'];
  /** Small groups are going on: then those who are elsewhere are many, and no news. */
  hasBreakout: boolean;
  selfHidden: boolean;
}

/** Those who are in the same part of the session. In the group itself, somebody who is away for a talk keeps their place. */
export function shownOf(people: readonly PersonView[], options: ShownOptions): PersonView[] {
  const hidesAway = options.place !== 'group' || options.hasBreakout;
  return people.filter((person) => (person.isSelf ? !options.selfHidden : !(hidesAway && person.away)));
}

export interface StageChoice {
  pinnedId: string | null;
  spotlightId: string | null;
  speakerId: string | null;
  layout: CallView['layout'];
}

/** One's own choice goes before the host's, and the host's before who speaks. Nobody is shown large to themselves. */
export function stageOf(shown: readonly PersonView[], choice: StageChoice): StageView | null {
  const others = shown.filter((person) => !person.isSelf && !person.away);
  const here = (id: string | null): boolean => others.some((person) => person.id === id);
  if (shown.some((person) => person.id === choice.pinnedId)) return { id: choice.pinnedId ?? '', why: 'pinned' };
  if (here(choice.spotlightId)) return { id: choice.spotlightId ?? '', why: 'spotlight' };
  if (choice.layout === 'gallery') return null;
  const [first] = others;
  const id = here(choice.speakerId) ? choice.speakerId : first?.id;
  return id ? { id, why: 'speaker' } : null;
}
