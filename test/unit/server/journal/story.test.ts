import t from 'tap';
import type { JournalRecord } from '../../../../server/src/journal/records.ts';
import type { Decision } from '../../../../server/src/journal/story/evidence.ts';
import { formatStory } from '../../../../server/src/journal/story/format-story.ts';
import { type Story, tellStory } from '../../../../server/src/journal/story/tell-story.ts';

const day = '2026-11-28T';
const ms = (time: string) => Date.parse(`${day}${time}Z`);
const record = (time: string, event: JournalRecord['event'], count = 1): JournalRecord => ({
  roomId: 'r-1',
  at: ms(time),
  event,
  count,
});
const [anna, ben] = ['p-anna', 'p-ben'];
const mic = { seatId: ben, source: 'microphone' } as const;
const pair = { seatId: anna, from: ben, source: 'microphone' } as const;

/** Both are connected, Ben speaks, Anna receives him from 18:01:04 on. */
const begin: JournalRecord[] = [
  record('18:01:00', { what: 'journal.started' }),
  record('18:01:00', { what: 'media.opened', seatId: anna }),
  record('18:01:00', { what: 'media.opened', seatId: ben }),
  record('18:01:01', { what: 'path.connected', seatId: anna, direction: 'receive', path: 'udp', afterMs: 412 }),
  record('18:01:02', { what: 'path.connected', seatId: ben, direction: 'send', path: 'relay', afterMs: 2_310 }),
  record('18:01:03', { what: 'track.published', ...mic, muted: false }),
  record('18:01:03', { what: 'consumer.opened', ...pair }),
  record('18:01:04', { what: 'consumer.resumed', ...pair }),
];

function tell(
  records: JournalRecord[],
  { at, decisions = [], isRoomKnown = true }: { at?: string; decisions?: Decision[]; isRoomKnown?: boolean } = {},
): Story {
  const question = { from: ms('18:00:00'), to: ms('18:10:00'), listener: anna, speaker: ben, source: 'microphone' };
  return tellStory(
    { records, decisions, isRoomKnown },
    {
      ...question,
      source: 'microphone',
      at: at === undefined ? undefined : ms(at),
    },
  );
}

const causeAt = (records: JournalRecord[], at: string) => tell(records, { at }).answers.map(({ cause }) => cause)[0];
const lineAt = (story: Story, time: string) =>
  story.lines.filter((line) => line.at === ms(time)).map(({ text }) => text);

t.test('paths, tracks and what is received are told in the order of time, with the names of the two', async (t) => {
  const story = tell(begin);
  t.same(story.names, [
    { seatId: anna, name: 'A', part: 'listener' },
    { seatId: ben, name: 'B', part: 'speaker' },
  ]);
  t.same(lineAt(story, '18:01:01'), ['A: media connected over UDP after 0.4 s (receiving)']);
  t.same(lineAt(story, '18:01:02'), ['B: media connected over the relay after 2.3 s (sending)']);
  t.same(lineAt(story, '18:01:03'), ['B: microphone published', "A is offered B's microphone"]);
  t.same(lineAt(story, '18:01:04'), ["A receives B's microphone"]);
});

t.test('each thing that stands in the way is the answer for its time', async (t) => {
  const cases: [string, JournalRecord['event'], string][] = [
    ['lost by the listener', { what: 'path.lost', seatId: anna, direction: 'receive' }, 'listener-lost'],
    ['lost by the speaker', { what: 'path.lost', seatId: ben, direction: 'send' }, 'speaker-lost'],
    [
      'never connected',
      { what: 'path.failed', seatId: ben, direction: 'send', stage: 'ice', afterMs: 10_000 },
      'speaker-unreachable',
    ],
    ['set up anew', { what: 'media.opened', seatId: anna }, 'listener-not-connected'],
    ['left', { what: 'media.closed', seatId: anna, cause: 'left' }, 'listener-no-media'],
    ['ended', { what: 'track.ended', ...mic, cause: 'owner' }, 'track-ended'],
    ['muted by a host', { what: 'track.muted', ...mic, by: 'host' }, 'muted'],
    [
      'another group',
      { what: 'consumer.withheld', ...pair, rule: 'other-breakout-group' },
      'withheld-other-breakout-group',
    ],
    ['cannot decode', { what: 'consumer.undecodable', ...pair }, 'undecodable'],
    ['a weak line', { what: 'consumer.paused', ...pair, cause: 'line' }, 'paused-line'],
  ];
  for (const [name, event, cause] of cases) {
    const records = [...begin, record('18:04:58', event)];
    t.equal(causeAt(records, '18:05:00'), cause, name);
    t.equal(causeAt(records, '18:10:00'), cause, `${name}: also at the end of the time`);
    t.equal(causeAt(records, '18:04:57'), null, `${name}: before it nothing was in the way`);
  }
});

