/** Each assertion of the checker accepts what may happen, and finds what must not. */
import t from 'tap';
import { checkHistory } from '../../support/faults/checker/check-history.ts';
import {
  type AnsweredRequest,
  type AuditEntryRead,
  type ClientEvent,
  emptyHistory,
  type History,
  type RoomVersion,
  type StoredSeat,
} from '../../support/faults/checker/history.ts';

const waiting = (waitingSince: number): StoredSeat => ({ state: 'waiting', banned: false, waitingSince });
const [admitted, removed]: StoredSeat[] = ['admitted', 'removed'].map((state) => ({ ...waiting(0), state }));

const first: RoomVersion = {
  room: 'r',
  at: 10_000,
  owner: 'n1',
  ownerName: 'node-1',
  writer: 'node-1',
  epoch: 1,
  revision: 1,
  adopted: true,
  phase: 'live',
  chainSeq: 1,
  chainHash: 'h1',
  lastEvent: 1,
  isDeleted: false,
  title: '',
  stateHash: 's1',
  seats: {},
};

/** Versions a second apart, each with what differs from the one before. */
function versionsOf(...changes: Partial<RoomVersion>[]): RoomVersion[] {
  const versions = [first];
  for (const change of changes) {
    const before = versions.at(-1) ?? first;
    versions.push({ ...before, at: before.at + 1_000, ...change });
  }
  return versions;
}

const step = (revision: number, change: Partial<RoomVersion> = {}): Partial<RoomVersion> => ({
  revision,
  chainSeq: revision,
  chainHash: `h${revision}`,
  lastEvent: revision,
  stateHash: `s${revision}`,
  ...change,
});
const takeover: Partial<RoomVersion> = { owner: 'n2', ownerName: 'node-2', writer: 'node-2', epoch: 2 };

const entry = (seq: number, what = 'seat.waiting', seat: string | null = null): AuditEntryRead => ({
  ...{ at: 10_000 + 1_000 * (seq - 1), what, room: 'r', seat },
  chain: { id: 'r', seq, hash: `h${seq}` },
});
const auditOf = (...entries: AuditEntryRead[]) => ({ problems: [], entries });

const request = (decision: AnsweredRequest['decision'], change: Partial<AnsweredRequest> = {}): AnsweredRequest => ({
  ...{ by: 'host', method: '', room: 'r', decision, startedAt: 10_990, endedAt: 11_010, outcome: 'acknowledged' },
  ...change,
});
const event = (change: Partial<ClientEvent>): ClientEvent => ({
  ...{ at: 12_000, room: 'r', sub: 'anna', seat: 'a', what: 'state', ...change },
});

const toNumber = (sequence: number) => ({ room: 'r', sequence });

/** What contradicts the one assertion whose text fits. All others must have nothing to complain of. */
function problemsOf(t: Tap, about: RegExp, history: Partial<History>): readonly string[] {
  const findings = checkHistory({ ...emptyHistory, audit: null, ...history });
  const own = findings.filter(({ assertion }) => about.test(assertion));
  t.equal(own.length, 1, `one assertion is about ${about}`);
  return own.flatMap(({ problems }) => problems);
}
type Tap = Pick<typeof t, 'equal'>;

t.test('a session that moves to another node contradicts nothing', async (t) => {
  const inside = { a: admitted ?? waiting(0) };
  const versions = versionsOf(step(2, { seats: { a: waiting(1) } }), step(3, { seats: inside }), takeover, step(5));
  const history: History = {
    ...emptyHistory,
    versions,
    audit: auditOf(entry(1), entry(2), entry(3, 'seat.admitted', 'a'), entry(4), entry(5)),
    requests: [request({ type: 'admit', seats: ['a'] }, { startedAt: 11_990, endedAt: 12_010 })],
    heard: [{ room: 'r', speaker: 'a', listener: 'a', times: [12_100, 20_000] }],
    forwarding: [
      { node: 'node-1', fromMs: 10_000, toMs: 13_500 },
      { node: 'node-2', fromMs: 13_000, toMs: 20_000 },
    ],
    webhooks: { stored: [1, 2, 3, 4, 5].map(toNumber), received: [1, 2, 2, 3].map(toNumber) },
  };
  for (const { assertion, problems } of checkHistory(history)) t.same(problems, [], assertion);
});

