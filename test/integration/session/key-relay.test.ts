/** Secrets of media pass through the server to the audience of their sender, and to nobody else. */
import t from 'tap';
import { audienceHash, EncryptingPerson, randomSecret } from '../../support/server/clients/encrypting.ts';
import { startSession, type TestSession, therapist } from '../../support/server/clients/joined-session.ts';

const encrypted = { encryption: 'required', meetingNoticeSeconds: 0 } as const;

/** A therapist, and clients who were admitted. */
async function group(session: TestSession, ...names: string[]): Promise<EncryptingPerson[]> {
  const host = await EncryptingPerson.enter(session, 'weber', therapist);
  const people = [host];
  for (const name of names) people.push(await EncryptingPerson.enterAdmitted(session, host, name));
  return people;
}

const epochsOf = (person: EncryptingPerson): unknown[] => person.told('keysReceived').map(({ keyEpoch }) => keyEpoch);
const hexOf = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('hex');

t.test('each member of the audience gets a secret that only that person can open', async (t) => {
  const session = await startSession(t, encrypted);
  const [weber, anna, ben] = await group(session, 'anna', 'ben');
  if (!weber || !anna || !ben) throw new Error('three people came');
  const dora = await EncryptingPerson.enter(session, 'dora');
  const emil = await EncryptingPerson.enterAdmitted(session, weber, 'emil');
  const toEmil = await weber.boxes(randomSecret(), 1, [emil]);
  t.equal(await weber.codeOf('remove', { participantId: emil.id }), 'ok');
  await emil.person.client.closed;

  const secret = randomSecret();
  const items = [...(await weber.boxes(secret, 2, [anna, ben, dora, weber])), ...toEmil];
  t.equal(await weber.codeOf('sendKeys', { keyEpoch: 2, audienceHash, items }), 'ok');
  t.equal(hexOf(await anna.receive(weber, 2)), hexOf(secret));
  t.equal(hexOf(await ben.receive(weber, 2)), hexOf(secret));
  for (const person of [weber, anna, ben, dora]) await person.settle();
  t.same([weber, dora].map(epochsOf), [[], []], 'nor the sender, and nobody who waits');

  const [toAnna, toBen] = items;
  t.equal(
    await ben.open(weber, 2, toAnna ?? { box: '', sig: '' }),
    null,
    'the box of another person opens for nobody else',
  );
  for (const [person, foreign] of [
    [anna, toBen],
    [ben, toAnna],
    [dora, toAnna],
  ] as const)
    t.notOk(
      person.person.client.frames.some((frame) => frame.includes(foreign?.box ?? '')),
      'and is not sent to them',
    );

  t.equal(await anna.codeOf('acknowledgeKeys', { participantId: weber.id, keyEpoch: 2 }), 'ok');
  t.same(await weber.notification('keysAcknowledged'), { participantId: anna.id, keyEpoch: 2 });
  t.equal(await dora.codeOf('sendKeys', { keyEpoch: 1, audienceHash, items: [] }), 'not-admitted');
});

t.test('a box is for one stay: who was put back and admitted again needs another one', async (t) => {
  const session = await startSession(t, encrypted);
  const [weber, anna] = await group(session, 'anna');
  if (!weber || !anna) throw new Error('two people came');
  t.equal(await weber.codeOf('putInWaitingRoom', { participantId: anna.id }), 'ok');
  t.equal(await weber.sendKeys(randomSecret(), 1, [anna]), 'ok');
  await anna.admitBy(weber, session);
  t.equal(anna.stay, 2);
  t.equal(await weber.sendKeys(randomSecret(), 2, [anna], 1), 'ok');
  const secret = randomSecret();
  t.equal(await weber.sendKeys(secret, 3, [anna]), 'ok');
  t.equal(hexOf(await anna.receive(weber, 3)), hexOf(secret));
  t.same(epochsOf(anna), [3]);
});

t.test('nothing passes to another breakout group, nor between clients of a closed circle', async (t) => {
  const session = await startSession(t, { ...encrypted, reveal: 'together' });
  const [weber, anna, ben] = await group(session, 'anna', 'ben');
  if (!weber || !anna || !ben) throw new Error('three people came');
  t.equal(await anna.sendKeys(randomSecret(), 1, [weber, ben]), 'ok');
  t.ok(await weber.receive(anna, 1));
  t.equal(await weber.codeOf('openCircle'), 'ok');
  await anna.notification('participantJoined', ({ participant }) => JSON.stringify(participant).includes(ben.id));
  t.equal(await anna.sendKeys(randomSecret(), 2, [weber, ben]), 'ok');
  t.ok(await ben.receive(anna, 2));
  const groups = [{ name: 'One', participantIds: [anna.id] }];
  t.equal(await weber.codeOf('startBreakout', { groups }), 'ok');
  await anna.notification('selfUpdated');
  t.equal(await anna.sendKeys(randomSecret(), 3, [weber, ben]), 'ok');
  await weber.settle();
  await ben.settle();
  t.same([weber, ben].map(epochsOf), [[1, 2], [2]]);
});

