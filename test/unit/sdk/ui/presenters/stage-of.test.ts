import t from 'tap';
import { shownOf, stageOf } from '../../../../../sdk/ui/presenters/stage-of.ts';
import type { PersonView } from '../../../../../sdk/ui/views/view-types.ts';
import { personView as person } from '../../../../support/ui/views.ts';

const people = [
  person('host', { role: 'therapist' }),
  person('anna'),
  person('ben', { away: true }),
  person('me', { isSelf: true }),
];
const ids = (shown: readonly PersonView[]) => shown.map(({ id }) => id).join(' ');
const inGroup = { place: 'group', hasBreakout: false, selfHidden: false } as const;
const nobody = { pinnedId: null, spotlightId: null, speakerId: null, layout: 'gallery' } as const;

t.test('in the group somebody who is away for a talk keeps their place', async (t) => {
  t.equal(ids(shownOf(people, inGroup)), 'host anna ben me');
});

t.test('a person who is apart sees those alone who are with them', async (t) => {
  for (const place of ['preview', 'side-room', 'breakout'] as const)
    t.equal(ids(shownOf(people, { ...inGroup, place })), 'host anna me', place);
  t.equal(
    ids(shownOf(people, { ...inGroup, hasBreakout: true })),
    'host anna me',
    'the main group, while there are small ones',
  );
});

t.test('hiding the own picture hides nobody else', async (t) => {
  t.equal(ids(shownOf(people, { ...inGroup, selfHidden: true })), 'host anna ben');
});

t.test('one’s own choice goes before the host’s, and that before who speaks', async (t) => {
  const all = { pinnedId: 'anna', spotlightId: 'host', speakerId: 'host', layout: 'speaker' } as const;
  t.same(stageOf(people, all), { id: 'anna', why: 'pinned' });
  t.same(stageOf(people, { ...all, pinnedId: null }), { id: 'host', why: 'spotlight' });
  t.same(stageOf(people, { ...all, pinnedId: null, spotlightId: null, speakerId: 'anna' }), {
    id: 'anna',
    why: 'speaker',
  });
  t.equal(stageOf(people, { ...all, pinnedId: null, spotlightId: null, layout: 'gallery' }), null);
});

t.test('nobody is shown large to themselves by others, nor somebody who is not here', async (t) => {
  t.equal(stageOf(people, { ...nobody, spotlightId: 'me' }), null);
  t.equal(stageOf(people, { ...nobody, spotlightId: 'ben' }), null, 'away');
  t.equal(stageOf(people, { ...nobody, pinnedId: 'gone' }), null);
  t.same(stageOf(people, { ...nobody, layout: 'speaker', speakerId: 'gone' }), { id: 'host', why: 'speaker' });
  t.equal(stageOf([person('me', { isSelf: true })], { ...nobody, layout: 'speaker' }), null);
});
