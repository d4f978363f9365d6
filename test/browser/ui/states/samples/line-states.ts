/** Slow lines: the notices, and what is shown in place of pictures that are paused for now. */
import type { TemplateResult } from 'lit';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { lineText } from '../../../../../sdk/ui/views/line-text.ts';
import type { NoticeView, PausedBy, PersonView } from '../../../../../sdk/ui/views/view-types.ts';
import { callPage } from './state-parts.ts';
import { call, group, longName, person, pictureOf } from './states.ts';

const calm = (text: string): NoticeView => ({ id: text, kind: 'calm', text, isAnnounced: true, dismiss: () => {} });
const own = (
  videos: 'smaller' | 'some' | 'none',
  changes: { cause?: PausedBy; sending?: boolean } = {},
): NoticeView => {
  const degradation = {
    cause: 'own-line' as const,
    sending: false,
    receiving: true,
    videos,
    pausedTracks: [],
    ...changes,
  };
  return calm(lineText(degradation, englishTexts));
};
/** Without the pictures of the others, or only of some. */
const paused = (people: PersonView[], by: PausedBy, isPaused: (index: number) => boolean): PersonView[] =>
  people.map((one, index) => (one.isSelf || !isPaused(index) ? one : { ...one, cameraPausedBy: by }));

export const lineStates: Record<string, () => TemplateResult> = {
  'line-smaller': () => callPage(call(group(4), { notices: [own('smaller')] })),
  'line-some': () =>
    callPage(
      call(
        paused(group(6), 'own-line', (index) => index > 1),
        { notices: [own('some', { sending: true })] },
      ),
    ),
  'line-none': () =>
    callPage(
      call(
        paused(group(9), 'own-line', () => true),
        { notices: [own('none')] },
      ),
    ),
  'line-none-16': () => callPage(call(paused(group(16), 'own-line', () => true))),
  'line-server': () =>
    callPage(
      call(
        paused(group(4), 'server', (index) => index === 0),
        { notices: [own('some', { cause: 'server' })] },
      ),
    ),
  'line-theirs': () => {
    const people = group(4).map((one, index): PersonView => (index === 0 ? { ...one, quality: 'weak' } : one));
    return callPage(call(people, { notices: [calm(englishTexts.line.theirs('Anna'))] }));
  },
  'line-theirs-long': () => {
    const people = [person(0, { name: longName, quality: 'weak' }), person(1, { isSelf: true })];
    return callPage(call(people, { notices: [calm(englishTexts.line.theirs(longName))] }));
  },
  'line-screen': () => {
    const screen = pictureOf(9, { width: 640, height: 360 });
    const people = [person(0, { screen, screenPausedBy: 'own-line' }), ...paused(group(3), 'own-line', () => true)];
    return callPage(call(people, { notices: [own('none')] }));
  },
};
