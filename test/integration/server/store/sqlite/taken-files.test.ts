import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t, { type Test } from 'tap';
import { loadConfig } from '../../../../../server/src/config/config.ts';
import type { StoreLoss } from '../../../../../server/src/core/events/observer.ts';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../../../server/src/http/create-fastify.ts';
import { registerHealth } from '../../../../../server/src/http/operations/health-routes.ts';
import { createLogger } from '../../../../../server/src/process/log/log.ts';
import { logEvents } from '../../../../../server/src/process/log/log-events.ts';
import { Metrics } from '../../../../../server/src/process/metrics/metrics.ts';
import { databaseFile } from '../../../../../server/src/store/sqlite/files/open-database.ts';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

interface Opened {
  store: SqliteStore;
  dataDir: string;
  file: string;
  told: (StoreLoss | null)[];
}

function open(t: Test, dataDir = t.testdir()): Opened {
  const told: (StoreLoss | null)[] = [];
  const store = SqliteStore.open(dataDir, { onLoss: (loss) => told.push(loss) });
  t.teardown(() => store.close());
  return { store, dataDir, file: join(dataDir, databaseFile), told };
}

/** Rooms that a new server would find. */
async function roomsOf(t: Test, dataDir: string): Promise<string[]> {
  const { store } = open(t, dataDir);
  const ids = (await store.loadOpenRooms()).map(({ id }) => id);
  store.close();
  return ids;
}

/** An older store, as in a backup. */
async function backupOf(t: Test, dataDir: string, id: string): Promise<string> {
  const { store, file } = open(t, dataDir);
  await store.insertRoom(makeRecord(id));
  store.close();
  const backup = `${file}.backup`;
  copyFileSync(file, backup);
  return backup;
}

const losses: readonly [string, StoreLoss, (opened: Opened) => void][] = [
  ['moved away', { file: 'database', what: 'removed' }, ({ file }) => renameSync(file, `${file}.old`)],
  [
    'replaced by another',
    { file: 'database', what: 'replaced' },
    ({ file }) => {
      copyFileSync(file, `${file}.new`);
      renameSync(`${file}.new`, file);
    },
  ],
  ['emptied', { file: 'database', what: 'truncated' }, ({ file }) => truncateSync(file)],
  ['cut in half', { file: 'database', what: 'truncated' }, ({ file }) => truncateSync(file, statSync(file).size / 2)],
  [
    'overwritten with something else',
    { file: 'database', what: 'overwritten' },
    ({ file }) => writeFileSync(file, Buffer.alloc(statSync(file).size, 7), { flag: 'r+' }),
  ],
  ['removed but for its database', { file: 'log', what: 'removed' }, ({ file }) => rmSync(`${file}-wal`)],
  ['left with an emptied log', { file: 'log', what: 'truncated' }, ({ file }) => truncateSync(`${file}-wal`)],
];

for (const [what, loss, take] of losses) {
  t.test(`a store that was ${what} while the server runs takes no more writes, and says so once`, async (t) => {
    const opened = open(t);
    const { store, told } = opened;
    await store.insertRoom(makeRecord('r-before'));
    await store.probe();
    t.same(told, []);
    take(opened);
    await t.rejects(store.insertRoom(makeRecord('r-after')), {
      message: `the ${loss.file} of the store was ${loss.what}`,
    });
    await t.rejects(store.probe());
    await t.rejects(store.audit.append([{ what: 'keys.changed', roomId: null, by: null, seatId: null, at: 1 }]));
    t.same(told, [loss]);
    t.same(store.loss, loss);
  });
}

t.test('a log that another program checkpoints and empties is no loss', async (t) => {
  const { store, file, told } = open(t);
  await store.insertRoom(makeRecord('r-1'));
  await store.probe();
  const other = new DatabaseSync(file);
  t.match(other.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get(), { busy: 0 });
  t.equal(statSync(`${file}-wal`).size, 0);
  await store.insertRoom(makeRecord('r-2'));
  other.close();
  t.same(told, []);
  t.equal((await store.loadOpenRooms()).length, 2);
});

t.test('a store that was moved away and back goes on, with all that was in it', async (t) => {
  const { store, dataDir, file, told } = open(t);
  await store.insertRoom(makeRecord('r-1'));
  renameSync(file, `${file}.away`);
  await t.rejects(store.insertRoom(makeRecord('r-2')));
  renameSync(`${file}.away`, file);
  await store.insertRoom(makeRecord('r-3'));
  t.same(told, [{ file: 'database', what: 'removed' }, null]);
  store.close();
  t.same((await roomsOf(t, dataDir)).sort(), ['r-1', 'r-3']);
});

