/**
 * The lease against a table of nodes that answers as the test says: the rules are about time, which is fake here. The
 * real table is in test/integration/server/store/postgres, the whole node in test/integration/server/cluster.
 */
import fc from 'fast-check';
import t from 'tap';
import { Lease, type LeaseState, type PeerLease } from '../../../../server/src/cluster/lease.ts';
import type { NodeState, Peer, Renewal } from '../../../../server/src/cluster/ports.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

const peer = (incarnation: string): Peer => ({
  incarnation,
  name: incarnation,
  region: 'default',
  address: '127.0.0.1:1',
  version: '0',
  stateVersion: 1,
  loadMax: 100,
  state: 'running',
  load: 0,
  isFull: false,
});

const clockAheadMs = 3_600_000;

async function startLease(
  t: Parameters<typeof useFakeTime>[0],
  {
    peers = [],
    onDatabaseLoss = 'hold',
    enforced = true,
  }: { peers?: Peer[]; onDatabaseLoss?: 'hold' | 'cut'; enforced?: boolean } = {},
) {
  const clock = useFakeTime(t);
  const observer = new ServerObserver();
  const events: string[] = [];
  observer.on('peerGone', () => events.push('peer gone'));
  observer.on('holdModeChanged', ({ isOn }) => events.push(isOn ? 'hold' : 'resume'));
  let leaseUntil = 0;
  const world = {
    /** null: declared gone; undefined: the database does not answer. */
    answer: (): Renewal | null | undefined => {
      const databaseNow = Date.now() + clockAheadMs;
      const formerUntil = leaseUntil;
      leaseUntil = databaseNow + 3_000;
      return { databaseNow, leaseUntil, formerUntil, peers, load: 0 };
    },
    askPeer: async (_peer: Peer): Promise<PeerLease> => ({ renewedForMs: null, renewedAgoMs: 60_000 }),
    extended: [] as number[],
    /** Monotonic; as the guard process knows it. */
    permittedUntil: 0,
    /** The states with which it has renewed. */
    told: [] as NodeState[],
    /** Renewals are answered after that. */
    delay: Promise.resolve(),
  };
  const lease = new Lease({
    nodes: {
      renew: async (_ttlMs, state) => {
        world.told.push(state);
        await world.delay;
        const answer = world.answer();
        if (answer === undefined) throw new Error('the database is away');
        return answer;
      },
      expiring: async () => [],
      noteFull: async () => {},
      isRegionKnown: async () => true,
      expire: async () => 0,
      leave: async () => {},
    },
    observer,
    onDatabaseLoss,
    askPeer: (other) => world.askPeer(other),
    onExtended: (ms) => {
      world.extended.push(ms);
      world.permittedUntil = performance.now() + ms;
    },
    onLost: () => events.push('lost'),
    loadMax: 100,
  });
  await lease.start();
  if (enforced) await lease.enforce();
  t.teardown(() => lease.close());
  return { clock, lease, world, events };
}

const away = (): undefined => undefined;

t.test('it follows the clock of the database', async (t) => {
  const { clock, lease } = await startLease(t);
  await clock.tickAsync(10_000);
  t.ok(Math.abs(lease.now() - Date.now() - clockAheadMs) < 5);
});

t.test('an answer of the database that comes late does not set the clock', async (t) => {
  const { clock, lease, world } = await startLease(t);
  await clock.tickAsync(5_000);
  const { answer } = world;
  let isLate = true;
  world.answer = () => {
    const renewal = answer();
    // This process was busy from when the database answered.
    if (isLate) clock.jump(2_000);
    isLate = false;
    return renewal;
  };
  await clock.tickAsync(1_100);
  t.ok(Math.abs(lease.now() - Date.now() - clockAheadMs) < 5);
});

t.test('when the clock of the database is set, it is followed', async (t) => {
  const { clock, lease, world } = await startLease(t);
  const { answer } = world;
  world.answer = () => {
    const renewal = answer();
    return renewal && { ...renewal, databaseNow: renewal.databaseNow + 60_000 };
  };
  await clock.tickAsync(1_100);
  t.ok(Math.abs(lease.now() - Date.now() - clockAheadMs - 60_000) < 5);
});

t.test('after the clock of the database was set, no other node is declared gone before it has renewed', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { peers: [peer('other')] });
  await clock.tickAsync(20_000);
  t.equal(lease.mayExpireOthers, true);
  const { answer } = world;
  world.answer = () => {
    const renewal = answer();
    return renewal && { ...renewal, databaseNow: renewal.databaseNow + 2_200 };
  };
  await lease.renewAnew();
  t.equal(lease.mayExpireOthers, false);
  await clock.tickAsync(9_000);
  t.equal(lease.mayExpireOthers, false);
  await clock.tickAsync(2_000);
  t.equal(lease.mayExpireOthers, true);
  t.same([lease.state, ...events], ['valid']);
});

