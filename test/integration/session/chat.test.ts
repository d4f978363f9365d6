import type { ChatMessage } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { type Person, startSession, therapist } from '../../support/server/clients/joined-session.ts';

const textsOf = ({ client }: Person) =>
  client.notifications
    .filter(({ method }) => method === 'chatReceived')
    .map(({ params }) => (params as { message: ChatMessage }).message.text);
const chatOf = ({ arrival }: Person) => (arrival.chat as ChatMessage[]).map(({ text }) => text);
const seqOf = async (person: Person, text: string) => {
  const { message } = await person.client.notification('chatReceived', (params) =>
    JSON.stringify(params).includes(text),
  );
  return (message as ChatMessage).seq;
};

t.test('the group reads what is for it, the hosts what is for them, and who waits nothing', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enterAdmitted(host, 'ben');
  const cleo = await session.enter('cleo');
  t.equal(await anna.client.codeOf('sendChat', { to: 'group', text: 'to all' }), 'ok');
  t.equal(await anna.client.codeOf('sendChat', { to: 'hosts', text: 'to hosts' }), 'ok');
  t.equal(await host.client.codeOf('sendChat', { to: 'participant', participantId: ben.id, text: 'to ben' }), 'ok');
  t.equal(
    await anna.client.codeOf('sendChat', { to: 'participant', participantId: ben.id, text: 'secret' }),
    'not-allowed',
    'clients among themselves only where the room allows it',
  );
  t.equal(await cleo.client.codeOf('sendChat', { to: 'group', text: 'hello?' }), 'not-admitted');
  t.equal(await anna.client.codeOf('sendChat', { to: 'participant', text: 'whom?' }), 'invalid-params');
  t.equal(await anna.client.codeOf('sendChat', { to: 'group', text: 'x'.repeat(4_001) }), 'invalid-params');
  await cleo.client.request('ping');
  t.same(textsOf(host), ['to all', 'to hosts', 'to ben']);
  t.same(textsOf(anna), ['to all', 'to hosts'], 'with the own ones');
  t.same(textsOf(ben), ['to all', 'to ben']);
  t.same(textsOf(cleo), []);
});

t.test('a person who dropped gets what was missed, once, and nobody who comes later gets anything', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  await host.client.request('sendChat', { to: 'group', text: 'before' });
  const lastChatSeq = await seqOf(anna, 'before');
  anna.client.socket.terminate();
  await host.client.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
  await host.client.request('sendChat', { to: 'group', text: 'missed 1' });
  await host.client.request('sendChat', { to: 'participant', participantId: anna.id, text: 'missed 2' });
  const back = await session.resume(anna, { lastChatSeq });
  t.same(chatOf(back), ['missed 1', 'missed 2']);
  t.same(textsOf(back), [], 'and not a second time');
  const ben = await session.enterAdmitted(host, 'ben');
  t.same([...chatOf(ben), ...textsOf(ben)], []);
});

t.test('when the lease is over, what was missed is gone', async (t) => {
  const session = await startSession(t, { seatLeaseSeconds: 5 });
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  anna.client.socket.terminate();
  await host.client.notification('participantUpdated');
  await host.client.request('sendChat', { to: 'group', text: 'missed' });
  await host.client.notification('participantLeft');
  const back = await session.resume(anna);
  await host.client.request('admit', await session.entryOf(back));
  await back.client.notification('snapshotReplaced');
  t.same([...chatOf(back), ...textsOf(back)], []);
});

t.test('where the session’s chat is kept, newcomers get what was written to the group, and no more', async (t) => {
  const session = await startSession(t, { encryption: 'off', chatHistory: 'session' });
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  await anna.client.request('sendChat', { to: 'group', text: 'to all' });
  await anna.client.request('sendChat', { to: 'hosts', text: 'to hosts' });
  const ben = await session.enter('ben');
  t.same(chatOf(ben), [], 'nothing while he waits');
  await host.client.request('admit', await session.entryOf(ben));
  await seqOf(ben, 'to all');
  t.same(textsOf(ben), ['to all']);
  const cole = await session.enter('cole', { role: 'cotherapist' });
  t.same(chatOf(cole), ['to all'], 'who enters at once has it with the answer');
  await cole.client.request('ping');
  t.same(textsOf(cole), [], 'and not a second time');
  anna.client.socket.terminate();
  t.same(chatOf(await session.resume(anna)), ['to all', 'to hosts'], 'the own ones, after a reload');
});

t.test('ten messages in ten seconds are allowed; a reconnect does not allow more', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const write = (person: Person) => person.client.codeOf('sendChat', { to: 'group', text: 'again' });
  for (let index = 0; index < 10; index += 1) t.equal(await write(anna), 'ok');
  t.equal(await write(anna), 'rate-limited');
  anna.client.socket.terminate();
  t.equal(await write(await session.resume(anna)), 'rate-limited');
  t.equal(await write(host), 'ok', 'each for themselves');
});
