import { PlannedSession, type SeriesPlan } from '@hearthroom/sdk/protocol';
import t from 'tap';
import {
  formatDate,
  formatDay,
  formatDayAndHours,
  formatElsewhere,
  formatHours,
  formatMoment,
} from '../../../../../server/pages/link/format-session.ts';
import { askAgainAfterMs, nextOf, readPlan } from '../../../../../server/pages/link/plan.ts';

const at = (instant: string): number => Date.parse(instant);
/** Intl puts narrow spaces into times of day. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');
const session: PlannedSession = {
  ...{ id: '20261027T180000', startsAt: at('2026-10-27T17:00Z'), endsAt: at('2026-10-27T18:30Z') },
  ...{ entersAt: at('2026-10-27T16:45Z'), movedFrom: null, isSkipped: false, canEnter: false },
};
const readerOf = (locale: string, timeZone = 'Europe/Berlin', now = '2026-10-20T10:00Z') => ({
  ...{ texts: { locale }, timeZone, now: at(now) },
});

t.test('days and times are those of the reader’s language and time zone', async (t) => {
  t.equal(formatDay(session.startsAt, readerOf('de')), 'Dienstag, 27. Oktober');
  t.equal(
    formatDay(session.startsAt, readerOf('de', 'Europe/Berlin', '2025-10-20T10:00Z')),
    'Dienstag, 27. Oktober 2026',
  );
  t.equal(plain(formatHours(session, readerOf('de'))), '18:00–19:30 Uhr');
  t.equal(plain(formatDayAndHours(session, readerOf('de'))), 'Dienstag, 27. Oktober, 18:00–19:30 Uhr');
  t.equal(plain(formatHours(session, readerOf('en-US', 'America/New_York'))), '1:00 – 2:30 PM');
  t.equal(plain(formatMoment(session.entersAt, readerOf('en-GB'))), 'Tuesday 27 October at 17:45');
  t.equal(plain(formatMoment(session.entersAt, readerOf('en-GB', 'Europe/Berlin', '2026-10-27T10:00Z'))), '17:45');
  t.equal(formatDate('2026-10-19', readerOf('fr', 'Pacific/Auckland')), '19 octobre 2026');
});

t.test('where clocks differ from those of the series, its time is told too', async (t) => {
  t.equal(formatElsewhere(session, 'Europe/Berlin', readerOf('en')), null);
  t.equal(formatElsewhere(session, 'Europe/Berlin', readerOf('en', 'Europe/Madrid')), null, 'the same clocks');
  const there = formatElsewhere(session, 'Europe/Berlin', readerOf('en-GB', 'Europe/Kyiv'));
  t.same(there, { time: '18:00', zone: 'Central European Time' });
});

t.test('the page asks again when the next session can be entered, and now and then', async (t) => {
  const planAt = (now: number, ...sessions: PlannedSession[]): SeriesPlan => ({
    ...{ now, timeZone: 'Europe/Berlin', isHost: false, sessions, members: [] },
  });
  const skipped = { ...session, id: '20261020T180000', isSkipped: true };
  t.equal(nextOf(planAt(0, skipped, session)), session);
  t.equal(nextOf(planAt(0, skipped)), undefined);
  for (const [untilOpen, after] of [
    [86_400_000, 600_000],
    [90_000, 90_000],
    [10, 1_000],
    [0, 10_000],
  ] as const)
    t.equal(askAgainAfterMs(planAt(session.entersAt - untilOpen, skipped, session)), after);
  t.equal(askAgainAfterMs(planAt(session.entersAt, { ...session, canEnter: true })), 600_000);
  t.equal(askAgainAfterMs(planAt(0)), 600_000);
});

t.test('a plan is read as its schema says, without sessions that lack a field', async (t) => {
  const plan: SeriesPlan = {
    ...{ now: 5, timeZone: 'Europe/Berlin', isHost: true, sessions: [session, { ...session, movedFrom: 7 }] },
    members: [
      { name: 'Anna', testedOn: null },
      { name: 'Ben', testedOn: '2026-10-19' },
    ],
  };
  t.same(readPlan(plan), plan);
  for (const name of Object.keys(PlannedSession.properties)) {
    const lacking = Object.fromEntries(Object.entries(session).filter(([field]) => field !== name));
    t.same(readPlan({ ...plan, sessions: [lacking, session] })?.sessions, [session], name);
  }
  t.equal(readPlan({ ...plan, timeZone: undefined }), null);
  t.equal(readPlan('a text'), null);
});
