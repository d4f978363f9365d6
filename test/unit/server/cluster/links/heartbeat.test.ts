import { EventEmitter } from 'node:events';
import t from 'tap';
import { Heartbeat } from '../../../../../server/src/cluster/links/heartbeat.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const [connecting, open, closed] = [0, 1, 3];

/** A connection of which the peer answers each ping, or none. */
class FakeSocket extends EventEmitter {
  readyState = connecting;
  #isAnswered: boolean;

  constructor(isAnswered: boolean) {
    super();
    this.#isAnswered = isAnswered;
  }

  open(): void {
    this.readyState = open;
    this.emit('open');
  }

  /** The network drops what is sent from now on. TCP does not find that for minutes. */
  lose(): void {
    this.#isAnswered = false;
  }

  ping(): void {
    if (this.#isAnswered) this.emit('pong');
  }

  terminate(): void {
    this.readyState = closed;
  }
}

function start(t: Parameters<typeof useFakeTime>[0]) {
  const clock = useFakeTime(t);
  const sockets: FakeSocket[] = [];
  let missed = 0;
  const dial = (): FakeSocket => {
    const socket = new FakeSocket(true);
    sockets.push(socket);
    return socket;
  };
  const handleMissed = (): void => {
    missed += 1;
  };
  const heartbeat = new Heartbeat(dial, handleMissed, { heartbeatMs: 1_000, maxMissed: 3 });
  t.teardown(() => heartbeat.close());
  const newest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('nothing was dialled');
    return socket;
  };
  return { clock, sockets, newest, missed: () => missed };
}

t.test('a peer that answers is not given up', async (t) => {
  const { clock, newest, sockets, missed } = start(t);
  newest().open();
  clock.tick(60_000);
  t.equal(missed(), 0);
  t.equal(sockets.length, 1);
});

t.test('a peer is given up after three intervals without an answer, and again while it does not answer', async (t) => {
  const { clock, newest, missed } = start(t);
  newest().open();
  clock.tick(10_000);
  newest().lose();
  clock.tick(3_000);
  t.equal(missed(), 0, 'the answer to the last ping counts for one interval');
  clock.tick(1_000);
  t.equal(missed(), 1);
  clock.tick(2_000);
  t.equal(missed(), 3);
});

t.test(
  'a connection on which a peer was given up is replaced, so that it is heard as soon as it answers',
  async (t) => {
    const { clock, newest, sockets, missed } = start(t);
    newest().open();
    newest().lose();
    clock.tick(5_000);
    const [first] = sockets;
    t.equal(first?.readyState, closed, 'TCP would wait ever longer before it tries that one again');
    t.equal(sockets.length, 2);
    clock.tick(2_500);
    t.equal(sockets.length, 2, 'one that is being opened has its own time limit');
    newest().open();
    const before = missed();
    clock.tick(10_000);
    t.equal(missed(), before);
  },
);
