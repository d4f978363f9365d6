import t from 'tap';
import type { Change } from '../../../../../server/src/core/domain-events.ts';
import { openDatabase } from '../../../../../server/src/store/sqlite/files/open-database.ts';
import { OutboxTable } from '../../../../../server/src/store/sqlite/tables/outbox-table.ts';

const changeOf = (roomId: string): Change => ({ what: 'seat.admitted', roomId, by: null, seatId: 'p-1', at: 1 });
const sequencesOf = async (outbox: OutboxTable): Promise<unknown[]> =>
  (await outbox.due(Date.now(), 10)).map(({ body }) => JSON.parse(body).sequence);

t.test(
  'events for a backend that is gone are kept up to a limit; what comes beyond is told, and its number is missing',
  async (t) => {
    const { database, close } = openDatabase(t.testdir());
    t.teardown(close);
    const outbox = new OutboxTable(database, 3);
    let dropped = 0;
    outbox.onDropped = () => {
      dropped += 1;
    };
    t.equal(outbox.addWithin(Array.from({ length: 5 }, () => changeOf('r-1'))), 3);
    t.equal(dropped, 2);

    const [first] = await outbox.due(Date.now(), 1);
    await outbox.remove(first?.id ?? '');
    t.equal(outbox.addWithin([changeOf('r-1')]), 1, 'as soon as one is delivered there is room for another');
    const delivered: unknown[] = [];
    for (let [event] = await outbox.due(Date.now(), 1); event; [event] = await outbox.due(Date.now(), 1)) {
      delivered.push(...(await sequencesOf(outbox)));
      await outbox.remove(event.id);
    }
    t.same(delivered, [2, 3, 6], 'a receiver sees by the numbers that something is missing');
  },
);
