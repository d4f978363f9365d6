/** Who is in the gallery, and who is shown large. Pure. */
import type { CallView, PersonView, PlaceView, StageView } from '../views/view-types.ts';

export interface ShownOptions {
  place: PlaceView['kind'];
  /** Breakout groups are running: many people are elsewhere, and they are not shown. */
  hasBreakout: boolean;
  selfHidden: boolean;
}

/** The people in the same part of the session. In the main group, people who are away for a talk keep their place. */
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

/**
 * This person's own choice has precedence over the host's, and the host's over the speaker. Nobody is shown large to
 * themselves by the host or as the speaker.
 */
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
