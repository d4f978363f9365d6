import { randomBytes } from 'node:crypto';
import type { Session } from '@hearthroom/sdk';
import type { Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { SenderInPage, WorkerInPage } from '../../../../../support/sdk/encryption-in-node.ts';
import { turnsUntil } from '../../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, ben, waitingSnapshot } from '../../scripted-server.ts';
import { setUp, tokenOf } from '../../set-up-session.ts';
import { client, connected, controlOf, type Encryption, host, inside, roomId, told } from './set-up-encryption.ts';

t.test('in a room that requires it nothing goes in the clear, whatever the server says', async (t) => {
  const people = [host.participant, ben];
  const { session, sent, see } = await connected(t, inside('required', people, { encryption: 'none' }));
  const worker = WorkerInPage.all.at(-1);
  t.same([session.encryption.state, session.encryption.interruption], ['e2e', 'refused']);
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'e2ee-unsupported' });
  await t.rejects(session.chat.send('Hello', { to: 'p-ben' }), { code: 'e2ee-unsupported' });
  see(inside('preferred', people, { encryption: 'none' }));
  await turnsUntil(() => session.room?.phase === 'live', 'the server changes its mind');
  await session.raiseHand();
  t.equal(session.encryption.setting, 'required');
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'e2ee-unsupported' });
  await t.rejects(session.requestHelp('x'.repeat(1_001)), { code: 'invalid-params' });
  await session.chat.send('A word?', { to: 'hosts' });
  t.match(sent('sendChat'), [{ to: 'hosts', sealed: { items: [{ to: 'p-weber' }, { to: 'p-anna' }] } }]);
  t.notOk(worker?.told.some((message) => message.type === 'mode' && message.mode === 'none'));
  const sender = new SenderInPage();
  controlOf(session).part?.cipher?.attachSender(sender as never, 'microphone', 'audio/opus');
  const frame = new Uint8Array(randomBytes(40));
  await turnsUntil(() => worker?.told.some(({ type }) => type === 'use') === true, 'there is a secret');
  t.not(Buffer.from((await sender.pass(frame)) ?? []).toString('hex'), Buffer.from(frame).toString('hex'));
});

t.test('a page that requires encryption leaves a room without it at once, and gives back its seat', async (t) => {
  t.capture(console, 'error');
  for (const snapshot of [admittedSnapshot, waitingSnapshot, inside('off', [])]) {
    const { server, session } = await setUp(t, told, {
      getToken: () => tokenOf(roomId, 'anna'),
      encryption: 'required',
    });
    server.answers.authenticate = () => arrival({ snapshot });
    await t.rejects(session.connect(), { code: 'encryption-failed', message: /does not encrypt.*requires it/ });
    t.same([session.state, session.closeReason], ['closed', 'encryption-failed']);
    await turnsUntil(() => server.connection.requests.some(({ method }) => method === 'leave'), 'the seat is free');
    await t.rejects(session.chat.send('Hello', { to: 'group' }));
    t.equal(server.connections.length, 1, 'it does not come back');
  }
});

t.test('nor does it stay where the room stops to encrypt while the person waits', async (t) => {
  t.capture(console, 'error');
  const waits = (encryption: Encryption): Snapshot => ({
    ...waitingSnapshot,
    room: { ...waitingSnapshot.room, encryption },
  });
  const { session, see } = await connected(t, waits('preferred'), { encryption: 'required' });
  t.equal(session.encryption.setting, 'required');
  see(waits('off'));
  await turnsUntil(() => session.state === 'closed', 'it leaves');
  t.equal(session.closeReason, 'encryption-failed');
});

t.test('a page that requires encryption takes part encrypted only, where the room prefers it', async (t) => {
  const people = [host.participant, ben];
  const room = (encryption: 'e2e' | 'none') => inside('preferred', people, { encryption });
  const { session, sent, see } = await connected(t, room('none'), { encryption: 'required' });
  const { encryption } = session;
  const worker = WorkerInPage.all.at(-1);
  t.same([encryption.setting, encryption.state, encryption.interruption], ['required', 'e2e', 'refused']);
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'e2ee-unsupported' });
  await t.rejects(session.chat.send('Hello', { to: 'p-ben' }), { code: 'e2ee-unsupported' });
  await session.chat.send('A word?', { to: 'p-weber' });
  t.match(sent('sendChat'), [{ text: undefined, sealed: { items: [{ to: 'p-weber' }, {}] } }]);
  see(room('e2e'));
  await turnsUntil(() => encryption.interruption === null, 'the others encrypt again');
  t.notOk(worker?.told.some((message) => message.type === 'mode' && message.mode === 'none'));
});

