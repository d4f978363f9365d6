import type { ChatMessage } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, Refusal, waitingSnapshot } from '../scripted-server.ts';
import { setUp } from '../set-up-session.ts';

const message = (seq: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  seq,
  from: { participantId: 'p-ben', name: 'Ben' },
  to: 'group',
  text: `message ${seq}`,
  at: 1_790_000_000_000,
  ...more,
});

async function connected(t: Parameters<typeof setUp>[0], chat: ChatMessage[] = [], revision?: number) {
  const { server, session, events } = await setUp(t, ['chatReceived']);
  server.hello = { method: 'hello', params: { routerRtpCapabilities: {}, revision }, seq: 0 };
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot, chat });
  await session.connect();
  const seqs = () => session.chat.messages.map(({ seq }) => seq);
  const told = () => events.map(([, received]) => (received as ChatMessage).seq);
  return { server, session, seqs, told };
}

t.test('a message is sent to the group, to the hosts or to one person', async (t) => {
  const { server, session } = await connected(t, [], 1);
  server.answers.sendChat = () => ({ seq: 1 });
  await session.chat.send('Hello', { to: 'group' });
  await session.chat.send('A word?', { to: 'hosts' });
  await session.chat.send('May I go first?', { to: 'p-weber' });
  const sent = server.connection.requests.filter(({ method }) => method === 'sendChat');
  t.same(
    sent.map(({ params }) => params),
    [
      { to: 'group', text: 'Hello', seen: { place: { kind: 'group' }, breakout: false, circle: 'open' } },
      { to: 'hosts', text: 'A word?' },
      { to: 'participant', participantId: 'p-weber', text: 'May I go first?' },
    ],
  );
  t.same(session.chat.messages, [], 'one sees it when the server sends it');
});

t.test('a server of before revisions is not told what the writer saw, which it would refuse', async (t) => {
  const { server, session } = await connected(t);
  server.answers.sendChat = () => ({ seq: 1 });
  await session.chat.send('Hello', { to: 'group' });
  const [sent] = server.connection.requests.filter(({ method }) => method === 'sendChat');
  t.same(sent?.params, { to: 'group', text: 'Hello' });
});

t.test('a refused message has an error code', async (t) => {
  const { server, session } = await connected(t);
  server.answers.sendChat = () => {
    throw new Refusal('rate-limited');
  };
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { name: 'HearthroomError', code: 'rate-limited' });
});

t.test('what is received is kept in order and told once', async (t) => {
  const { server, session, seqs, told } = await connected(t, [message(1)]);
  const before = session.chat.messages;
  for (const seq of [2, 4, 3, 4])
    server.connection.notify({ method: 'chatReceived', params: { message: message(seq) } });
  server.connection.notify({ method: 'chatReceived', params: { message: message(5) } });
  await turnsUntil(() => seqs().includes(5), 'the last one');
  t.same(seqs(), [1, 2, 3, 4, 5]);
  t.same(told(), [1, 2, 4, 3, 5]);
  t.same(before, [{ ...message(1), encryption: 'none' }], 'a list that somebody has does not change');
});

t.test('after a lost connection only what was missed is added', async (t) => {
  const { server, session, seqs, told } = await connected(t, [message(1), message(4)]);
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot, chat: [message(4), message(7)] });
  t.notOk('lastChatSeq' in Object(server.connection.last('authenticate')), 'at first there is none');
  server.connection.drop();
  await turnsUntil(() => seqs().length === 3, 'the missed one');
  t.match(server.connection.last('authenticate'), { lastChatSeq: 4 });
  t.same(seqs(), [1, 4, 7]);
  t.same(told(), [1, 4, 7]);
  t.equal(session.state, 'joined');
});

t.test('put back to wait, nothing of what the group wrote is kept', async (t) => {
  const { server, session, seqs } = await connected(t, [message(1)]);
  server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: waitingSnapshot } });
  await turnsUntil(() => session.state === 'waiting', 'waiting');
  t.same(seqs(), []);
  server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: admittedSnapshot } });
  server.connection.notify({ method: 'chatReceived', params: { message: message(1) } });
  await turnsUntil(() => seqs().length === 1, 'and comes again where the room keeps it');
});