t.test('a database that has lost a renewal has lost those of other nodes too', async (t) => {
  const { clock, lease, world } = await startLease(t, { peers: [peer('other')] });
  await clock.tickAsync(20_000);
  const { answer } = world;
  world.answer = () => {
    const renewal = answer();
    return renewal && { ...renewal, formerUntil: renewal.formerUntil - 1_000 };
  };
  await lease.renewAnew();
  world.answer = answer;
  t.equal(lease.mayExpireOthers, false);
  await clock.tickAsync(9_000);
  t.equal(lease.mayExpireOthers, false);
  await clock.tickAsync(2_000);
  t.equal(lease.mayExpireOthers, true);
});

t.test('a node that disappears without draining is noticed once', async (t) => {
  const { clock, world, events } = await startLease(t, { peers: [peer('one'), { ...peer('two'), state: 'draining' }] });
  const { answer } = world;
  await clock.tickAsync(2_000);
  world.answer = () => {
    const renewal = answer();
    return renewal && { ...renewal, peers: [] };
  };
  await clock.tickAsync(5_000);
  t.same(events, ['peer gone']);
});

t.test('a node that others have declared gone while it started does not become ready', async (t) => {
  const { lease, world } = await startLease(t, { enforced: false });
  world.answer = () => null;
  await t.rejects(lease.enforce(), /declared gone/);
});

t.test('a node that starts slowly is not stopped', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { enforced: false, onDatabaseLoss: 'cut' });
  world.answer = away;
  await clock.tickAsync(10_000);
  t.same([lease.state, ...events, ...world.extended], ['holding']);
});

t.test('with the database away for everybody, the node goes on forwarding and decides nothing', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { peers: [peer('other')] });
  await clock.tickAsync(5_000);
  const { answer } = world;
  world.answer = away;
  await clock.tickAsync(2_400);
  t.equal(lease.state, 'valid', 'the lease lasts 2.5 s from the last renewal');
  await clock.tickAsync(1_300);
  t.same(events, ['hold']);
  await clock.tickAsync(120_000);
  t.same([lease.state, ...events], ['holding', 'hold']);
  t.equal(lease.mayExpireOthers, false);
  world.answer = answer;
  await clock.tickAsync(1_100);
  t.same([lease.state, ...events], ['valid', 'hold', 'resume']);
  t.equal(lease.mayExpireOthers, false, 'the others need the time to renew too');
  await clock.tickAsync(3_000);
  t.equal(lease.mayExpireOthers, false, 'and the time to find it after a failover');
  await clock.tickAsync(7_000);
  t.equal(lease.mayExpireOthers, true);
});

t.test('a single node holds on too', async (t) => {
  const { clock, lease, world } = await startLease(t);
  world.answer = away;
  await clock.tickAsync(60_000);
  t.equal(lease.state, 'holding');
});

t.test('a node that does not reach the database while another does stops before its rooms can be taken', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { peers: [peer('other')] });
  await clock.tickAsync(1_000);
  world.answer = away;
  world.askPeer = async () => ({ renewedForMs: 60_000, renewedAgoMs: 500 });
  await clock.tickAsync(2_500);
  t.same([lease.state, ...events], ['lost', 'lost']);
});

t.test('when the database has just failed for all nodes, none of them counts as cut off', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { peers: [peer('other')] });
  await clock.tickAsync(10_000);
  const awaySince = performance.now();
  world.answer = away;
  // Its lease is still valid for a while, as that of this node was.
  world.askPeer = async () => {
    const renewedAgoMs = performance.now() - awaySince + 10;
    return { renewedForMs: renewedAgoMs < 2_500 ? 60_000 : null, renewedAgoMs };
  };
  await clock.tickAsync(30_000);
  t.same([lease.state, ...events], ['holding', 'hold']);
});

t.test('the permission to forward has no gap from the last renewal to the hold mode', async (t) => {
  const { clock, world } = await startLease(t, { peers: [peer('other')] });
  world.answer = away;
  let until = performance.now() + 2_500;
  for (let ms = 0; ms < 10_000; ms += 50) {
    await clock.tickAsync(50);
    for (const given of world.extended.splice(0)) until = Math.max(until, performance.now() + given - 50);
    if (performance.now() > until) t.fail(`no permission to forward after ${ms} ms`);
  }
  t.pass();
});