t.test('decisions: what was acknowledged and is not stored is found', async (t) => {
  const versions = versionsOf(step(2, { seats: { a: admitted ?? waiting(0) } }));
  const admit = request({ type: 'admit', seats: ['a'] });
  const found = (history: Partial<History>) => problemsOf(t, /acknowledged decision/, { versions, ...history });
  const audit = auditOf(entry(1), entry(2, 'seat.admitted', 'a'));
  t.same(found({ audit, requests: [admit] }), []);
  t.match(found({ audit, requests: [request({ type: 'remove', seats: ['a'], ban: false })] }), [
    /remove of a .* no stored state/,
    /no seat.removed/,
  ]);
  t.match(found({ audit: auditOf(entry(1)), requests: [admit] }), [/the audit log has no seat.admitted/]);
  t.match(found({ audit: auditOf(entry(2, 'seat.admitted', 'b')), requests: [admit] }), [/the audit log has no/]);
  t.match(found({ audit: { problems: ['line 3: changed'], entries: [] } }), [/audit log: line 3/]);
  t.match(found({}), [/could not be read/]);
  const late = request({ type: 'admit', seats: ['a'] }, { startedAt: 9_000, endedAt: 10_000 });
  t.match(found({ audit, requests: [late] }), [/no stored state/], 'stored after the answer only');
  const unanswered = request({ type: 'end' }, { outcome: 'unknown' });
  t.same(found({ audit, requests: [unanswered] }), [], 'what was not acknowledged may be lost');
});

t.test('decisions: a title, an end, a ban and a revocation have to be stored too', async (t) => {
  const found = (decision: AnsweredRequest['decision']) =>
    problemsOf(t, /acknowledged decision/, {
      versions: versionsOf(step(2, { seats: { a: removed ?? waiting(0) } })),
      audit: auditOf(entry(1), entry(2, 'seat.removed', 'a')),
      requests: [request(decision)],
    }).length;
  t.equal(found({ type: 'title', title: 'Late' }), 2);
  t.equal(found({ type: 'end' }), 2);
  t.equal(found({ type: 'remove', seats: ['a'], ban: false }), 0);
  t.equal(found({ type: 'remove', seats: ['a'], ban: true }), 2);
  t.equal(found({ type: 'deny', seats: ['a'], ban: false }), 2);
  t.equal(found({ type: 'put-back', seats: ['a'] }), 2);
  t.equal(found({ type: 'revoke', identity: 'anna' }), 1);
});

t.test('ownership: a former owner that writes over its successor is found', async (t) => {
  const found = (...changes: Partial<RoomVersion>[]) =>
    problemsOf(t, /one owner/, { versions: versionsOf(...changes) });
  t.same(found(step(2), takeover, step(3), step(6)), []);
  t.match(
    found(takeover, step(3), step(2, { writer: 'node-1' })).join(),
    /revision 2 follows 3.*by node-1, but node-2/,
  );
  t.match(found(takeover, step(2, { writer: 'node-1' })), [/written by node-1, but node-2/]);
  t.match(found(step(2), step(3, { epoch: 2, owner: 'n2', writer: null })), [/not written by the owner/]);
  t.match(found(step(2), { stateHash: 'other' }), [/revision 2 has two states/]);
  t.match(found(step(2, { epoch: 0 })).join(), /epoch 0 follows 1/);
  t.match(found({ owner: 'n2' }), [/epoch 1 has two owners/]);
  t.match(found(step(2, { lastEvent: 0 })), [/webhook 0 follows 1/]);
  t.match(found({ adopted: false }, step(2)), [/not written by the owner/]);
  t.same(
    found(step(2), { isDeleted: true }, { ...first, isDeleted: false, epoch: 1 }),
    [],
    'a room that is made again',
  );
});

t.test('ownership: a version whose end is not in the audit log is found', async (t) => {
  const versions = versionsOf(step(2));
  const found = (...entries: AuditEntryRead[]) => problemsOf(t, /one owner/, { versions, audit: auditOf(...entries) });
  t.same(found(entry(1), entry(2)), []);
  t.match(found(entry(1)), [/entry 2 of revision 2 is not in/]);
  t.match(found(entry(1), { ...entry(2), chain: { id: 'r', seq: 2, hash: 'x' } }), [/is not that of revision 2/]);
});

t.test('forwarding: two nodes for longer than a second are found', async (t) => {
  const found = (fromMs: number, change = {}) =>
    problemsOf(t, /two nodes/, {
      forwarding: [
        { node: 'node-1', fromMs: 0, toMs: 5_000 },
        { node: 'node-2', fromMs, toMs: 9_000, ...change },
      ],
    });
  t.same(found(4_000), []);
  t.match(found(3_999), [/node-1 and node-2 forwarded for 1001 ms/]);
  t.same(found(0, { node: 'node-1' }), []);
  t.same(found(0, { room: 'r2' }), [], 'of another room');
});

