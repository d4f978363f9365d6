import type { SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import type { Test } from 'tap';
import type { Change } from '../../../../../server/src/core/events/domain-events.ts';
import type { Store } from '../../../../../server/src/store/store.ts';
import { onEveryStore } from '../../../../support/server/store/every-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

const whenever = Number.MAX_SAFE_INTEGER;
const admitted = (roomId: string): Change => changeAt(1, 'seat.admitted', roomId);

/** The store with rooms; each step of one of them is one event. */
async function withRooms(store: Store, ...ids: string[]) {
  for (const id of ids) await store.insertRoom(makeRecord(id));
  const revisions = new Map(ids.map((id) => [id, 1]));
  return async (id: string, changes: Change[] = [admitted(id)]) => {
    const revision = (revisions.get(id) ?? 0) + 1;
    revisions.set(id, revision);
    await store.saveRoom({ ...makeRecord(id), revision }, { changes, receipts: [] });
  };
}

const dueOf = async (store: Store, now = whenever): Promise<string[]> =>
  (await store.outbox.due(now, 100)).map(({ body }) => {
    const { roomId, sequence } = JSON.parse(body);
    return `${roomId} ${sequence}`;
  });

/** Times on the clock of the test, that stands still; a store may measure the time that passes on its database's clock. */
function isNear(t: Test, found: number | null | undefined, wanted: number, message = ''): void {
  t.ok(Math.abs((found ?? Number.NaN) - wanted) < 30_000, `${found} is near ${wanted} ${message}`);
}

async function deliverFirst(store: Store): Promise<void> {
  const [first] = await store.outbox.due(whenever, 1);
  await store.outbox.remove(first?.id ?? '');
}

onEveryStore('of each room the oldest event is due, and the next one when that is delivered', async (t, open) => {
  const clock = { at: 1_000_000 };
  const store = await open({ keepsOutbox: true, now: () => clock.at });
  let added = 0;
  store.outbox.onAdded = () => {
    added += 1;
  };
  const step = await withRooms(store, 'r-1', 'r-2');
  t.same(await dueOf(store), []);
  t.equal(await store.outbox.soonestAt(), null);
  await step('r-1');
  await step('r-1', [admitted('r-1'), changeAt(1, 'seat.muted'), { ...admitted('r-1'), what: 'seat.expired' }]);
  await step('r-2');
  await step('r-2', [changeAt(1, 'seat.muted', 'r-2')]);
  t.equal(added, 3, 'once for each step with events');
  t.same(await dueOf(store), ['r-1 1', 'r-2 1']);
  t.same(await dueOf(store, clock.at), ['r-1 1', 'r-2 1'], 'at once');
  t.same(await dueOf(store, clock.at - 600_000), [], 'not before its time');
  const { count, oldestAt } = await store.outbox.backlog();
  t.equal(count, 4);
  isNear(t, oldestAt, 1_000_000);
  await deliverFirst(store);
  t.same((await dueOf(store)).sort(), ['r-1 2', 'r-2 1']);
  const [event] = await store.outbox.due(whenever, 1);
  t.equal(event?.attempts, 0);
  isNear(t, event?.createdAt, 1_000_000);
  t.match(JSON.parse(event?.body ?? ''), { id: event?.id, type: 'seat.admitted', roomId: 'r-1', seatId: 'p-1' });
  await store.outbox.postpone(event?.id ?? '', clock.at + 600_000);
  t.same(await dueOf(store, clock.at), ['r-2 1'], 'a failed one holds those behind it back');
  t.match((await store.outbox.due(whenever, 5)).at(-1), { id: event?.id, attempts: 1 });
  await deliverFirst(store);
  isNear(t, await store.outbox.soonestAt(), clock.at + 600_000);
  await deliverFirst(store);
  t.match(JSON.parse((await store.outbox.due(whenever, 1))[0]?.body ?? ''), { type: 'seat.left', sequence: 3 });
});

onEveryStore('without a webhook nothing waits', async (t, open) => {
  const store = await open();
  await (await withRooms(store, 'r-1'))('r-1');
  t.same(await store.outbox.backlog(), { count: 0, oldestAt: null });
});

onEveryStore('events wait for the next process, and their numbers go on', async (t, open) => {
  const first = await open({ keepsOutbox: true });
  await (await withRooms(first, 'r-1'))('r-1');
  await first.close();
  const second = await open({ keepsOutbox: true });
  await second.loadOpenRooms();
  await second.saveRoom({ ...makeRecord('r-1'), revision: 3 }, { changes: [admitted('r-1')], receipts: [] });
  t.same(await dueOf(second), ['r-1 1']);
  await deliverFirst(second);
  t.same(await dueOf(second), ['r-1 2']);
  await second.deleteRoom('r-1');
  t.same(await dueOf(second), ['r-1 2'], 'also of a deleted room');
  await second.insertRoom(makeRecord('r-1'), { changes: [admitted('r-1')], receipts: [] });
  await deliverFirst(second);
  t.same(await dueOf(second), ['r-1 3'], 'which counts on when it is made again');
});

onEveryStore('beyond a limit events are dropped and told, and their numbers are missing', async (t, open) => {
  const store = await open({ keepsOutbox: true, limits: { waitingEvents: 3 } });
  let dropped = 0;
  store.outbox.onDropped = () => {
    dropped += 1;
  };
  const step = await withRooms(store, 'r-1');
  await step('r-1', [admitted('r-1'), admitted('r-1')]);
  await step('r-1', [admitted('r-1'), admitted('r-1'), admitted('r-1')]);
  t.equal(dropped, 2);
  await deliverFirst(store);
  await step('r-1');
  const delivered: string[] = [];
  for (let due = await dueOf(store); due.length > 0; due = await dueOf(store)) {
    delivered.push(...due);
    await deliverFirst(store);
  }
  t.same(delivered, ['r-1 2', 'r-1 3', 'r-1 6'], 'as soon as one is delivered there is room for another');
});

onEveryStore('delays and ages stay the same when the clock is set, and are limited to it', async (t, open) => {
  const clock = { at: 5_000_000 };
  const store = await open({ keepsOutbox: true, now: () => clock.at });
  const step = await withRooms(store, 'r-1');
  await step('r-1');
  clock.at += 1_000_000.5;
  await store.outbox.moveTimes(1_000_000.5);
  isNear(t, await store.outbox.soonestAt(), clock.at);
  isNear(t, (await store.outbox.backlog()).oldestAt, clock.at);
  const [event] = await store.outbox.due(clock.at, 1);
  await store.outbox.postpone(event?.id ?? '', clock.at + 900_000);
  await store.outbox.limitTimes(clock.at - 300_000, clock.at + 400_000);
  isNear(t, await store.outbox.soonestAt(), clock.at + 400_000);
  isNear(t, (await store.outbox.backlog()).oldestAt, clock.at - 300_000);
});

onEveryStore('checkpoints have an order of their own', async (t, open) => {
  const store = await open({ keepsOutbox: true });
  const step = await withRooms(store, 'r-1');
  await step('r-1');
  const signed: SignedAuditCheckpoint = {
    checkpoint: {
      ...{ type: 'hearthroom-audit-checkpoint', version: 1, server: 's-1', seq: 1, hash: 'a'.repeat(64) },
      ...{ entryAt: null, at: '2026-11-24T18:00:00.000Z', keys: ['k'] },
    },
    signatures: [{ key: 'k', signature: 'x' }],
  };
  let added = 0;
  store.outbox.onAdded = () => {
    added += 1;
  };
  await store.outbox.addCheckpoint(signed);
  await store.outbox.addCheckpoint(signed);
  t.equal(added, 2);
  t.same((await dueOf(store)).sort(), ['r-1 1', 'undefined 1']);
  t.equal((await store.outbox.backlog()).count, 3);
  const bodies = (await store.outbox.due(whenever, 5)).map(({ body }) => JSON.parse(body));
  t.match(
    bodies.find(({ type }) => type === 'audit.checkpoint'),
    { ...signed, at: signed.checkpoint.at, sequence: 1 },
  );
});
