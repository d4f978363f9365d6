import type { WaitingParticipant } from '@hearthroom/sdk';
import t from 'tap';
import {
  isFreeToSpeakAlone,
  pageOf,
  roomOf,
  turnOf,
  waitingOf,
} from '../../../../../../sdk/ui/views/session/read-session.ts';

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
  t.equal(waitingOf(entry, room, 'me', true).consent, 'to-ask');
  t.strictSame(waitingOf(entry, { ...room, consents: [question] }, 'me', true).consent, {
    unanswered: 2,
    declined: 0,
    mayAskAgain: false,
  });
  t.equal(waitingOf({ ...entry, consentMissing: false }, { ...room, consents: [question] }, 'me', true).consent, null);
  t.equal(waitingOf({ ...entry, previewedBy: 'me' }, room, 'me', true).previewedBy, 'self');
  t.equal(waitingOf({ ...entry, previewedBy: 'w' }, room, 'me', true).previewedBy, 'other');
});

t.test('to speak alone is offered only where neither of the two is asked or engaged', async (t) => {
  const entry = {
    id: 'a',
    epoch: 1,
    name: 'Anna',
    role: 'client',
    waitingSince: 0,
    connection: 'connected',
    secondDevice: false,
    agreed: true,
    previewedBy: null,
    consentMissing: false,
  } as const;
  const offered = (more: Partial<WaitingParticipant>, isFree = true) =>
    waitingOf({ ...entry, ...more }, null, 'me', isFree).speakAlone;
  t.equal(offered({}), 'free');
  t.equal(offered({}, false), 'host-busy');
  t.equal(offered({ connection: 'dropped' }), null);
  t.equal(offered({ secondDevice: true }), null);
  t.equal(offered({ previewedBy: 'w' }), 'person-busy');
  t.equal(offered({ askedBy: 'w' }), 'person-busy', 'another host has asked');
  t.equal(offered({ askedBy: 'w' }, false), 'person-busy', 'the nearer reason');
  t.equal(offered({ askedBy: 'me' }, false), 'host-busy');
  t.equal(waitingOf({ ...entry, askedBy: 'w' }, null, 'me', true).askedBy, 'other');
  const room = { title: 'Tuesday', recording: 'never', agreement: null } as const;
  const meeting = { kind: 'preview', participantId: 'a', name: 'Anna', byYou: true, startsAt: null } as const;
  const group = { kind: 'group' } as const;
  t.equal(isFreeToSpeakAlone({ place: group, room }), true);
  t.equal(isFreeToSpeakAlone({ place: group, room: { ...room, meeting: { ...meeting, state: 'pending' } } }), false);
  t.equal(isFreeToSpeakAlone({ place: group, room: { ...room, meeting: { ...meeting, state: 'not-now' } } }), true);
  t.equal(isFreeToSpeakAlone({ place: { kind: 'side-room', participantId: 'b' }, room }), false);
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
