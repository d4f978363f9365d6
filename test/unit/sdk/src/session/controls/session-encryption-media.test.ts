import type { SessionOptions } from '@hearthroom/sdk';
import t from 'tap';
import { readDocument } from '../../../../../support/docs/markdown.ts';
import { WorkerInPage } from '../../../../../support/sdk/encryption-in-node.ts';
import { turnsUntil } from '../../../../../support/time/turns-until.ts';
import { ben } from '../../scripted-server.ts';
import { client, connected, controlOf, host, inside, Other } from './set-up-encryption.ts';

t.test('what is public follows the room', async (t) => {
  const { session, events, see } = await connected(t, inside('preferred', [host.participant]));
  const { encryption } = session;
  t.same([encryption.setting, encryption.state, encryption.unencrypted], ['preferred', 'e2e', []]);
  t.same(events, [['encryptionChanged', 'e2e']]);
  t.equal(session.participants.get('p-weber')?.encryption, 'e2e');
  see(inside('preferred', [host.participant, ben], { encryption: 'none' }));
  await turnsUntil(() => encryption.state === 'none', 'somebody cannot');
  t.same([encryption.unencrypted, session.participants.get('p-ben')?.encryption], [['p-ben'], 'none']);
  t.equal(await encryption.verificationCode(), null);
  t.same(events.at(-1), ['encryptionChanged', 'none']);
  see(inside('preferred', [host.participant, client.participant]));
  await turnsUntil(() => encryption.state === 'e2e', 'again');
  const code = await encryption.verificationCode();
  t.match(
    code,
    Array.from({ length: 6 }, () => /^\d{5}$/),
  );
  see(inside('preferred', [host.participant]));
  await turnsUntil(() => session.participants.size === 1, 'one has gone');
  t.notSame(await encryption.verificationCode(), code);
  await session.disconnect();
  t.same([encryption.setting, encryption.state, encryption.problems.size], ['off', 'none', 0]);
});

t.test('secrets go to those in the audience who are seen and have keys, and to nobody else', async (t) => {
  const away = { ...client.participant, id: 'p-away', away: true };
  const people = [host.participant, ben, away, { ...client.participant, id: 'p-other' }];
  const audience = ['p-weber', 'p-ben', 'p-away', 'p-unseen'];
  const { sent } = await connected(t, inside('preferred', people, { audience }));
  await turnsUntil(() => sent('sendKeys').length > 0, 'secrets are sent');
  t.match(sent('sendKeys'), [{ keyEpoch: 2, items: [{ to: 'p-weber', stay: 1 }] }]);
});

t.test('a secret that nobody has acknowledged is sent again after a reconnect; one that all have is not', async (t) => {
  const { server, session, sent } = await connected(t, inside('preferred', [host.participant]));
  await turnsUntil(() => sent('sendKeys').length > 0, 'secrets are sent');
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 2 && sent('sendKeys').length === 1, 'sent again');
  t.match(sent('sendKeys'), [{ keyEpoch: 2 }]);
  server.connection.notify({ method: 'keysAcknowledged', params: { participantId: 'p-weber', keyEpoch: 2 } });
  await session.raiseHand();
  server.connection.notify({ method: 'keysRequested', params: { participantId: 'p-weber' } });
  await turnsUntil(() => sent('sendKeys').length === 2, 'asked for');
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 3 && session.state === 'joined', 'connected again');
  await session.raiseHand();
  t.same(sent('sendKeys'), []);
});