t.test('hearing: somebody who is heard before the admission or after the removal is found', async (t) => {
  const inside = admitted ?? waiting(0);
  const versions = versionsOf(
    step(2, { seats: { a: waiting(1), host: inside } }),
    step(3, { seats: { a: inside, host: inside } }),
    step(4, { seats: { a: removed ?? inside, host: inside } }),
  );
  const found = (at: number, [speaker, listener] = ['a', 'host']) =>
    problemsOf(t, /nobody is heard/, { versions, heard: [{ room: 'r', speaker, listener, times: [at] }] });
  t.same(found(12_000), []);
  t.same(found(14_200), [], 'a packet that was under way');
  t.match(found(11_700), [/a was heard by host in 1 packets, before any admission/]);
  t.match(found(14_300), [/1300 ms after the removal/]);
  t.match(found(14_300, ['host', 'a']), [/a heard host/]);
  const seen = (at: number) =>
    problemsOf(t, /nobody is heard/, { versions, events: [event({ what: 'participant-connected', about: 'a', at })] });
  t.same(seen(12_010), []);
  t.match(seen(11_000), [/a was seen before the admission/]);
});

t.test('queue: people who change places while they wait are found', async (t) => {
  const both = { a: waiting(1), b: waiting(2) };
  const found = (...seats: RoomVersion['seats'][]) =>
    problemsOf(t, /waiting room/, {
      versions: versionsOf(...seats.map((one, index) => step(index + 2, { seats: one }))),
    });
  t.same(found(both, { b: waiting(2) }, { a: waiting(3), b: waiting(2) }), [], 'who left and came again is last');
  t.match(found(both, { a: waiting(3), b: waiting(2) }), [/a and b changed places in revision 3/]);
  const list = (at: number, ...ids: string[]) => event({ at, what: 'waiting-list', waiting: ids });
  const versions = versionsOf(step(2, { seats: both }));
  const seen = (events: ClientEvent[]) => problemsOf(t, /waiting room/, { versions, events });
  t.same(seen([list(12_000, 'a', 'b'), list(12_500, 'a', 'b', 'c')]), []);
  t.match(seen([list(12_000, 'a', 'b'), list(12_500, 'b', 'a')]), [/a host saw a and b change places/]);
});

t.test('webhooks: gaps, and events out of order, are found', async (t) => {
  const found = (stored: number[], received: number[]) =>
    problemsOf(t, /webhooks/, {
      versions: [{ ...first, lastEvent: 3 }],
      webhooks: { stored: stored.map(toNumber), received: received.map(toNumber) },
    });
  t.same(found([1, 2, 3], [1, 2, 1, 2, 3]), [], 'an event may arrive again');
  t.same(found([1, 2, 3], [1]), [], 'the last ones are under way');
  t.match(found([1, 3], []), [/webhook 3 was stored after 1/]);
  t.match(found([1, 2, 2, 3], []), [/webhook 2 was stored after 2/]);
  t.match(found([1, 2], []), [/webhook 3 is not stored/]);
  t.match(found([1, 2, 3], [2, 3]), [/webhook 2 was received after 0/]);
  t.equal(found([1, 2, 3], [1, 3, 2]).length, 2);
  const ofServer = [4, 5, 7].map((sequence) => ({ room: '', sequence }));
  const gaps = problemsOf(t, /webhooks/, { webhooks: { stored: ofServer, received: [] } });
  t.match(gaps, [/server: webhook 7 was stored after 5/], 'those of the server count from where they were first seen');
});

t.test('revocations: a revoked token that lets somebody in a second later is found', async (t) => {
  const found = (entered: Partial<ClientEvent>, identity: string | null = 'anna') =>
    problemsOf(t, /revoked token/, {
      requests: [request({ type: 'revoke', identity })],
      events: [event({ enteredWithTokenOf: 5_000, ...entered })],
    });
  t.match(found({ at: 12_050 }), [/somebody entered 1040 ms after/]);
  t.match(found({ at: 12_050 }, null), [/somebody entered/], 'all tokens of the room');
  t.same(found({ at: 11_900 }), []);
  t.same(found({ at: 40_000, enteredWithTokenOf: 30_000 }), [], 'with a newer token');
  t.same(found({ at: 12_050, sub: 'ben' }), []);
  t.same(found({ at: 12_050, room: 'r2' }), []);
});
