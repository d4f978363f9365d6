import type { RoomRecord } from '../../../../../server/src/rooms/ports.ts';
import { onEveryStore } from '../../../../support/server/store/every-store.ts';
import { asEnded, makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

onEveryStore('a room comes back as it was stored, also in another process', async (t, open, adapter) => {
  const region = adapter === 'PostgreSQL' ? 'default' : null;
  const record = withSomebody(makeRecord('r-1'), 'anna \u{1f331} "quoted" \0');
  const saved: RoomRecord = { ...record, region, version: 2, updatedAt: record.updatedAt + 5.25 };
  const first = await open();
  await first.insertRoom(makeRecord('r-1'));
  await first.saveRoom(saved);
  t.same(await first.getRoom('r-1'), saved);
  await first.close();
  const second = await open();
  t.same(await second.getRoom('r-1'), saved);
  t.same(await second.loadOpenRooms(), [saved]);
  t.equal(await second.getRoom('r-2'), null);
});

onEveryStore('the same id is not stored twice, and what is not stored cannot be saved', async (t, open) => {
  const store = await open();
  await store.insertRoom(makeRecord('r-1'));
  await t.rejects(store.insertRoom({ ...makeRecord('r-1'), revision: 7 }));
  t.equal(await store.confirm('r-1'), 1);
  await t.rejects(store.saveRoom(makeRecord('r-2')), /no stored room r-2/);
  await t.rejects(store.addNotes({ changes: [], receipts: [] }, makeRecord('r-2')), /no stored room r-2/);
  t.notOk(await store.deleteRoom('r-2'));
  t.equal(await store.confirm('r-2'), null);
});

onEveryStore('the stored revision is that of the last step, whether or not it changed the room', async (t, open) => {
  const store = await open();
  const record = makeRecord('r-1');
  await store.insertRoom(record);
  await store.saveRoom(withSomebody(record, 'anna'));
  t.equal(await store.confirm('r-1'), 2);
  await store.addNotes({ changes: [], receipts: [] }, { ...makeRecord('r-1'), revision: 5 });
  t.equal(await store.confirm('r-1'), 5, 'steps that are stored together count each');
  await store.saveRoom({ ...withSomebody(record, 'ben'), revision: 6 });
  t.equal(await store.confirm('r-1'), 6, 'after it was asked for');
  t.equal((await store.getRoom('r-1'))?.revision, 6);
  await store.close();
  const again = await open();
  await again.loadOpenRooms();
  await again.saveRoom({ ...record, revision: 9 });
  t.equal(await again.confirm('r-1'), 9, 'after a restart');
});

onEveryStore('a room that is stored can be saved and deleted by a server that has not loaded it', async (t, open) => {
  const first = await open();
  for (const id of ['r-1', 'r-2']) await first.insertRoom(makeRecord(id));
  await first.close();
  const second = await open();
  await second.saveRoom({ ...makeRecord('r-1'), revision: 2 });
  t.equal((await second.getRoom('r-1'))?.revision, 2);
  t.ok(await second.deleteRoom('r-2'));
  t.equal(await second.getRoom('r-2'), null);
});

onEveryStore('rooms that have not ended are there to resume, oldest first', async (t, open) => {
  const store = await open();
  for (const [index, id] of ['r-1', 'r-2', 'r-3'].entries()) await store.insertRoom(makeRecord(id, 1_000 - index));
  await store.saveRoom({ ...asEnded(makeRecord('r-2', 999)), revision: 2 });
  t.same(
    (await store.loadOpenRooms()).map(({ id }) => id),
    ['r-3', 'r-1'],
  );
});

onEveryStore('rooms are saved at the same time, each in its order', async (t, open) => {
  const store = await open();
  const ids = Array.from({ length: 24 }, (_, index) => `r-${index}`);
  await Promise.all(ids.map((id) => store.insertRoom(makeRecord(id))));
  await Promise.all(
    ids.map(async (id, index) => {
      for (let revision = 2; revision <= 2 + index; revision += 1)
        await store.saveRoom({ ...withSomebody(makeRecord(id), `anna-${revision}`), revision });
    }),
  );
  for (const [index, id] of ids.entries()) {
    const stored = await store.getRoom(id);
    t.equal(stored?.revision, 2 + index);
    t.same(Object.keys(stored?.state.seats ?? {}), [`p-anna-${2 + index}`]);
  }
});

onEveryStore('a list has every room once, newest first, whatever the size of its pages', async (t, open) => {
  const store = await open();
  // Some have the same time: then the id decides, by its bytes.
  const ids = ['r-a', 'r-B', 'r-b', 'r-_', 'r-0', 'r-Z', 'r-z', 'r--', 'r-9', 'r-ab', 'r-a-b'];
  for (const [index, id] of ids.entries()) await store.insertRoom(makeRecord(id, 1_000.5 + Math.floor(index / 6)));
  const byBytes = (part: string[]) => [...part].sort().reverse();
  const expected = [...byBytes(ids.slice(6)), ...byBytes(ids.slice(0, 6))];
  for (const limit of [1, 3, 4, 11, 50]) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await store.listRooms({ limit, cursor });
      t.ok(page.records.length <= limit);
      seen.push(...page.records.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    t.same(seen, expected, `pages of ${limit}`);
  }
});

onEveryStore('a list goes on where it was, whatever was made and deleted meanwhile', async (t, open) => {
  const store = await open();
  for (const id of ['r-1', 'r-2', 'r-3', 'r-4']) await store.insertRoom(makeRecord(id, Number(id.slice(2))));
  const { nextCursor } = await store.listRooms({ limit: 2, cursor: null });
  await store.insertRoom(makeRecord('r-5', 5));
  await store.deleteRoom('r-3');
  const page = await store.listRooms({ limit: 2, cursor: nextCursor });
  t.same(
    page.records.map(({ id }) => id),
    ['r-2', 'r-1'],
  );
  t.equal(page.nextCursor, null);
});

onEveryStore('a cursor that no list answered is refused', async (t, open) => {
  const store = await open();
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  for (const cursor of ['', 'x', encode("1 ' OR 1=1"), encode('x r-1')]) {
    await t.rejects(store.listRooms({ limit: 1, cursor }), { code: 'invalid-params' });
    await t.rejects(store.revocations.list({ limit: 1, cursor }, 0), { code: 'invalid-params' });
  }
});

onEveryStore('two servers of the same name never share their data', async (t, open) => {
  const first = await open();
  await first.insertRoom(makeRecord('r-1'));
  await t.rejects(open(), /in use by another/);
  await first.saveRoom({ ...makeRecord('r-1'), revision: 2 });
  await first.close();
  t.equal((await (await open()).getRoom('r-1'))?.revision, 2);
});

onEveryStore('the secret of the server is stored with its data', async (t, open) => {
  const first = await open();
  t.equal(first.serverSecret.length, 32);
  await first.close();
  t.same(Buffer.from((await open()).serverSecret), Buffer.from(first.serverSecret));
});

onEveryStore('a probe tells whether the store works', async (t, open) => {
  const store = await open();
  await store.probe();
  await store.probe();
  await store.close();
  await t.rejects(store.probe());
  await store.close();
});