t.test('what was overwritten in place stays refused, whatever lies there later', async (t) => {
  const { store, file } = open(t);
  const whole = readFileSync(file);
  truncateSync(file);
  await t.rejects(store.probe());
  writeFileSync(file, whole, { flag: 'r+' });
  await t.rejects(store.probe());
});

for (const [how, restore] of [
  ['copied over', (backup: string, file: string) => copyFileSync(backup, file)],
  ['moved into place', (backup: string, file: string) => renameSync(backup, file)],
] as const) {
  t.test(`a backup that is ${how} under the running server is noticed, and not spoiled by its end`, async (t) => {
    const dataDir = t.testdir();
    const file = join(dataDir, databaseFile);
    const backup = await backupOf(t, dataDir, 'r-backup');
    const { store, told } = open(t, dataDir);
    await store.insertRoom(makeRecord('r-later'));
    restore(backup, file);
    const content = readFileSync(file);
    await t.rejects(store.probe());
    t.equal(told.length, 1);
    store.close();
    t.ok(content.equals(readFileSync(file)), 'the file is as it was restored');
    t.same(await roomsOf(t, dataDir), ['r-backup']);
  });
}

t.test('a removed log loses nothing that was stored, once the server is closed', async (t) => {
  const { store, dataDir, file } = open(t);
  await store.insertRoom(makeRecord('r-1'));
  rmSync(`${file}-wal`);
  await t.rejects(store.probe());
  store.close();
  t.same(await roomsOf(t, dataDir), ['r-1']);
});

t.test('growth, checkpoints and the end of rooms are no loss', async (t) => {
  const { store, told } = open(t);
  for (let round = 0; round < 400; round += 1) {
    await store.insertRoom(makeRecord(`r-${round}`));
    if (round % 3 === 0) await store.deleteRoom(`r-${round}`);
  }
  await store.probe();
  t.same(told, []);
});

t.test(
  'nobody has to ask: the loss is in readiness with its reason, in the log once, and in the metrics',
  async (t) => {
    const observer = new ServerObserver();
    const logged: string[] = [];
    logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void logged.push(line) }));
    const counts = () => ({
      roomsByPhase: { scheduled: 0, open: 0, live: 0, held: 0, ended: 0 },
      seatsByState: { waiting: 0, admitted: 0, suspended: 0, denied: 0, removed: 0, left: 0, expired: 0 },
    });
    const metrics = new Metrics({ observer, counts, workers: async () => [] });
    t.teardown(() => metrics.close());
    const dataDir = t.testdir();
    const store = SqliteStore.open(dataDir, { onLoss: (loss) => observer.emit('storeLossChanged', { loss }) });
    t.teardown(() => store.close());
    const fastify = createFastify(loadConfig({ HEARTHROOM_DEMO: 'true' }), observer);
    t.teardown(() => fastify.close());
    const registry = { isDraining: false, probe: () => store.probe() };
    registerHealth(fastify, { isAlive: () => true, registry, media: { isReady: true }, storeLoss: () => store.loss });
    t.match(await metrics.render(), /^hearthroom_store_intact 1$/m);

    // The watch alone keeps no process alive.
    const alive = setInterval(() => {}, 1_000);
    t.teardown(() => clearInterval(alive));
    const noticed = new Promise((resolve) => observer.once('storeLossChanged', resolve));
    rmSync(join(dataDir, databaseFile));
    await noticed;
    const answer = await fastify.inject('/readyz');
    t.equal(answer.statusCode, 503);
    t.match(answer.json(), { checks: { store: 'failed', media: 'ok' }, reasons: { store: 'database-removed' } });
    t.match(await metrics.render(), /^hearthroom_store_intact 0$/m);
    const errors = logged.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    t.equal(errors.length, 1);
    t.match(errors[0], { file: 'database', what: 'removed' });
  },
);

t.test('a store is a regular file: nothing is waited for, nothing made through a link', async (t) => {
  const fileIn = (name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name, databaseFile);
  };
  const folder = t.testdir({});
  execFileSync('mkfifo', [fileIn('fifo')]);
  t.throws(() => SqliteStore.open(join(folder, 'fifo')), /is not a regular file\. Move it away/);
  symlinkSync(join(folder, 'absent'), fileIn('dangling'));
  t.throws(() => SqliteStore.open(join(folder, 'dangling')), { code: 'ENOENT' });
  t.throws(() => statSync(join(folder, 'absent')), { code: 'ENOENT' });
  // A link to a file on another disk is allowed.
  const real = open(t);
  await real.store.insertRoom(makeRecord('r-linked'));
  real.store.close();
  symlinkSync(real.file, fileIn('linked'));
  t.same(await roomsOf(t, join(folder, 'linked')), ['r-linked']);
});
