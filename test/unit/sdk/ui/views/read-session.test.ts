import t from 'tap';
import { pageOf, roomOf, turnOf, waitingOf } from '../../../../../sdk/ui/views/read-session.ts';

t.test('each state has its page', async (t) => {
  t.equal(pageOf('idle', 'closed'), 'lobby');
  t.equal(pageOf('waiting', 'lobby'), 'waiting');
  t.equal(pageOf('joined', 'waiting'), 'call');
  t.equal(pageOf('waiting', 'call'), 'waiting', 'put back');
  t.equal(pageOf('closed', 'call'), 'closed');
});

t.test('a lost connection changes no page', async (t) => {
  for (const page of ['lobby', 'waiting', 'call'] as const) t.equal(pageOf('reconnecting', page), page);
  t.equal(pageOf('connecting', 'lobby'), 'lobby');
});

t.test('a room is held only while its phase says so', async (t) => {
  const room = {
    title: 'Tuesday',
    phase: 'held',
    locked: true,
    heldUntil: 5,
    absencePolicy: 'end',
    endsAt: null,
    recording: 'never',
    agreement: null,
  } as const;
  t.same(roomOf(room).held, { untilMs: 5, policy: 'end', paused: false });
  t.equal(roomOf({ ...room, phase: 'live' }).held, null);
});

t.test('what a waiting person is not told is shown as nothing', async (t) => {
  t.same(roomOf({ title: 'Tuesday', recording: 'never', agreement: null }), {
    title: 'Tuesday',
    locked: false,
    endsAtMs: null,
    held: null,
  });
  t.equal(roomOf(null).title, '');
});

t.test('an observer is let in when nothing of the group’s consent is missing', async (t) => {
  const entry = {
    id: 'o',
    epoch: 1,
    name: 'Nadja',
    role: 'observer',
    waitingSince: 0,
    connection: 'connected',
    secondDevice: false,
    agreed: true,
    previewedBy: null,
    consentMissing: true,
  } as const;
  const room = { title: 'Tuesday', recording: 'never', agreement: null } as const;
  const question = { participantId: 'o', name: 'Nadja', answer: null, missing: 2 };
  t.equal(waitingOf(entry, room, 'me').consent, 'to-ask');
  t.strictSame(waitingOf(entry, { ...room, consents: [question] }, 'me').consent, {
    unanswered: 2,
    declined: 0,
    mayAskAgain: false,
  });
  t.equal(waitingOf({ ...entry, consentMissing: false }, { ...room, consents: [question] }, 'me').consent, null);
  t.equal(waitingOf({ ...entry, previewedBy: 'me' }, room, 'me').previewedBy, 'self');
  t.equal(waitingOf({ ...entry, previewedBy: 'w' }, room, 'me').previewedBy, 'other');
});

t.test('a turn has an end only while its time runs', async (t) => {
  const round = {
    order: ['a'],
    turn: 0,
    secondsPerPerson: 60,
    turnEndsAt: 90_000,
    remainingMs: null,
    state: 'running',
    muteOthers: false,
  } as const;
  t.same(turnOf({ ...round, order: ['a'] }), { endsAtMs: 90_000, totalMs: 60_000, paused: false });
  const paused = { ...round, order: ['a'], turnEndsAt: null, remainingMs: 5_000, state: 'paused' as const };
  t.same(turnOf(paused), { endsAtMs: null, totalMs: 60_000, paused: true });
  const lost = {
    ...round,
    order: ['a'],
    turnEndsAt: null,
    remainingMs: 5_000,
    pausedBecause: 'connection-lost' as const,
  };
  t.same(turnOf(lost), { endsAtMs: null, totalMs: 60_000, paused: true }, 'not only a host pauses it');
  t.equal(turnOf(null), null);
});
