import type { ChatMessage } from '@hearthroom/sdk';
import type { SealedText, Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { turnsUntil } from '../../../../../support/time/turns-until.ts';
import { admittedSnapshot, ben, waitingSnapshot, weber } from '../../scripted-server.ts';
import { client, connected, controlOf, host, inside, never, type passedTo } from './set-up-encryption.ts';

t.test('when a server says nothing of encryption any more, nothing goes in the clear', async (t) => {
  const { session, sent, see } = await connected(t, inside('preferred', [host.participant]));
  const { encryption } = session;
  see({ ...admittedSnapshot, participants: [weber] });
  await turnsUntil(() => session.participants.get('p-weber')?.encryption === 'none', 'it says no keys');
  t.same([encryption.setting, encryption.state], ['preferred', 'e2e']);
  await session.chat.send('Hello', { to: 'group' });
  t.match(sent('sendChat'), [{ text: undefined, sealed: { cipher: String } }]);
});

t.test('with somebody who cannot encrypt, texts to all are readable, and those to others are not', async (t) => {
  const people = [host.participant, ben];
  const { session, sent, anna } = await connected(t, inside('preferred', people, { encryption: 'none' }));
  await session.chat.send('Hello', { to: 'group' });
  await session.chat.send('Hello Ben', { to: 'p-ben' });
  await session.chat.send('A word?', { to: 'p-weber' });
  t.match(sent('sendChat'), [{ text: 'Hello' }, { text: 'Hello Ben' }, { text: undefined }]);
  const [, , last] = sent('sendChat') as { sealed: SealedText }[];
  t.same(await host.read('chat:p-weber', last?.sealed ?? never(), anna), { text: 'A word?' });
  t.match(await host.read('chat:group', last?.sealed ?? never(), anna), { unreadable: true }, 'as another kind');
});

t.test('a text is shown once, also when a page gets another seat and its own again', async (t) => {
  const people = [host.participant, client.participant];
  const seatOf = (id: string) => inside('required', people, { id });
  const { server, session, anna, see } = await connected(t, seatOf('p-anna'));
  const sealed = await client.write('chat:group', 'once', anna);
  const from = { participantId: 'p-ben', name: 'Ben' };
  const receive = (seq: number, text: typeof sealed) =>
    server.connection.notify({
      method: 'chatReceived',
      params: { message: { seq, from, to: 'group', text: '', at: 1, sealed: text } },
    });
  receive(1, sealed);
  await turnsUntil(() => session.chat.messages.length === 1, 'it is decrypted');
  see(seatOf('p-other'));
  see(seatOf('p-anna'));
  receive(2, sealed);
  receive(3, await client.write('chat:group', 'next', anna));
  await turnsUntil(() => session.chat.messages.some(({ seq }) => seq === 3), 'the next one is decrypted');
  t.notOk(session.chat.messages.some(({ seq }) => seq === 2));
});

t.test('a text whose encryption fails is not sent', async (t) => {
  const { session, sent } = await connected(t, inside('preferred', [host.participant]));
  const { encrypt } = crypto.subtle;
  t.teardown(() => Object.assign(crypto.subtle, { encrypt }));
  Object.assign(crypto.subtle, { encrypt: () => Promise.reject(new Error('refused')) });
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'encryption-failed' });
  t.same(sent('sendChat'), []);
});