t.test('a node does not stop while the other node has renewed for less than a whole lease', async (t) => {
  const { clock, lease, world } = await startLease(t, { peers: [peer('other')] });
  world.answer = away;
  await clock.tickAsync(10_000);
  world.askPeer = async () => ({ renewedForMs: 2_000, renewedAgoMs: 100 });
  await clock.tickAsync(200);
  t.equal(lease.state, 'holding');
  world.askPeer = async () => ({ renewedForMs: 2_500, renewedAgoMs: 100 });
  await clock.tickAsync(200);
  t.equal(lease.state, 'lost');
});

t.test('a node that reaches neither the database nor any other node stops', async (t) => {
  const { clock, lease, world } = await startLease(t, { peers: [peer('one'), peer('two')] });
  world.answer = away;
  world.askPeer = async () => {
    throw new Error('unreachable');
  };
  await clock.tickAsync(3_600);
  t.equal(lease.state, 'lost');
});

t.test('a node that does not know of each other node that it is away from the database too stops', async (t) => {
  const { clock, lease, world } = await startLease(t, { peers: [peer('one'), peer('two')] });
  world.answer = away;
  world.askPeer = async ({ incarnation }) => {
    if (incarnation === 'two') throw new Error('unreachable: it may be on the side of the database');
    return { renewedForMs: null, renewedAgoMs: 60_000 };
  };
  await clock.tickAsync(3_600);
  t.equal(lease.state, 'lost');
});

t.test('another node may miss questions for less than the time that it needs to take over rooms', async (t) => {
  const { clock, lease, world } = await startLease(t, { peers: [peer('other')] });
  world.answer = away;
  await clock.tickAsync(10_000);
  const { askPeer } = world;
  world.askPeer = async () => {
    throw new Error('unreachable');
  };
  await clock.tickAsync(2_300);
  t.equal(lease.state, 'holding');
  world.askPeer = askPeer;
  await clock.tickAsync(10_000);
  t.equal(lease.state, 'holding');
});

t.test('a node in hold mode stops when it is told by one that it does not know', async (t) => {
  const { clock, lease, world } = await startLease(t);
  lease.handleAsked(60_000);
  t.equal(lease.state, 'valid', 'its own lease is valid');
  world.answer = away;
  await clock.tickAsync(10_000);
  lease.handleAsked(null);
  lease.handleAsked(1_000);
  t.equal(lease.state, 'holding');
  lease.handleAsked(3_000);
  t.equal(lease.state, 'lost');
});

t.test('a node that drains or becomes ready says so, also when another renewal is under way', async (t) => {
  const { clock, lease, world } = await startLease(t, { enforced: false });
  for (const [change, state] of [
    [() => lease.enforce(), 'running'],
    [() => lease.drain(), 'draining'],
  ] as const) {
    const answered = Promise.withResolvers<void>();
    world.delay = answered.promise;
    await clock.tickAsync(500);
    world.told = [];
    const changed = change();
    world.delay = Promise.resolve();
    answered.resolve();
    await changed;
    t.same(world.told, [state]);
  }
});

t.test('with `cut` the node stops when its lease has run out', async (t) => {
  const { clock, lease, world } = await startLease(t, { onDatabaseLoss: 'cut' });
  world.answer = away;
  await clock.tickAsync(2_400);
  t.equal(lease.state, 'valid');
  await clock.tickAsync(200);
  t.equal(lease.state, 'lost');
});

t.test('a node that was declared gone stops at once and never renews again', async (t) => {
  const { clock, lease, world, events } = await startLease(t);
  const { answer } = world;
  world.answer = () => null;
  await clock.tickAsync(1_000);
  t.same([lease.state, ...events], ['lost', 'lost']);
  world.answer = answer;
  await clock.tickAsync(10_000);
  t.equal(lease.state, 'lost');
});

t.test('a process that was stopped for longer than its lease notices within 100 ms', async (t) => {
  const { clock, lease, world } = await startLease(t, { onDatabaseLoss: 'cut' });
  world.answer = away;
  // Time passes without timers, as for a process that is stopped.
  clock.setSystemTime();
  clock.jump(30_000);
  await clock.tickAsync(100);
  t.equal(lease.state, 'lost');
});

/** With a quarter of a second for the renewal that follows, on a busy machine. */
t.test(
  'a process that is stopped for 1.75 s, at whatever moment, continues before its permission to forward ends',
  async (t) => {
    const { clock, world } = await startLease(t);
    for (let ms = 0; ms < 3_000; ms += 50) {
      await clock.tickAsync(50);
      if (world.permittedUntil - performance.now() < 2_000) t.fail(`too short at ${ms} ms`);
    }
    t.pass();
  },
);

