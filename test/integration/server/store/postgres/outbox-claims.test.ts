/** Several nodes deliver the same webhook events. */
import t from 'tap';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

const soon = () => Date.now() + 60_000;
const insert = (store: PostgresStore, id: string, events: number) =>
  store.insertRoom(makeRecord(id), {
    changes: Array.from({ length: events }, () => changeAt(1, 'seat.admitted', id)),
    receipts: [],
  });

t.test('each event is delivered by one node, in the order of its room', async (t) => {
  const { open } = await nodesOf(t);
  const stores = [await open('node-1'), await open('node-2'), await open('node-3')];
  const ids = Array.from({ length: 12 }, (_, index) => `r-${index}`);
  for (const [index, id] of ids.entries()) await insert(stores[index % 3] as PostgresStore, id, 5);
  const delivered: string[] = [];
  const underWay = new Set<string>();
  const by = new Set<number>();
  const deliver = async ({ outbox }: PostgresStore, node: number): Promise<void> => {
    while ((await outbox.backlog()).count > 0) {
      for (const { id, body } of await outbox.due(soon(), 2)) {
        const { roomId, sequence } = JSON.parse(body);
        t.notOk(underWay.has(roomId), 'no other node delivers an event of the room');
        underWay.add(roomId);
        await new Promise((resolve) => setImmediate(resolve));
        delivered.push(`${roomId} ${sequence}`);
        by.add(node);
        underWay.delete(roomId);
        await outbox.remove(id);
      }
    }
  };
  await Promise.all(stores.map(deliver));
  t.equal(by.size, 3, 'all nodes took part');
  for (const id of ids)
    t.same(
      delivered.filter((one) => one.startsWith(`${id} `)),
      [1, 2, 3, 4, 5].map((sequence) => `${id} ${sequence}`),
    );
});

t.test('what a node has claimed is delivered by another one when the claim has expired', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await insert(first, 'r-1', 2);
  const [event] = await first.outbox.due(soon(), 5);
  t.ok(event);
  t.same(await second.outbox.due(soon(), 5), []);
  const at = await second.outbox.soonestAt();
  t.ok((at ?? 0) > Date.now() + 5_000, 'the other node asks again when the claim has expired');
  t.ok(((await first.outbox.soonestAt()) ?? 0) <= Date.now());
  t.match(await first.outbox.due(soon(), 5), [{ id: event?.id }], 'its own claim holds nothing back');
  await query('UPDATE outbox SET claimed_until = 0 WHERE claimed_until IS NOT NULL');
  t.equal((await second.outbox.due(soon(), 5))[0]?.id, event?.id);
  await first.outbox.postpone(event?.id ?? '', soon());
  await first.outbox.remove(event?.id ?? '');
  t.match(await query(`SELECT attempts FROM outbox WHERE id = '${event?.id}'`), [{ attempts: 0 }], 'it came too late');
  await second.outbox.remove(event?.id ?? '');
  t.match(JSON.parse((await first.outbox.due(soon(), 5))[0]?.body ?? ''), { sequence: 2 });
});

t.test('the clock of a node concerns neither when others deliver, nor how old events are to them', async (t) => {
  const { open } = await nodesOf(t);
  const hourMs = 3_600_000;
  const clock = { ahead: Date.now() + hourMs };
  const first = await open('node-1', {}, { now: () => clock.ahead });
  const second = await open('node-2');
  await insert(first, 'r-1', 1);
  const isNear = (at: number | null | undefined, wanted: number) => Math.abs((at ?? 0) - wanted) < 60_000;
  t.ok(isNear((await first.outbox.backlog()).oldestAt, clock.ahead));
  t.ok(isNear((await second.outbox.backlog()).oldestAt, Date.now()));
  const [event] = await first.outbox.due(clock.ahead, 1);
  t.ok(isNear(event?.createdAt, clock.ahead));
  await first.outbox.postpone(event?.id ?? '', clock.ahead + 10 * 60_000);
  t.ok(isNear(await second.outbox.soonestAt(), Date.now() + 10 * 60_000));
  clock.ahead -= hourMs;
  await first.outbox.moveTimes(-hourMs);
  t.ok(isNear(await first.outbox.soonestAt(), clock.ahead + 10 * 60_000));
  t.ok(isNear(await second.outbox.soonestAt(), Date.now() + 10 * 60_000), 'which changed nothing for the others');
});