t.test('in a preview the host and the person who waits exchange secrets', async (t) => {
  const session = await startSession(t, encrypted);
  const [weber, anna] = await group(session, 'anna');
  if (!weber || !anna) throw new Error('two people came');
  const dora = await EncryptingPerson.enter(session, 'dora');
  t.equal(await weber.codeOf('openPreview', await session.entryOf(dora.person)), 'ok');
  await dora.notification('selfUpdated');
  const secrets = [randomSecret(), randomSecret()] as const;
  t.equal(await weber.sendKeys(secrets[0], 1, [dora, anna]), 'ok');
  t.equal(await dora.sendKeys(secrets[1], 1, [weber, anna]), 'ok');
  t.equal(hexOf(await dora.receive(weber, 1)), hexOf(secrets[0]));
  t.equal(hexOf(await weber.receive(dora, 1)), hexOf(secrets[1]));
  await anna.settle();
  t.same(epochsOf(anna), []);
});

t.test('who resumes gets the newest secrets again, after the snapshot', async (t) => {
  const session = await startSession(t, encrypted);
  const [weber, anna, ben] = await group(session, 'anna', 'ben');
  if (!weber || !anna || !ben) throw new Error('three people came');
  t.equal(await weber.sendKeys(randomSecret(), 1, [anna]), 'ok');
  t.equal(await ben.sendKeys(randomSecret(), 1, [anna]), 'ok');
  await anna.receive(ben, 1);
  anna.drop();
  await weber.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
  const secret = randomSecret();
  t.equal(await weber.sendKeys(secret, 2, [anna]), 'ok', 'while the connection is lost');
  await anna.resume(session);
  t.equal(hexOf(await anna.receive(weber, 2)), hexOf(secret));
  await anna.settle();
  t.same(
    anna.told('keysReceived').map(({ participantId, keyEpoch }) => [participantId, keyEpoch]),
    [
      [weber.id, 2],
      [ben.id, 1],
    ],
  );
  const { frames } = anna.person.client;
  const answer = frames.findIndex((frame) => frame.includes('"snapshot"'));
  t.ok(answer >= 0 && answer < frames.findIndex((frame) => frame.includes('keysReceived')));
});

t.test('after a restart of the server nothing is kept, and who asks gets the secret from its sender', async (t) => {
  const session = await startSession(t, encrypted);
  const [weber, anna] = await group(session, 'anna');
  if (!weber || !anna) throw new Error('two people came');
  const secret = randomSecret();
  t.equal(await weber.sendKeys(secret, 1, [anna]), 'ok');
  await anna.receive(weber, 1);
  await session.restart();
  await weber.resume(session);
  await anna.resume(session);
  await anna.settle();
  t.same(epochsOf(anna), []);
  const asked = Array.from({ length: 50 }, () => anna.codeOf('requestKeys', { participantId: weber.id }));
  t.ok(
    (await Promise.all(asked)).every((code) => code === 'ok'),
    'asking too often closes nothing',
  );
  t.same(await weber.notification('keysRequested'), { participantId: anna.id });
  await weber.settle();
  t.ok(weber.told('keysRequested').length < 50, 'but is not passed on each time');
  t.equal(await weber.sendKeys(secret, 1, [anna]), 'ok');
  t.equal(hexOf(await anna.receive(weber, 1)), hexOf(secret));
});

t.test('the largest messages fit the limit of a message', async (t) => {
  const session = await startSession(t, encrypted);
  const [weber, anna] = await group(session, 'anna');
  if (!weber || !anna) throw new Error('two people came');
  const [box] = await weber.boxes(randomSecret(), 1, [anna]);
  const [own] = await weber.boxes(randomSecret(), 1, [weber]);
  if (!box || !own) throw new Error('there are boxes');
  const many = Array.from({ length: 98 }, (_, index) => ({
    ...box,
    to: `${anna.id.slice(0, -2)}${10 + (index % 89)}`,
  }));
  const keys = { keyEpoch: 2 ** 31, audienceHash, items: [...many, own, box] };
  t.equal(keys.items.length, 100);
  t.ok(JSON.stringify(keys).length < 60_000);
  t.equal(await weber.codeOf('sendKeys', keys), 'ok');
  t.ok(await anna.notification('keysReceived'));

  // 4,000 characters of four bytes, the most in UTF-8.
  const text = '\u{1f9e1}'.repeat(4_000);
  const { cipher, items } = await weber.seal('chat:group', text, [anna]);
  const sealed = { cipher, items: [...items, ...many] };
  t.equal(sealed.items.length, 100);
  t.ok(JSON.stringify(sealed).length < 60_000);
  t.equal(await weber.codeOf('sendChat', { to: 'group', sealed }), 'ok');
  const { message } = (await anna.notification('chatReceived')) as { message: { sealed: unknown } };
  t.equal(await anna.read('chat:group', message.sealed, weber), text);
  const tooLong = await weber.seal('chat:group', `${text}\u{1f9e1}`, [anna]);
  t.equal(await weber.codeOf('sendChat', { to: 'group', sealed: tooLong }), 'invalid-params');
  t.equal(await weber.codeOf('sendKeys', { ...keys, items: [...keys.items, box] }), 'invalid-params');
});