t.test(
  'a worker that ends is replaced: it gets other secrets of this client, and the people are told until it runs',
  async (t) => {
    const { server, session, events, sent } = await connected(t, inside('required', [host.participant]));
    const { encryption } = session;
    const interruptions: unknown[] = [];
    session.on('encryptionChanged', () => interruptions.push(encryption.interruption));
    const usedBy = (worker: WorkerInPage | undefined) =>
      worker?.told.flatMap((message) => (message.type === 'use' ? [message.keyEpoch] : [])) ?? [];
    const first = WorkerInPage.all.at(-1);
    const cipher = controlOf(session).part?.cipher;
    await turnsUntil(() => sent('sendKeys').length > 0, 'there are keys');
    server.connection.notify({ method: 'keysAcknowledged', params: { participantId: 'p-weber', keyEpoch: 2 } });
    await turnsUntil(() => usedBy(first).includes(2), 'they are used');
    first?.onerror?.();
    t.equal(encryption.interruption, 'restarting');
    await turnsUntil(() => encryption.interruption === null, 'it runs again');
    const second = WorkerInPage.all.at(-1);
    t.not(second, first);
    t.not(controlOf(session).part?.cipher, cipher, 'media goes over other transports');
    t.equal(first?.onmessage, null, 'the first one is ended');
    t.match(second?.told, [{ type: 'received' }, { type: 'use' }]);
    const last = Math.max(...usedBy(first));
    t.ok(
      usedBy(second).every((keyEpoch) => keyEpoch > last),
      'no counter is used twice under one key',
    );
    t.match(sent('sendKeys'), [{}, { items: [{ to: 'p-weber' }] }], 'the others get it');
    t.same(interruptions, ['restarting', null]);
    t.same(
      events.filter(([event]) => event === 'encryptionFailed'),
      [],
    );
    await session.disconnect();
    t.equal(encryption.interruption, null);
  },
);

t.test('numbers of secrets count on when a page gets another seat, and its own again', async (t) => {
  const seatOf = (id: string) => inside('required', [host.participant], { id });
  const { sent, see } = await connected(t, seatOf('p-anna'));
  const newest = () => Math.max(0, ...(sent('sendKeys') as { keyEpoch: number }[]).map(({ keyEpoch }) => keyEpoch));
  for (const id of ['p-other', 'p-anna', 'p-other']) {
    const before = newest();
    see(seatOf(id));
    await turnsUntil(() => newest() > before, 'a secret with another number is sent from this seat');
  }
});

t.test('an identity that is not valid gets nothing, and is told', async (t) => {
  const wrong = await Other.create(ben, 'another room');
  const { session, sent, events } = await connected(t, inside('preferred', [host.participant, wrong.participant]));
  await turnsUntil(() => session.encryption.problems.size > 0, 'it is checked');
  t.same([...session.encryption.problems], [['p-ben', 'identity-invalid']]);
  t.ok(events.filter(([event]) => event === 'encryptionChanged').length >= 2);
  await turnsUntil(() => sent('sendKeys').length > 0, 'secrets are sent');
  t.match(sent('sendKeys'), [{ items: [{ to: 'p-weber' }] }]);
  t.equal(await session.encryption.verificationCode(), null);
});

t.test('the examples of the documentation work', async (t) => {
  const readme = readDocument('sdk/README.md');
  const example = (name: string): string => {
    const code = new RegExp(`<!-- example: ${name} -->\\n\`\`\`ts\\n([^]*?)\`\`\``).exec(readme)?.[1];
    if (code === undefined) throw new Error(`no example ${name}`);
    return code;
  };
  const shown: string[] = [];
  const { session, see } = await connected(t, inside('preferred', [host.participant]));
  const nameOf = (id: string) => session.participants.get(id)?.name ?? '';
  new Function('session', 'show', 'nameOf', example('encryption'))(session, (text: string) => shown.push(text), nameOf);
  see(inside('preferred', [host.participant, client.participant]));
  await turnsUntil(() => shown.length === 1, 'encrypted');
  t.match(shown[0], /^Encrypted end to end: (\d{5} ?){6}$/);
  see(inside('preferred', [host.participant, ben], { encryption: 'none' }));
  await turnsUntil(() => shown.length === 2, 'not encrypted');
  t.equal(shown[1], 'Not encrypted, because of Ben');

  const asked: string[] = [];
  const fetched = (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(new Uint8Array(32)));
  };
  const made = new Function('Session', 'getToken', 'fetch', `${example('key-provider')}; return session.options;`);
  class Options {
    readonly options: SessionOptions;
    constructor(options: SessionOptions) {
      this.options = options;
    }
  }
  const { keyProvider } = made(Options, () => '', fetched) as SessionOptions;
  t.same(await keyProvider?.(), new Uint8Array(32));
  t.same(asked, ['/my-backend/group-secret']);
});