t.test('what concerns another source, another direction or another pair is no answer', async (t) => {
  const others: JournalRecord['event'][] = [
    { what: 'path.lost', seatId: anna, direction: 'send' },
    { what: 'path.lost', seatId: ben, direction: 'receive' },
    { what: 'track.muted', seatId: ben, source: 'camera', by: 'host' },
    { what: 'track.muted', seatId: anna, source: 'microphone', by: 'host' },
    { what: 'consumer.withheld', seatId: ben, from: anna, source: 'microphone', rule: 'circle-closed' },
    { what: 'consumer.withheld', seatId: anna, from: 'p-cleo', source: 'microphone', rule: 'circle-closed' },
  ];
  t.equal(causeAt([...begin, ...others.map((event) => record('18:04:58', event))], '18:05:00'), null);
});

t.test('without a moment every stretch of the time is answered', async (t) => {
  const story = tell([
    ...begin,
    record('18:03:00', { what: 'track.muted', ...mic, by: 'host' }),
    record('18:05:00', { what: 'track.unmuted', ...mic }),
  ]);
  const [sent, muted, again] = story.answers.slice(-3);
  t.match(
    [sent, muted, again],
    [
      { from: ms('18:01:04'), to: ms('18:03:00'), cause: null },
      { cause: 'muted', text: "A did not receive B's microphone: B's microphone was muted by a host" },
      { from: ms('18:05:00'), to: ms('18:10:00'), cause: null },
    ],
  );
  t.match(story.answers[0], { from: ms('18:00:00'), to: ms('18:01:00'), cause: 'records-missing' });
});

t.test('records that are missing are said to be missing, and nothing is concluded from them', async (t) => {
  t.match(tell([]).missing, [/no records of media of this room/]);
  t.match(tell([], { isRoomKnown: false }).missing, [/no room with this id/]);
  const pruned = begin.slice(5);
  t.match(tell(pruned).missing, [/Records from before the first line are missing/]);
  t.equal(causeAt(pruned, '18:05:00'), 'records-missing');
  const gap = [...begin, record('18:06:00', { what: 'journal.gap', cause: 'store', missingMs: 120_000 })];
  t.match(tell(gap).missing, [/Some records are missing/]);
  t.equal(causeAt(gap, '18:03:59'), null);
  t.equal(causeAt(gap, '18:05:00'), 'records-missing');
  t.equal(causeAt(gap, '18:07:00'), 'records-missing', 'also afterwards, until it is known again');
  const crash = [...begin, record('18:06:00', { what: 'journal.started' })];
  t.match(tell(crash).missing, [/ended without warning/]);
  t.match(tell(crash, { at: '18:05:00' }).answers, [{ text: /until the server ended without warning/ }]);
  t.equal(causeAt(crash, '18:07:00'), 'listener-no-media');
});

