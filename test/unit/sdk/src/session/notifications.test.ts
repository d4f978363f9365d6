import type { Notification } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, ben, entry, hostSnapshot, waitingSnapshot } from '../scripted-server.ts';
import { setUp } from '../set-up-session.ts';

t.test('one-off notifications about others are emitted', async (t) => {
  const told = ['reactionReceived', 'hostMessage', 'helpClosed', 'previewText', 'endWarning'] as const;
  const { server, session, events } = await setUp(t, told);
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await session.connect();
  const { connection } = server;
  connection.notify({ method: 'reactionReceived', params: { participantId: 'p-weber', reaction: 'heart' } });
  connection.notify({ method: 'hostMessage', params: { kind: 'help', text: 'In a minute.' } });
  connection.notify({ method: 'helpClosed', params: {} });
  connection.notify({ method: 'previewText', params: { text: 'Which name?' } });
  connection.notify({ method: 'endWarning', params: { minutesLeft: 5 } });
  await turnsUntil(() => events.length === 5, 'five events');
  t.same(events, [
    ['reactionReceived', 'p-weber', 'heart'],
    ['hostMessage', 'help', 'In a minute.'],
    ['helpClosed'],
    ['previewText', 'Which name?'],
    ['endWarning', 5],
  ]);
});

t.test('every notification about the state changes what the session shows', async (t) => {
  const { server, session, events } = await setUp(t, ['sentToWait']);
  server.answers.authenticate = () => arrival({ snapshot: hostSnapshot });
  await session.connect();
  const shown = () => ({
    names: [...session.participants.values()].map(({ name }) => name),
    waiting: session.waitingParticipants.map(({ id, connection }) => [id, connection]),
    title: session.room?.title,
    self: session.localParticipant.name,
    state: session.state,
  });
  type Step = [notification: Notification, after: Partial<ReturnType<typeof shown>>];
  const steps: Step[] = [
    [{ method: 'participantJoined', params: { participant: ben } }, { names: ['Ben'] }],
    [{ method: 'participantUpdated', params: { participant: { ...ben, name: 'Ben B.' } } }, { names: ['Ben B.'] }],
    [{ method: 'participantLeft', params: { participantId: ben.id } }, { names: [] }],
    [{ method: 'waitingAdded', params: { entry: entry('p-anna', 4) } }, { waiting: [['p-anna', 'connected']] }],
    [
      { method: 'waitingUpdated', params: { entry: entry('p-anna', 4, { connection: 'dropped' }) } },
      { waiting: [['p-anna', 'dropped']] },
    ],
    [{ method: 'waitingRemoved', params: { participantId: 'p-anna', epoch: 4 } }, { waiting: [] }],
    [{ method: 'roomUpdated', params: { room: { ...hostSnapshot.room, title: 'Friday' } } }, { title: 'Friday' }],
    [{ method: 'selfUpdated', params: { self: { ...hostSnapshot.self, name: 'Dr. W.' } } }, { self: 'Dr. W.' }],
    [
      { method: 'snapshotReplaced', params: { snapshot: waitingSnapshot, reason: 'One moment, please.' } },
      { state: 'waiting', title: 'Tuesday group', self: 'Anna' },
    ],
  ];
  let expected: Partial<ReturnType<typeof shown>> = shown();
  for (const [notification, after] of steps) {
    expected = { ...expected, ...after };
    server.connection.notify(notification);
    // Answered after the notification has been handled.
    await session.raiseHand();
    t.same(shown(), expected, notification.method);
  }
  t.same(events, [['sentToWait', 'One moment, please.']]);
});

t.test('unknown notifications of a newer server are ignored', async (t) => {
  const { server, session, events } = await setUp(t, ['endWarning']);
  await session.connect();
  server.connection.sendText(JSON.stringify({ method: 'somethingNew', params: {}, seq: 1 }));
  server.connection.sendText(JSON.stringify({ method: 'endWarning', params: {}, seq: 2 }));
  server.connection.notify({ method: 'endWarning', params: { minutesLeft: 1 } });
  await turnsUntil(() => events.length > 0, 'an event');
  t.same(events, [['endWarning', 1]]);
});

t.test('a person who waits is told when a host looks at them, and of whom they learn an id and no more', async (t) => {
  const told = ['stateChanged', 'previewOpened', 'previewClosed', 'placeChanged', 'participantConnected'] as const;
  const { server, session, events } = await setUp(t, told);
  await session.connect();
  events.length = 0;
  t.same(session.place, { kind: 'group' });
  const place = { kind: 'preview', participantId: 'p-weber' } as const;
  server.connection.notify({ method: 'selfUpdated', params: { self: { ...waitingSnapshot.self, place } } });
  await turnsUntil(() => events.length === 2, 'opened');
  const host = session.previewedParticipant;
  t.match(host, { id: 'p-weber', name: '', label: undefined });
  t.same(session.place, place);
  t.equal(session.state, 'waiting');
  t.equal(session.participants.size, 0);
  server.connection.notify({ method: 'selfUpdated', params: { self: waitingSnapshot.self } });
  await turnsUntil(() => events.length === 4, 'closed');
  t.equal(session.previewedParticipant, null);
  t.same(events, [
    ['previewOpened', host],
    ['placeChanged', place],
    ['previewClosed', host],
    ['placeChanged', { kind: 'group' }],
  ]);
});

t.test('let in out of a preview, the host becomes a participant with a name', async (t) => {
  const { server, session, events } = await setUp(t, ['previewClosed', 'participantConnected', 'stateChanged']);
  const place = { kind: 'preview', participantId: 'p-weber' } as const;
  server.answers.authenticate = () =>
    arrival({ snapshot: { ...waitingSnapshot, self: { ...waitingSnapshot.self, place } } });
  await session.connect();
  events.length = 0;
  server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: admittedSnapshot } });
  await turnsUntil(() => session.state === 'joined', 'joined');
  t.match(events, [
    ['previewClosed', { id: 'p-weber', name: '' }],
    ['participantConnected', { id: 'p-weber', name: 'Dr. Weber' }],
    ['stateChanged', 'joined'],
  ]);
});

t.test('a host sees in the preview whom the waiting list names', async (t) => {
  const { server, session, events } = await setUp(t, ['previewOpened', 'previewClosed', 'participantUpdated']);
  server.answers.authenticate = () =>
    arrival({ snapshot: { ...hostSnapshot, waiting: [entry('p-anna', 4, { name: 'Anna', label: 'A. Berger' })] } });
  await session.connect();
  const place = { kind: 'preview', participantId: 'p-anna' } as const;
  server.connection.notify({ method: 'selfUpdated', params: { self: { ...hostSnapshot.self, place } } });
  await turnsUntil(() => events.length === 1, 'opened');
  t.match(events, [['previewOpened', { id: 'p-anna', name: 'Anna', label: 'A. Berger', role: 'client' }]]);
  server.connection.notify({ method: 'waitingUpdated', params: { entry: entry('p-anna', 4, { name: 'Anna B.' }) } });
  await turnsUntil(() => events.length === 2, 'renamed');
  t.match(events[1], ['participantUpdated', { id: 'p-anna', name: 'Anna B.' }]);
  t.equal(session.state, 'joined');
  await session.disconnect();
  t.match(events[2], ['previewClosed', { id: 'p-anna' }]);
});
