import t from 'tap';
import { firstRetryMs, gatherMs, switchMs } from '../../../../../sdk/src/e2ee/exchange/own-secrets.ts';
import { keepOldMs } from '../../../../../sdk/src/e2ee/exchange/received-secrets.ts';
import { createIdentity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { KeyPerson, ManualSchedule, relay } from './key-group.ts';

async function group(...names: string[]) {
  const time = new ManualSchedule();
  const people: KeyPerson[] = [];
  for (const name of names) people.push(await KeyPerson.create(`p-${name}`, time));
  const [anna, ben, weber] = people;
  if (!anna || !ben || !weber) throw new Error('three people at least');
  for (const person of people) person.sees(people);
  await settle(people);
  return { time, people, anna, ben, weber };
}

/** Waits until everybody's boxes are made, and passes them on. */
async function settle(people: readonly KeyPerson[]): Promise<void> {
  await turnsUntil(() => people.every(({ sent }) => sent.length > 0), 'boxes are made');
  await relay(people);
}

t.test('all decrypt each other as soon as all have acknowledged', async (t) => {
  const { time, people } = await group('anna', 'ben', 'weber');
  t.equal(time.now, 0, 'without waiting');
  for (const one of people) for (const other of people) t.equal(one === other || one.decrypts(other), true);
  for (const person of people) t.same(person.refused, []);
});

t.test('who leaves cannot decrypt what comes after', async (t) => {
  const { time, people, anna, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  const before = ben.epoch;
  const rest = [ben, weber];
  for (const person of rest) person.sees(rest);
  await settle(rest);
  t.ok(ben.epoch > before);
  t.ok(weber.decrypts(ben) && ben.decrypts(weber));
  t.notOk(anna.decrypts(ben) || anna.decrypts(weber));
  t.notOk(ben.decrypts(anna), 'nor is what they still send decrypted');
  t.equal(people.length, 3);
});

t.test('who enters cannot decrypt what came before', async (t) => {
  const { time, people, anna } = await group('anna', 'ben', 'weber');
  const earlier = anna.used.map(({ keyEpoch }) => keyEpoch);
  time.pass(gatherMs);
  const cleo = await KeyPerson.create('p-cleo', time);
  const all = [...people, cleo];
  for (const person of all) person.sees(all);
  await settle(all);
  for (const other of people) t.ok(cleo.decrypts(other) && other.decrypts(cleo));
  for (const keyEpoch of earlier) t.notOk(cleo.known.get('p-anna')?.has(keyEpoch));
});

t.test('a secret says whether somebody is new: who comes, and who has entered again', async (t) => {
  const { time, people, anna, ben, weber } = await group('anna', 'ben', 'weber');
  const isForNew = (): boolean | undefined => anna.used.at(-1)?.hasNewReceiver;
  const annaSees = async (...others: KeyPerson[]): Promise<void> => {
    time.pass(gatherMs);
    anna.sees(others);
    await turnsUntil(() => anna.sent.length > 0, 'boxes are made');
    await relay(people);
  };
  t.equal(isForNew(), true);
  await annaSees(ben);
  t.equal(isForNew(), false, 'somebody has left');
  await annaSees(ben, weber);
  t.equal(isForNew(), true, 'and comes again');
  weber.stay += 1;
  weber.sees([anna, ben]);
  await annaSees(ben, weber);
  t.equal(isForNew(), true, 'in one step');
});

t.test('a new secret is used after the limit, also if somebody never has it', async (t) => {
  const { time, anna, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  const [before, changedAt] = [ben.epoch, time.now];
  ben.sees([ben, weber]);
  await turnsUntil(() => ben.sent.length > 0, 'the box is made');
  time.pass(switchMs - 1);
  t.equal(ben.epoch, before, 'not yet: Weber has not acknowledged it');
  time.pass(1);
  t.ok(ben.epoch > before);
  t.ok((ben.used.at(-1)?.at ?? 0) - changedAt <= 600);
  t.notOk(anna.decrypts(ben));
});

t.test('the secret for the last of several quick changes is used within 600 ms', async (t) => {
  const { time, people, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  const more = [await KeyPerson.create('p-cleo', time), await KeyPerson.create('p-dora', time)];
  const [cleo, dora] = more;
  if (!cleo || !dora) throw new Error('two more');
  weber.sees([...people, cleo]);
  time.pass(60);
  weber.sees([...people, cleo, dora]);
  time.pass(20);
  const changedAt = time.now;
  weber.sees([ben, weber, cleo, dora]);
  time.pass(20 + switchMs);
  await turnsUntil(() => weber.sent.length === 2, 'two rotations for three changes');
  t.ok((weber.used.at(-1)?.at ?? Number.POSITIVE_INFINITY) - changedAt <= 600);
  // Boxes are made at the same time, and may be ready in any order.
  const last = weber.sent.toSorted((one, other) => one.keyEpoch - other.keyEpoch).at(-1);
  const receivers = last?.items.map(({ to }) => to).toSorted();
  t.same(receivers, ['p-ben', 'p-cleo', 'p-dora'], 'the last one is for exactly those who are there');
  t.equal(weber.epoch, last?.keyEpoch);
});

t.test('a secret that was overtaken is never used', async (t) => {
  const { time, anna, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  weber.sees([anna, weber]);
  await turnsUntil(() => weber.sent.length === 1, 'a first one');
  time.pass(gatherMs);
  weber.sees([weber]);
  const used = weber.used.length;
  await relay([anna, ben, weber]);
  time.pass(switchMs);
  t.equal(weber.used.length, used, 'the acknowledgement of the first one comes too late');
  t.notOk(anna.decrypts(weber));
});

t.test('somebody who comes back in another stay, or with another page, gets a new secret', async (t) => {
  const { time, people, anna, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  const before = ben.epoch;
  anna.stay = 2;
  for (const person of people) person.sees(people);
  await turnsUntil(() => ben.sent.length > 0 && weber.sent.length > 0, 'the others make new secrets');
  await relay(people);
  t.ok(ben.epoch > before);
  t.ok(anna.decrypts(ben));
  time.pass(gatherMs);
  const reloaded = await KeyPerson.create('p-anna', time);
  reloaded.stay = 2;
  const all = [reloaded, ...people.slice(1)];
  for (const person of all) person.sees(all);
  await settle(all);
  t.ok(reloaded.decrypts(ben) && ben.decrypts(reloaded));
  t.notOk(ben.decrypts(anna), 'the page before is forgotten');
});

t.test('an update with the same audience makes no new secret', async (t) => {
  const { time, people, ben } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs + switchMs + keepOldMs);
  ben.sees(people.toReversed());
  t.equal(time.pending, 0);
  t.equal(ben.sent.length, 0);
});

t.test('the secret before the newest one is kept for frames on their way, then forgotten', async (t) => {
  const { time, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  const before = ben.epoch;
  const rest = [ben, weber];
  for (const person of rest) person.sees(rest);
  await settle(rest);
  t.ok(weber.known.get('p-ben')?.has(before));
  time.pass(keepOldMs);
  t.notOk(weber.known.get('p-ben')?.has(before));
  t.ok(weber.decrypts(ben));
});

t.test('who lost a secret gets it again, and others do not', async (t) => {
  const { time, people, anna, ben, weber } = await group('anna', 'ben', 'weber');
  ben.known.clear();
  await weber.own.sendAgain('p-ben');
  await relay(people);
  t.ok(ben.decrypts(weber));
  const rest = [ben, weber];
  time.pass(gatherMs);
  for (const person of rest) person.sees(rest);
  await settle(rest);
  await weber.own.sendAgain('p-anna');
  t.equal(weber.sent.length, 0, 'nothing for somebody who has gone');
  t.notOk(anna.decrypts(weber));
});

t.test('a box or an identity that the server has replaced is refused', async (t) => {
  const { time, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  const eve = await KeyPerson.create('p-eve', time);
  // The server shows its own identity as Anna's, and makes a box with it.
  eve.sees([ben]);
  await turnsUntil(() => eve.sent.length > 0, 'a box is made');
  const [made] = eve.sent;
  const key = made?.items[0];
  if (!made || !key) throw new Error('there is a box');
  await ben.received.receive({ participantId: 'p-anna', keyEpoch: 9, audienceHash: made.audienceHash, key });
  await ben.received.receive({ participantId: 'p-eve', keyEpoch: 9, audienceHash: made.audienceHash, key });
  t.same(ben.refused, [
    { from: 'p-anna', reason: 'invalid-box' },
    { from: 'p-eve', reason: 'unknown-sender' },
  ]);
  const { wire } = await createIdentity('another room');
  const before = weber.epoch;
  weber.own.update([{ participantId: 'p-ben', stay: 1, identity: wire }]);
  await turnsUntil(() => weber.epoch > before, 'the identity is checked, and nobody waits for it');
  t.same(weber.sent, [], 'an identity that is not valid gets nothing');
});

t.test('what the server did not take is sent again, to those who lack it', async (t) => {
  const { time, people, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  weber.isDisconnected = true;
  weber.sees([ben, weber]);
  await turnsUntil(() => time.countDueIn(firstRetryMs) > 0, 'it was tried');
  time.pass(firstRetryMs);
  await turnsUntil(() => time.countDueIn(2 * firstRetryMs) > 0, 'and again');
  weber.isDisconnected = false;
  time.pass(2 * firstRetryMs);
  await turnsUntil(() => weber.sent.length > 0, 'boxes are made');
  await relay(people);
  t.ok(ben.decrypts(weber));
});

t.test('after a lost connection the newest secret goes to those who have not acknowledged it', async (t) => {
  const { time, people, anna, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  anna.stay = 2;
  for (const person of people) person.sees(people);
  await turnsUntil(() => weber.sent.length > 0, 'a new secret');
  const [sent] = weber.sent.splice(0);
  weber.own.acknowledge('p-anna', sent?.keyEpoch ?? 0);
  await weber.own.sendMissing();
  t.same(
    weber.sent.map(({ keyEpoch, items }) => [keyEpoch, items.map(({ to }) => to)]),
    [[sent?.keyEpoch, ['p-ben']]],
  );
  await relay(people);
  await weber.own.sendMissing();
  t.same(weber.sent, [], 'all have it');
  t.ok(ben.decrypts(weber));
});

t.test('a secret that was forgotten is not accepted again', async (t) => {
  const { time, anna, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  weber.sees([ben, weber]);
  await turnsUntil(() => weber.sent.length > 0, 'a box is made');
  const [old] = weber.sent;
  await relay([ben, weber]);
  time.pass(gatherMs);
  weber.sees([anna, ben, weber]);
  await turnsUntil(() => weber.sent.length > 0, 'boxes are made');
  await relay([anna, ben, weber]);
  time.pass(keepOldMs);
  const key = old?.items[0];
  if (!old || !key) throw new Error('there is a box');
  await ben.received.receive({ participantId: 'p-weber', ...old, key });
  t.same(ben.refused, [{ from: 'p-weber', reason: 'outdated' }]);
  t.notOk(ben.known.get('p-weber')?.has(old.keyEpoch));
});

t.test(
  'what has lost its secrets gets those of others again, without the forgotten ones, and a new own one',
  async (t) => {
    const { time, people, anna, ben } = await group('anna', 'ben', 'weber');
    time.pass(gatherMs);
    const cleo = await KeyPerson.create('p-cleo', time);
    const all = [...people, cleo];
    for (const person of all) person.sees(all);
    await settle(all);
    const kept = new Map(ben.known.get('p-anna'));
    t.equal(kept.size, 2, 'the one before it too');
    const before = ben.epoch;
    ben.known.clear();
    ben.received.addAgain();
    t.same(ben.known.get('p-anna'), kept);
    ben.own.renew();
    await turnsUntil(() => ben.sent.length > 0, 'its boxes are made');
    await relay(all);
    t.equal(ben.epoch, before + 1);
    for (const other of all) t.ok(other === ben || (other.decrypts(ben) && ben.decrypts(other)));
    time.pass(keepOldMs);
    ben.known.clear();
    ben.received.addAgain();
    t.same([...(ben.known.get('p-anna')?.keys() ?? [])], [anna.epoch]);
    const cleoLeft = all.filter((one) => one !== cleo);
    for (const person of cleoLeft) person.sees(cleoLeft);
    ben.known.clear();
    ben.received.addAgain();
    t.notOk(ben.known.has('p-cleo'));
  },
);

t.test('a secret of somebody who goes while it is opened is not used', async (t) => {
  const { time, people, ben, weber } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  weber.sees([ben, weber]);
  await turnsUntil(() => weber.sent.length > 0, 'a box is made');
  const [{ keyEpoch, audienceHash, items } = { keyEpoch: 0, audienceHash: '', items: [] }] = weber.sent;
  const key = items[0] ?? { box: '', sig: '' };
  const opening = ben.received.receive({ participantId: 'p-weber', keyEpoch, audienceHash, key });
  ben.sees(people.filter((person) => person !== weber));
  await opening;
  t.notOk(ben.known.get('p-weber')?.has(keyEpoch));
  t.notOk(ben.acknowledged.some(({ from }) => from === 'p-weber'));
});

t.test('after close nothing is sent or used, and no timer is left', async (t) => {
  const { time, people, anna, ben } = await group('anna', 'ben', 'weber');
  time.pass(gatherMs);
  anna.sees([anna, ben]);
  for (const { own, received } of people) {
    own.close();
    received.close();
  }
  const used = anna.used.length;
  anna.sees(people);
  time.pass(switchMs + keepOldMs);
  t.equal(anna.used.length, used);
  t.equal(time.pending, 0);
});