t.test('of a pair of which nothing is recorded nothing is claimed, and no story names who did not agree', async (t) => {
  const before = begin.filter(({ event }) => !event.what.startsWith('consumer.'));
  const [answer] = tell(before, { at: '18:05:00' }).answers;
  t.equal(answer?.cause, 'not-recorded');
  t.match(answer?.text, /^not known: nothing is recorded of B's microphone on its way to A/);
  const rule = 'not-consented';
  const told = tell([...begin, record('18:04:58', { what: 'consumer.withheld', ...pair, rule })]);
  t.equal(told.answers.at(-1)?.cause, 'withheld-not-shown-to-each-other');
  t.notMatch(JSON.stringify(told), /consent|agree|observ/);
});

t.test('records that cannot be read are counted, and nothing is concluded across them', async (t) => {
  const records = [...begin, record('18:06:00', { what: 'journal.unreadable' })];
  t.match(tell(records).missing, [/this version of the server cannot read 1:/]);
  t.equal(causeAt(records, '18:05:00'), null);
  t.equal(causeAt(records, '18:07:00'), 'records-missing');
  const again = [...records, record('18:08:00', { what: 'journal.started' })];
  t.notMatch(tell(again).missing.join(), /ended without warning/, 'it may have been stopped in order');
});

t.test('a clock that is set back does not change what came before what, and the story says so', async (t) => {
  const stepMs = -120_000;
  const records = [
    ...begin,
    record('18:06:00', { what: 'track.muted', ...mic, by: 'host' }),
    record('18:04:30', { what: 'journal.clock-stepped', stepMs }),
    record('18:05:00', { what: 'track.unmuted', ...mic }),
  ];
  const decision = (time: string, what: string, roomId: string | null, detail = {}) => ({
    ...{ at: ms(time), what, seatId: roomId, by: null, detail },
  });
  const decisions = [
    decision('18:05:30', 'breakout.started', null),
    decision('18:04:30', 'clock.stepped', null, { stepMs }),
    decision('18:04:40', 'breakout.ended', null),
  ];
  const story = tell(records, { decisions });
  t.match(story.missing.at(-1), /clock of the server was set in this time/);
  t.match(
    story.lines.slice(-6).map(({ text }) => text),
    [
      /A receives/,
      /breakout groups started/,
      /muted by a host/,
      /the clock of the server was set back by 120.0 s/,
      /breakout groups ended/,
      /unmuted/,
    ],
  );
  t.match(story.answers.slice(-4), [
    { from: ms('18:01:04'), to: ms('18:06:00'), cause: null },
    { from: ms('18:06:00'), to: ms('18:06:30'), cause: 'muted' },
    { from: ms('18:04:30'), to: ms('18:05:00'), cause: 'muted' },
    { from: ms('18:05:00'), to: ms('18:10:00'), cause: null },
  ]);
  t.same(
    tell(records, { at: '18:04:45' }).answers.map(({ cause }) => cause),
    [null, 'muted'],
    'a time that came twice has two answers',
  );
});

t.test('a server that starts with a clock that is behind is told after the one before it', async (t) => {
  const records = [
    ...begin,
    record('18:06:00', { what: 'journal.stopped' }),
    ...begin.map((one) => ({ ...one, at: one.at + 60_000 })),
  ];
  t.match(tell(records).answers.at(-1), { from: ms('18:02:04'), to: ms('18:10:00'), cause: null });
  t.same(tell(records).missing, []);
});

t.test('a server that was stopped in order leaves no doubt', async (t) => {
  const stopped = [
    ...begin,
    record('18:05:00', { what: 'journal.stopped' }),
    record('18:06:00', { what: 'journal.started' }),
  ];
  t.same(tell(stopped).missing, []);
  t.equal(causeAt(stopped, '18:04:59'), null);
  t.equal(causeAt(stopped, '18:05:30'), 'listener-no-media');
});

t.test('what was decided about the two and the room stands between, and who muted', async (t) => {
  const decision = (time: string, what: string, seatId: string | null, by: string | null = null, detail = {}) => ({
    at: ms(time),
    what,
    seatId,
    by,
    detail,
  });
  const story = tell(begin, {
    decisions: [
      decision('18:02:00', 'breakout.started', null, 'seat:p-weber'),
      decision('18:02:01', 'seat.muted', ben, 'seat:p-weber', { source: 'microphone' }),
      decision('18:02:02', 'seat.dropped', 'p-cleo'),
      decision('18:02:03', 'seat.renamed', ben, 'seat:p-ben'),
      decision('18:02:04', 'seat.muted', ben, 'api:clinic', { source: 'camera' }),
    ],
  });
  t.same(lineAt(story, '18:02:00'), ['breakout groups started']);
  t.same(lineAt(story, '18:02:01'), ['B: microphone muted by seat p-weber']);
  t.same(lineAt(story, '18:02:02'), [], 'of others nothing');
  t.same(lineAt(story, '18:02:03'), [], 'nor what has nothing to do with media');
  t.same(lineAt(story, '18:02:04'), ['B: camera muted by the API key clinic']);
});

t.test('a record that stands for several says so', async (t) => {
  const story = tell([...begin, record('18:04:00', { what: 'consumer.paused', ...pair, cause: 'line' }, 17)]);
  t.match(lineAt(story, '18:04:00')[0], /\(the last of 17 changes since the record before\)$/);
});

t.test('as text, times are those of the zone in which it was asked', async (t) => {
  const options = { roomId: 'r-1', from: ms('18:00:00'), to: ms('18:10:00'), at: ms('18:05:00'), offset: 60 };
  const lines = formatStory(tell(begin, { at: '18:05:00' }), options);
  t.equal(lines[0], 'Room r-1, 2026-11-28, 19:00:00 to 19:10:00 (UTC+01:00)');
  t.same(lines.slice(1, 3), ['A is seat p-anna (listener)', 'B is seat p-ben (speaker)']);
  t.ok(lines.includes('19:01:01 A: media connected over UDP after 0.4 s (receiving)'));
  t.match(lines.at(-1), /^Answer, at 19:05:00 \(from 19:01:04 to 19:10:00\): the server sent B's microphone to A; /);
});