t.test('a process that was stopped during a renewal renews again as soon as it continues', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { peers: [peer('other')] });
  world.askPeer = async () => ({ renewedForMs: 60_000, renewedAgoMs: 100 });
  await clock.tickAsync(2_000);
  const underWay = Promise.withResolvers<void>();
  world.delay = underWay.promise;
  await clock.tickAsync(500);
  // Time passes without timers.
  clock.jump(1_500);
  t.equal(lease.state, 'valid');
  world.delay = Promise.resolve();
  const continuedAt = performance.now();
  underWay.reject(new Error('the time limit of the statement is over'));
  await clock.tickAsync(1);
  t.ok(world.permittedUntil >= continuedAt + 2_500);
  await clock.tickAsync(10_000);
  t.same([lease.state, ...events], ['valid']);
});

t.test('a renewal that takes long after a stop gives no permission before it is answered', async (t) => {
  const { clock, world } = await startLease(t, { peers: [peer('other')] });
  // It has renewed last before this node did.
  world.askPeer = async () => ({ renewedForMs: 60_000, renewedAgoMs: 400 });
  await clock.tickAsync(2_100);
  const underWay = Promise.withResolvers<void>();
  world.delay = underWay.promise;
  const until = world.permittedUntil;
  // Time passes without timers.
  clock.jump(1_500);
  await clock.tickAsync(200);
  t.equal(world.permittedUntil, until);
  underWay.resolve();
  await clock.tickAsync(1);
  t.ok(world.permittedUntil > until);
});

t.test('with the database away when a process continues after a stop, there is no gap before hold mode', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { peers: [peer('other')] });
  await clock.tickAsync(2_100);
  const awaySince = performance.now();
  world.answer = away;
  world.askPeer = async () => ({ renewedForMs: null, renewedAgoMs: performance.now() - awaySince + 300 });
  clock.jump(1_500);
  for (let ms = 0; ms < 5_000; ms += 50) {
    await clock.tickAsync(50);
    if (performance.now() > world.permittedUntil) t.fail(`no permission to forward after ${ms} ms`);
  }
  t.same([lease.state, ...events], ['holding', 'hold']);
});

t.test('one renewal without an answer does not cost the lease', async (t) => {
  const { clock, lease, world, events } = await startLease(t, { onDatabaseLoss: 'cut' });
  await clock.tickAsync(2_000);
  const unanswered = Promise.withResolvers<void>();
  world.delay = unanswered.promise;
  await clock.tickAsync(500);
  world.delay = Promise.resolve();
  // The time limit of a statement about leases.
  await clock.tickAsync(1_000);
  unanswered.reject(new Error('no answer'));
  await clock.tickAsync(1);
  t.ok(world.permittedUntil - performance.now() > 2_400, 'it is renewed with a second to spare');
  await clock.tickAsync(5_000);
  t.same([lease.state, ...events], ['valid']);
});

t.test('nothing is renewed after it was closed, also when a renewal was overdue', async (t) => {
  const { clock, lease, world } = await startLease(t);
  const underWay = Promise.withResolvers<void>();
  world.delay = underWay.promise;
  await clock.tickAsync(1_200);
  world.told = [];
  lease.close();
  underWay.resolve();
  await clock.tickAsync(2_000);
  t.same(world.told, []);
});

t.test('whatever the database does, the permission to forward never outlasts the lease that it knows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('works', 'away', 'gone'), fc.integer({ min: 50, max: 4_000 })), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.constantFrom<'hold' | 'cut'>('hold', 'cut'),
      async (phases, onDatabaseLoss) => {
        const works: (() => void)[] = [];
        const scope = { teardown: (work: () => void) => works.push(work) };
        const { clock, lease, world } = await startLease(scope, { onDatabaseLoss, peers: [peer('other')] });
        const { answer } = world;
        let [lastSent, states] = [performance.now(), [] as LeaseState[]];
        for (const [phase, ms] of phases) {
          world.answer = () => {
            if (phase === 'away') return undefined;
            if (phase === 'gone') return null;
            lastSent = performance.now();
            return answer();
          };
          world.askPeer = async () => ({ renewedForMs: phase === 'away' ? null : 60_000, renewedAgoMs: 100 });
          await clock.tickAsync(ms);
          states = [...states, lease.state];
          const hasRunOut = performance.now() - lastSent > 2_500;
          if (lease.state === 'valid' && hasRunOut) throw new Error('valid after the lease');
          if (onDatabaseLoss === 'cut' && lease.state === 'holding') throw new Error('held');
        }
        const lostAt = states.indexOf('lost');
        if (lostAt !== -1 && states.slice(lostAt).some((state) => state !== 'lost')) throw new Error('came back');
        for (const work of works.reverse()) work();
      },
    ),
    { numRuns: 200, seed: Number(process.env.HEARTHROOM_SEED ?? 1) },
  );
});
