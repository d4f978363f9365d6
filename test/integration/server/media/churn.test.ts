import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import type { MediaRoom } from '../../../../server/src/media/media-room.ts';
import type { RecordedHandlers } from '../../../support/media/recorded-handlers.ts';
import { setUpRoomWith } from '../../../support/media/set-up-room.ts';
import type { TestMedia } from '../../../support/media/test-media.ts';
import { TestPeer } from '../../../support/media/test-peer.ts';
import type { TestPolicy } from '../../../support/media/test-policy.ts';
import { waitUntil } from '../../../support/media/wait-until.ts';

t.setTimeout(120_000);

const names = ['anna', 'ben', 'cora', 'dora', 'emil', 'finn'];
const steps = 250;

/** The same numbers from 0 to 1 in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Actions on a room, possible at any time; those that take a while return promises. */
function happenings(room: MediaRoom, policy: TestPolicy): ((name: string) => unknown)[] {
  const publish = async (name: string, source: 'Microphone' | 'Camera') => {
    const peer = await TestPeer.open(room, name);
    await peer[`publish${source}`]();
  };
  const rule = (change: 'add' | 'delete') => (name: string) => {
    policy.inside[change](name);
    room.sync();
  };
  return [
    rule('add'),
    rule('delete'),
    (name) => room.closePeer(name),
    (name) => room.removePeer(name),
    (name) => publish(name, 'Microphone'),
    (name) => publish(name, 'Microphone'),
    (name) => publish(name, 'Camera'),
    (name) => void room.muteTrack(name, 'microphone'),
  ];
}

/** Records notifications to seats that the rules at that moment forbid. */
function recordForbidden(handlers: RecordedHandlers, policy: TestPolicy): string[] {
  const forbidden: string[] = [];
  const tell = handlers.consumersAdded.bind(handlers);
  handlers.consumersAdded = (to, consumers) => {
    for (const { participantId, source } of consumers) {
      if (!policy.mayForward(participantId, to, source)) forbidden.push(`${participantId} to ${to}`);
    }
    tell(to, consumers);
  };
  return forbidden;
}

/** Runs many actions, sometimes the death of a worker. @returns which were refused, and their codes */
async function stir(media: TestMedia, things: ((name: string) => unknown)[], next: () => number): Promise<unknown[]> {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(next() * items.length)];
  const pending: Promise<void>[] = [];
  const refusals: unknown[] = [];
  const [keep, ignore] = [(refusal: unknown) => void refusals.push(refusal), () => {}];
  let died = 0;
  media.observer.on('workerDied', () => {
    died += 1;
  });
  let killed = 0;
  for (let step = 0; step < steps; step += 1) {
    pending.push(Promise.resolve(pick(things)?.(pick(names) ?? '')).then(ignore, keep));
    const victim = step % 80 === 79 ? pick(media.pool.workers) : undefined;
    if (victim && process.kill(victim.pid, 'SIGKILL')) killed += 1;
    if (next() < 0.3) await sleep(next() * 4);
  }
  await Promise.all(pending);
  await waitUntil(() => died === killed && media.pool.isReady, 'the workers are replaced');
  return refusals;
}

for (const seed of [1, 7, 42]) {
  t.test(`a room on three workers recovers from any sequence of actions and leaks nothing (${seed})`, async (t) => {
    const { media, room, policy, handlers } = await setUpRoomWith(t, { workers: 3, peoplePerWorker: 2 }, ...names);
    const forbidden = recordForbidden(handlers, policy);
    const refusals = await stir(media, happenings(room, policy), numbersFrom(seed));
    t.ok(
      refusals.every((refusal) => refusal instanceof AppError),
      'every refusal has a code',
    );
    t.same(forbidden, [], 'nobody was told of what they may not receive');

    for (const name of names) policy.inside.add(name);
    room.sync();
    for (const name of names) await (await TestPeer.open(room, name)).publishMicrophone();
    for (const name of names) {
      await waitUntil(() => room.describePeer(name)?.consumers.length === 5, `${name} receives everybody`);
    }
    policy.inside.clear();
    room.sync();
    const streams = () => media.pool.workers.flatMap(({ streams: { counts } }) => [counts.producers, counts.consumers]);
    await waitUntil(() => streams().every((count) => count === 0), 'nothing flows that nobody may receive');
    for (const name of names) room.closePeer(name);
    await media.holds(0);
  });
}
