import { once } from 'node:events';
import { appendFileSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { appendCheckpoint, checkpointFile } from '../../../../server/src/audit/checkpoint-file.ts';
import { Checkpoints } from '../../../../server/src/audit/checkpoints.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { parseSigningKeys } from '../../../../server/src/core/secrets/signing-keys.ts';
import { SqliteStore } from '../../../../server/src/store/sqlite/sqlite-store.ts';
import { ed25519Pair } from '../../../support/server/keys/key-pairs.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

const keys = parseSigningKeys(ed25519Pair().privatePem);
const hour = 3_600_000;

/** On the real store; the test controls the clock of intervals. */
function open(
  t: Test,
  options: { directory?: string; intervalMinutes?: number; now?: () => number; addToOutbox?: () => Promise<void> } = {},
) {
  const time = useFakeTime(t);
  const store = SqliteStore.open(t.testdir());
  const observer = new ServerObserver();
  const outbox: SignedAuditCheckpoint[] = [];
  const directory = options.directory ?? join(t.testdirName, 'checkpoints');
  const checkpoints = new Checkpoints({
    ...{ store: store.audit, keys, serverId: 's-1', observer, directory },
    intervalMinutes: options.intervalMinutes ?? 60,
    addToOutbox: options.addToOutbox ?? (async (signed) => void outbox.push(signed)),
    ...(options.now && { now: options.now }),
  });
  t.teardown(async () => {
    await checkpoints.close();
    store.close();
  });
  const seqs = () =>
    readFileSync(join(directory, checkpointFile), 'utf8')
      .trim()
      .split('\n')
      .map((line): number => JSON.parse(line).checkpoint.seq);
  const add = () =>
    store.audit.append([{ what: 'keys.changed', roomId: null, by: null, seatId: null, at: Date.now() }]);
  return {
    time,
    store,
    observer,
    outbox,
    checkpoints,
    directory,
    seqs,
    add,
    written: () => once(observer, 'auditCheckpointWritten'),
  };
}

t.test('a checkpoint is given at the start, at each interval, when a drain begins, and at the end', async (t) => {
  const { observer, outbox, checkpoints, seqs, add, written, directory, time } = open(t);
  await written();
  await add();
  for (let passed = 0; passed < 2; passed += 1) {
    const next = written();
    time.tick(hour);
    await next;
  }
  await add();
  const drained = written();
  observer.emit('drainStarted', { by: 'signal', limitSeconds: 1, connected: 0 });
  await drained;
  await add();
  await checkpoints.close();
  await checkpoints.close();
  t.same(seqs(), [0, 1, 1, 2, 3], 'the last has the last entry, and is one');
  t.same(
    outbox.map(({ checkpoint }) => checkpoint.seq),
    [0, 1, 1, 2, 3],
    'for the webhook too',
  );
  t.equal(statSync(join(directory, checkpointFile)).mode & 0o777, 0o600);
  time.tick(hour);
  t.equal(outbox.length, 5);
});

t.test('with no interval there are none in between', async (t) => {
  const { outbox, written, time } = open(t, { intervalMinutes: 0 });
  await written();
  time.tick(100 * hour);
  t.equal(outbox.length, 1);
});

t.test('the last checkpoint is in the file when close resolves, also if the webhook cannot be stored', async (t) => {
  const refuses = async () => {
    throw new Error('disk full');
  };
  const { checkpoints, seqs } = open(t, { intervalMinutes: 0, addToOutbox: refuses });
  await checkpoints.close();
  t.same(seqs(), [0, 0], 'that of the start, and that of the end');
});

t.test('a file that cannot be written is told, and neither the server nor the webhook is concerned', async (t) => {
  const { observer, outbox, checkpoints } = open(t, { directory: '/dev/null/checkpoints' });
  const [{ error }] = await once(observer, 'auditCheckpointFailed');
  t.match(error, { code: 'ENOTDIR' });
  t.equal(outbox.length, 1);
  t.match(await checkpoints.sign(), { checkpoint: { seq: 0 } });
});

t.test('the file is only appended to: a line that broke off stays by itself, a link is not followed', async (t) => {
  const directory = t.testdir();
  const path = join(directory, checkpointFile);
  await appendCheckpoint(directory, 'one');
  appendFileSync(path, '{"torn');
  await appendCheckpoint(directory, 'two');
  t.equal(readFileSync(path, 'utf8'), 'one\n{"torn\ntwo\n');
  const linked = t.testdir({ elsewhere: 'theirs' });
  symlinkSync(join(linked, 'elsewhere'), join(linked, checkpointFile));
  await t.rejects(appendCheckpoint(linked, 'one'), { code: 'ELOOP' });
  writeFileSync(join(linked, 'elsewhere'), 'theirs');
  t.equal(readFileSync(join(linked, 'elsewhere'), 'utf8'), 'theirs');
});

t.test('the time of a checkpoint is by the clock that entries have theirs from', async (t) => {
  const at = 1_000_000_000;
  const { checkpoints } = open(t, { now: () => at });
  t.equal((await checkpoints.sign()).checkpoint.at, new Date(at).toISOString());
});
