import t from 'tap';
import { aloneReason, type Surroundings, whereIs } from '../../../../../sdk/ui/presenters/elsewhere.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';
import type { PersonView } from '../../../../../sdk/ui/views/view-types.ts';
import { personView as person } from '../../../../support/ui/views.ts';

const { call, elsewhere } = texts;

const self = person('Ben', { isSelf: true });
const anna = person('Anna', { away: true });
const dora = person('Dora', { away: true });
const weber = person('Dr. Weber', { role: 'therapist', away: true });
const cole = person('Cole', { role: 'cotherapist', away: true });
const here = person('Emil');

const around = (others: PersonView[], changes: Partial<Surroundings> = {}): Surroundings => ({
  people: [...others, self],
  place: { kind: 'group' },
  hasBreakout: false,
  groups: [],
  paused: false,
  circleClosed: false,
  hadCompany: true,
  isHost: false,
  ...changes,
});
const groups = [{ id: 'g1', name: 'Group 1', members: [{ id: 'Anna', name: 'Anna', label: null }] }];

t.test('a person who sees nobody reads the true reason', async (t) => {
  const cases: [string, Surroundings, string | null][] = [
    ['the first one', around([], { hadCompany: false }), elsewhere.nobodyYet],
    ['just left by everybody', around([]), elsewhere.nobodyNow],
    ['somebody is here', around([here, anna]), null],
    ['in a talk', around([], { place: { kind: 'preview', id: 'p-1', name: 'Anna', lines: [] } }), null],
    ['a client with the one host', around([anna, weber]), elsewhere.pairAway('Anna', 'Dr. Weber')],
    [
      'two hosts away: with whom is not known',
      around([anna, weber, cole]),
      elsewhere.severalAway('Anna, Dr. Weber, Cole'),
    ],
    ['only the host is away, whom somebody who waits may be with', around([weber]), elsewhere.oneAway('Dr. Weber')],
    ['small groups', around([anna, weber], { hasBreakout: true }), elsewhere.inGroups],
    [
      'the last one of a small group',
      around([anna], { hasBreakout: true, place: { kind: 'breakout', name: 'Group 1' } }),
      elsewhere.aloneInGroup('Group 1'),
    ],
    ['held, and nobody else is here', around([], { paused: true }), elsewhere.paused],
    [
      'a closed circle, in which others may be',
      around([], { circleClosed: true, hadCompany: false }),
      elsewhere.noTherapist,
    ],
    ['the same for a host', around([], { circleClosed: true, hadCompany: false, isHost: true }), elsewhere.nobodyYet],
  ];
  for (const [title, surroundings, expected] of cases) t.equal(aloneReason(surroundings, texts), expected, title);
});

t.test(
  'of a person who is neither seen nor heard it is shown where they are, as far as the reader knows',
  async (t) => {
    const cases: [string, PersonView, Surroundings, string][] = [
      ['here', here, around([here]), ''],
      ['oneself', self, around([here], { paused: true }), ''],
      ['everybody, while media rests', here, around([here], { paused: true }), elsewhere.pausedShort],
      ['with the one host who is away', anna, around([anna, weber]), elsewhere.withPerson('Dr. Weber')],
      ['the host themselves', weber, around([anna, weber]), call.away],
      ['with one of two', anna, around([anna, weber, cole]), call.away],
      ['from a side room', dora, around([dora, cole], { place: { kind: 'side-room', name: 'Dr. Weber' } }), call.away],
      ['in a group, for a client', anna, around([anna, weber], { hasBreakout: true }), call.away],
      [
        'in a group, for a host',
        anna,
        around([anna], { hasBreakout: true, groups, isHost: true }),
        elsewhere.inGroup('Group 1'),
      ],
    ];
    for (const [title, who, surroundings, expected] of cases)
      t.equal(whereIs(who, surroundings, texts), expected, title);
  },
);