t.test('a page that requires encryption and cannot encrypt sends nothing, also if it is let in', async (t) => {
  t.capture(console, 'error');
  const { session, sent } = await connected(t, inside('preferred', [ben], { encryption: 'none' }), {
    encryption: 'required',
    keyProvider: () => new Uint8Array(15),
  });
  t.equal(controlOf(session).mayShare, false);
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'encryption-failed' });
  await t.rejects(session.requestHelp('Please'), { code: 'encryption-failed' });
  t.same([sent('sendChat'), sent('requestHelp')], [[], []]);
});

t.test('a misspelt option is taken for the strongest one', async (t) => {
  t.capture(console, 'error');
  for (const encryption of ['Required', 'on', ''] as unknown as 'required'[]) {
    const { server, session } = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna'), encryption });
    server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
    await t.rejects(session.connect(), { code: 'encryption-failed' });
  }
});

t.test('who cannot encrypt sends nothing in a room that requires it', async (t) => {
  const { session, sent } = await connected(t, inside('required', [host.participant]), { encryption: 'off' });
  t.equal(controlOf(session).mayShare, false);
  for (const sending of [
    session.chat.send('Hello', { to: 'group' }),
    session.requestHelp('Please'),
    session.answerHelp('p-weber', 'Yes'),
    session.host.messageGroups('All back'),
    session.sendPreviewText('Hello'),
  ])
    await t.rejects(sending, { code: 'e2ee-unsupported' });
  t.same(sent('sendChat'), []);
  await session.requestHelp();
  t.same(sent('requestHelp'), [{}], 'a call without a note has no text');
});

t.test('texts that are not encrypted are not shown in a room that requires encryption', async (t) => {
  const { server, session, events } = await connected(t, inside('required', [host.participant]));
  const from = { participantId: 'p-weber', name: 'Dr. Weber' };
  server.connection.notify({
    method: 'chatReceived',
    params: { message: { seq: 1, from, to: 'group', text: 'forged', at: 1 } },
  });
  server.connection.notify({ method: 'hostMessage', params: { kind: 'help', text: 'forged' } });
  server.connection.notify({ method: 'previewText', params: { text: 'forged' } });
  await turnsUntil(() => events.some(([event]) => event === 'previewText'), 'all have come');
  t.notMatch(JSON.stringify(events), /forged/);
  t.match(session.chat.messages, [{ seq: 1, text: '', unreadable: true }]);
});

t.test('notes of requests for help that are not encrypted are not shown there either', async (t) => {
  const help = [
    { participantId: 'p-ben', since: 5, note: 'forged' },
    { participantId: 'p-weber', since: 6, note: null },
  ];
  const asking = (encryption: Encryption, requests: object[]): Snapshot => {
    const snapshot = inside(encryption, [host.participant, client.participant], { encryption: 'none' });
    return { ...snapshot, room: { ...snapshot.room, help: requests } } as Snapshot;
  };
  const shown = (session: Session) => session.room?.help?.map(({ note, unreadable }) => [note, unreadable === true]);
  const hidden = [
    [null, true],
    [null, false],
  ];
  const byRoom = await connected(t, asking('required', help));
  t.same(shown(byRoom.session), hidden, 'where the room requires encryption');
  const byPage = await connected(t, asking('preferred', help), { encryption: 'required' });
  t.same(shown(byPage.session), hidden, 'where the page does');
  const unable = await connected(t, asking('required', help), { encryption: 'off' });
  t.same(shown(unable.session), hidden, 'also on a page that is let in and can encrypt nothing');
  const preferred = await connected(t, asking('preferred', help));
  t.same(shown(preferred.session)?.[0], ['forged', false]);
  preferred.see(asking('required', help));
  await turnsUntil(() => preferred.session.encryption.setting === 'required', 'the room requires it');
  t.same(shown(preferred.session), hidden, 'with the same snapshot');
});

t.test('a note that comes beside an encrypted one is not shown', async (t) => {
  const { session, anna, see } = await connected(t, inside('required', [client.participant]));
  const { secret: _, ...notForAnna } = await client.write('help', 'for others', anna);
  const help = [{ participantId: 'p-ben', since: 5, note: 'forged', sealed: notForAnna }];
  const notes: unknown[] = [];
  session.on('roomUpdated', (room) => notes.push(...(room.help ?? []).map(({ note }) => note)));
  const snapshot = inside('required', [client.participant]);
  see({ ...snapshot, room: { ...snapshot.room, help } } as Snapshot);
  await turnsUntil(() => session.room?.help?.[0]?.unreadable === true, 'it cannot be decrypted');
  t.same(notes, [null, null], 'neither before nor afterwards');
});