t.test('texts of others are shown in their order, once, and only as what they are', async (t) => {
  const { server, session, events, anna } = await connected(
    t,
    inside('preferred', [host.participant, client.participant]),
  );
  const message = (seq: number, sealed: ReturnType<typeof passedTo> | undefined, more: object = {}) =>
    server.connection.notify({
      method: 'chatReceived',
      params: {
        message: {
          seq,
          from: { participantId: 'p-ben', name: 'Ben' },
          to: 'group',
          text: sealed ? '' : 'in the clear',
          at: 1,
          ...(sealed && { sealed }),
          ...more,
        },
      },
    });
  const first = await client.write('chat:group', 'first', anna);
  message(1, first);
  message(2, undefined);
  message(3, await client.write('chat:group', 'second', anna));
  message(4, first);
  message(5, await client.write('chat:hosts', 'for hosts', anna));
  message(6, await host.write('chat:group', 'of Weber', anna), { from: { participantId: 'p-weber', name: 'Ben' } });
  message(7, await host.write('chat:group', 'as if of Ben', anna));
  const { secret: _, ...notForAnna } = await client.write('chat:group', 'for others', anna);
  message(8, notForAnna);
  message(9, undefined);
  await turnsUntil(() => session.chat.messages.length === 8, 'all but the replay');
  const shown = (one: ChatMessage) => [one.seq, one.text, one.encryption, one.unreadable === true];
  const expected = [
    [1, 'first', 'e2e', false],
    [2, 'in the clear', 'none', false],
    [3, 'second', 'e2e', false],
    [5, '', 'e2e', true],
    [6, 'of Weber', 'e2e', false],
    [7, '', 'e2e', true],
    [8, '', 'e2e', true],
    [9, 'in the clear', 'none', false],
  ];
  t.same(session.chat.messages.map(shown), expected);
  const chats = events.filter(([event]) => event === 'chatReceived').map(([, one]) => (one as ChatMessage).seq);
  t.same(
    chats.filter((seq) => seq !== 2 && seq !== 9),
    [1, 3, 5, 6, 7, 8],
    'decrypted in their order',
  );
});

t.test('what is being decrypted when the person is put back is not shown', async (t) => {
  const { server, session, anna, see } = await connected(t, inside('preferred', [client.participant]));
  const sealed = await client.write('chat:group', 'too late', anna);
  const from = { participantId: 'p-ben', name: 'Ben' };
  server.connection.notify({
    method: 'chatReceived',
    params: { message: { seq: 1, from, to: 'group', text: '', at: 1, sealed } },
  });
  see({ ...waitingSnapshot, room: { ...waitingSnapshot.room, encryption: 'preferred' } });
  await turnsUntil(() => session.state === 'waiting', 'put back');
  await controlOf(session).open('chat:group', sealed, 'chat 1');
  await session.raiseHand();
  t.same(session.chat.messages, []);
});

t.test('private texts of hosts are decrypted, and told once', async (t) => {
  const { server, events, anna } = await connected(t, inside('preferred', [host.participant]));
  const { connection } = server;
  const answer = await host.write('help-answer', 'In a minute.', anna);
  connection.notify({ method: 'hostMessage', params: { kind: 'help', text: '', sealed: answer } });
  connection.notify({ method: 'hostMessage', params: { kind: 'help', text: '', sealed: answer } });
  connection.notify({ method: 'hostMessage', params: { kind: 'breakout', text: '', sealed: answer } });
  const question = await host.write('preview', 'Which name?', anna);
  connection.notify({ method: 'previewText', params: { text: '', sealed: question } });
  const texts = () => events.filter(([event]) => event === 'hostMessage' || event === 'previewText');
  await turnsUntil(() => texts().length === 3, 'three');
  t.same(texts(), [
    ['hostMessage', 'help', 'In a minute.'],
    ['hostMessage', 'breakout', '', { unreadable: true }],
    ['previewText', 'Which name?'],
  ]);
});

t.test('notes of requests for help are decrypted a moment after the view', async (t) => {
  const { session, anna, see } = await connected(t, inside('preferred', [client.participant]));
  const withHelp = (help: object[]): Snapshot => {
    const snapshot = inside('preferred', [client.participant, host.participant]);
    return { ...snapshot, room: { ...snapshot.room, help } } as Snapshot;
  };
  const sealed = await client.write('help', 'I feel unwell', anna);
  see(withHelp([{ participantId: 'p-ben', since: 5, note: null, sealed }]));
  const notes = () => session.room?.help?.map(({ note, unreadable }) => [note, unreadable === true]);
  await turnsUntil(() => notes()?.[0]?.[0] === 'I feel unwell', 'decrypted');
  see(withHelp([{ participantId: 'p-ben', since: 9, note: null, sealed }]));
  await session.raiseHand();
  await turnsUntil(() => notes()?.[0]?.[1] === true, 'a note of an earlier request is not one of this request');
  see(withHelp([{ participantId: 'p-weber', since: 9, note: null, sealed }]));
  await turnsUntil(() => notes()?.[0]?.[1] === true, 'nor as one of somebody else');
});
