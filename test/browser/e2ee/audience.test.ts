/**
 * Who can read what is sent, in a room that requires encryption. The server keeps all frames that it forwards, and each
 * page all secrets that it ever had: somebody who has gone is taken to have both.
 */
import t, { type Test } from 'tap';
import { Person, until } from '../../support/browser/person.ts';
import { keysOf, senderOf } from '../../support/browser/readable-frames.ts';
import { setUpBrowser } from '../../support/browser/set-up-browser.ts';
import { type ForwardedFrame, ForwardedFrames } from '../../support/media/forwarded-frames.ts';

const forwarded = new ForwardedFrames();
t.teardown(() => forwarded.close());
const { pages, server, browser } = await setUpBrowser(t);
const room = await server.createRoom({ encryption: 'required' });

async function arrive(name: string, role: 'therapist' | 'client' = 'client'): Promise<Person> {
  const person = await Person.open(browser, pages.url, name);
  await person.join(server.url, await server.tokenFor(room, { sub: name.toLowerCase(), role, name }));
  await person.publish();
  return person;
}

async function entryOf(name: string) {
  await weber.sees(`${name} waiting`, ({ waiting }) => waiting.some((one) => one.name === name));
  const found = (await weber.look()).waiting.find((one) => one.name === name);
  if (!found) throw new Error(`${name} doesn't wait`);
  return { id: found.id, epoch: found.epoch };
}

async function admit(person: Person): Promise<void> {
  await weber.call('admit', await entryOf(person.name));
  await person.reaches('joined');
}

/** So few that reading them delays no new ones, which would get a wrong time. */
const newestFrames = 200;

/** How many of these frames this person can read, by sender. */
async function readBy(reader: Person, frames: readonly ForwardedFrame[]): Promise<Map<string, number>> {
  const keys = await keysOf(reader);
  const counts = new Map<string, number>();
  for (const frame of frames) {
    const sender = await senderOf(frame, keys);
    if (sender !== null) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  }
  return counts;
}

/** Waits until this person can read frames of each of these others that come from now on. */
async function canRead(reader: Person, others: readonly Person[]): Promise<void> {
  const sinceMs = performance.now();
  const ids = await Promise.all(others.map((other) => other.id()));
  await until(
    async () => {
      const counts = await readBy(reader, forwarded.since(sinceMs).slice(-newestFrames));
      return ids.every((id) => (counts.get(id) ?? 0) > 5);
    },
    `${reader.name} can read what ${others.map(({ name }) => name).join(' and ')} send`,
  );
}

/**
 * Waits until these senders have all changed their secret since then, as somebody who remains reads it.
 * @param gone with all secrets that they ever had, and those that they get meanwhile
 */
async function staysOut(t: Test, gone: Person, remains: Person, senders: readonly Person[], sinceMs: number) {
  const ids = await Promise.all(senders.map((sender) => sender.id()));
  const readGone = async (frames: readonly ForwardedFrame[]): Promise<number> => {
    const counts = await readBy(gone, frames);
    return ids.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0);
  };
  await until(async () => {
    const newest = forwarded.since(sinceMs).slice(-newestFrames);
    const counts = await readBy(remains, newest);
    return ids.every((id) => (counts.get(id) ?? 0) > 5) && (await readGone(newest)) === 0;
  }, `${gone.name} can read no more`);
  const frames = forwarded.since(sinceMs);
  const keys = await keysOf(gone);
  const senderOfEach = await Promise.all(frames.map((frame) => senderOf(frame, keys)));
  const last = frames[senderOfEach.findLastIndex((sender) => sender !== null && ids.includes(sender))];
  const afterMs = Math.round((last?.atMs ?? sinceMs) - sinceMs);
  t.comment(`the last frame that ${gone.name} could read came ${afterMs} ms after`);
}

let weber: Person;
let anna: Person;
let ben: Person;
let cleo: Person;

t.test('people who are together read each other, and the server reads nobody', async (t) => {
  weber = await arrive('Weber', 'therapist');
  anna = await arrive('Anna');
  ben = await arrive('Ben');
  for (const client of [anna, ben]) await admit(client);
  await canRead(weber, [anna, ben]);
  await canRead(anna, [weber, ben]);
  await canRead(ben, [weber, anna]);
  const seen = await Promise.all([weber, anna, ben].map((person) => person.encryption()));
  t.equal(seen[0]?.code?.split(' ').length, 6);
  for (const one of seen) {
    t.match(one, { setting: 'required', state: 'e2e', unencrypted: [], problems: [], code: seen[0]?.code });
  }
});

t.test('a newcomer can read nothing of what came before', async (t) => {
  cleo = await arrive('Cleo');
  const entry = await entryOf('Cleo');
  const admittedMs = performance.now();
  await weber.call('admit', entry);
  await cleo.reaches('joined');
  await canRead(cleo, [weber, anna, ben]);
  const before = forwarded.all.filter(({ atMs }) => atMs < admittedMs);
  t.not((await readBy(anna, before)).size, 0, 'others can');
  t.same([...(await readBy(cleo, before))], []);
});

t.test('a person who is put back can read nothing of what comes after, and again when let in', async (t) => {
  const sinceMs = performance.now();
  await weber.call('putInWaitingRoom', await ben.id());
  await staysOut(t, ben, anna, [weber, anna, cleo], sinceMs);
  const outMs = performance.now();
  await canRead(anna, [weber, cleo]);
  const admittedMs = performance.now();
  await admit(ben);
  await canRead(ben, [weber, anna, cleo]);
  await canRead(anna, [ben]);
  const between = forwarded.since(outMs).filter(({ atMs }) => atMs < admittedMs);
  t.not((await readBy(anna, between)).size, 0, 'what was sent meanwhile can be read by others');
  t.same([...(await readBy(ben, between))], [], 'and not by somebody who was out then');
});

t.test('the group can’t read a preview, nor can the person in it read the group', async (t) => {
  const dora = await arrive('Dora');
  const entry = await entryOf('Dora');
  await weber.call('openPreview', entry);
  // The group is told of it a few seconds before.
  await weber.sees('the preview', ({ place }) => place.kind === 'preview');
  const sinceMs = performance.now();
  await canRead(dora, [weber]);
  await canRead(weber, [dora]);
  await staysOut(t, anna, weber, [weber], sinceMs);
  t.same([...(await readBy(dora, forwarded.all)).keys()].toSorted(), [await weber.id(), await dora.id()].toSorted());
  t.same((await dora.encryption()).state, 'e2e');
  await weber.call('closePreview');
  const closedMs = performance.now();
  await canRead(anna, [weber]);
  await staysOut(t, dora, anna, [weber], closedMs);
  await dora.close();
});

t.test('a person who is removed can read nothing of what comes after', async (t) => {
  const sinceMs = performance.now();
  await weber.call('remove', await ben.id());
  await staysOut(t, ben, anna, [weber, anna, cleo], sinceMs);
});

t.test('two who leave at once can read nothing of what comes after', async (t) => {
  const sinceMs = performance.now();
  await Promise.all([anna.call('disconnect'), cleo.call('disconnect')]);
  await staysOut(t, anna, weber, [weber], sinceMs);
  await staysOut(t, cleo, weber, [weber], sinceMs);
});
