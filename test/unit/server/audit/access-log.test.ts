/** The access log over a store that takes its time; on the real one it is tested over REST. */
import t from 'tap';
import { AccessLog } from '../../../../server/src/audit/access-log.ts';
import type { AuditStore } from '../../../../server/src/audit/audit-log.ts';
import { chainStart } from '../../../../server/src/audit/chain.ts';
import type { Change } from '../../../../server/src/core/events/domain-events.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';

const read = { what: 'seats.read', roomId: 'r-1', apiKeyId: 'k1' } as const;

/** Each write ends when the test ends it. */
class HeldStore implements AuditStore {
  readonly stored: Change[] = [];
  readonly writes: { end: () => void; refuse: () => void }[] = [];

  append(changes: Change[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const end = () => {
      this.stored.push(...changes);
      resolve();
    };
    this.writes.push({ end, refuse: () => reject(new Error('the connection is gone')) });
    return promise;
  }

  prune = async (): Promise<number> => 0;
  read = async (): Promise<[]> => [];
  placeAfter = async (): Promise<null> => null;
  anchor = async () => chainStart;
  head = async () => chainStart;
}

const open = () => {
  const store = new HeldStore();
  const observer = new ServerObserver();
  observer.on('storeFailed', () => {});
  return { store, access: new AccessLog({ store, observer, now: () => 1, isOn: true }) };
};

t.test('reads at the same time are one entry, and no data goes out before it is stored', async (t) => {
  const { store, access } = open();
  let out = 0;
  const reads = [1, 2, 3].map(async () => {
    await access.noteRead(read);
    out += 1;
  });
  t.equal(store.writes.length, 1);
  // What needs no write would be out by then.
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(out, 0);
  store.writes[0]?.end();
  await Promise.all(reads);
  const closed = access.close();
  store.writes[1]?.end();
  await closed;
  t.match(store.stored, [{ what: 'seats.read' }, { what: 'seats.read', detail: { count: 2 } }]);
});

t.test('reads that wait for an entry that is not stored are refused, and the next one tries again', async (t) => {
  const { store, access } = open();
  const reads = [access.noteRead(read), access.noteRead(read)];
  store.writes[0]?.refuse();
  for (const one of reads) await t.rejects(one, { code: 'storage-unavailable' });
  const again = access.noteRead(read);
  store.writes[1]?.end();
  await again;
  await access.close();
  t.equal(store.stored.length, 1);
});
