import { EventEmitter } from 'node:events';
import type { MediaDegradation } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { QualityWatch, type Watched } from '../../../../../server/src/media/observation/connection-quality.ts';
import { LineCensus } from '../../../../../server/src/media/observation/line-census.ts';
import type { Reception, Track } from '../../../../../server/src/media/peers/peer.ts';
import type { SeatQuality } from '../../../../../server/src/rooms/ports.ts';
import { TestPolicy } from '../../../../support/media/test-policy.ts';

type Seat = { -readonly [Key in keyof Watched]: Watched[Key] };

interface ReceptionOptions {
  kind?: 'audio' | 'video';
  /** Of what this seat receives. */
  score?: number;
  /** Of what reached the server. */
  producerScore?: number;
}

/** A video that this seat shows, or a voice. */
function reception(from: string, { kind = 'video', score = 10, producerScore = 10 }: ReceptionOptions = {}): Reception {
  const consumer = {
    kind,
    paused: false,
    producerPaused: false,
    type: 'simple',
    score: { score, producerScore },
    observer: new EventEmitter(),
  };
  const track = { owner: from, source: kind === 'video' ? 'camera' : 'microphone', producer: { id: `t-${from}` } };
  return Object.assign(Object.create(null), { consumer, track, state: 'announced' });
}

const track = (score: number): Track =>
  Object.assign(Object.create(null), {
    source: 'microphone',
    paused: false,
    producer: { score: [{ score }], observer: new EventEmitter() },
  });

function setUp(t: { teardown: (work: () => void) => void }, ...seatIds: string[]) {
  const seats = new Map<string, Seat>(
    seatIds.map((seatId) => [
      seatId,
      {
        seatId,
        isPathLost: false,
        isConnecting: false,
        lineStats: { lostUp: 0, lostDown: 0, spareBps: 0 },
        network: `192.0.2.${seatIds.indexOf(seatId)}`,
        tracks: new Map(),
        receptions: new Map(),
      },
    ]),
  );
  const policy = new TestPolicy(...seatIds);
  const said: { to: string; seats: SeatQuality[] }[] = [];
  const degraded: { to: string; degradation: MediaDegradation | null }[] = [];
  const starved = new Set<Reception>();
  const strained = new Set<string>();
  const watch = new QualityWatch({
    policy,
    peers: seats,
    handlers: {
      connectionQualityChanged: (to, news) => said.push({ to, seats: news }),
      mediaDegradationChanged: (to, degradation) => degraded.push({ to, degradation }),
    },
    flow: { isStarved: (_to, one) => starved.has(one) },
    census: new LineCensus(),
    isStrained: (seatId) => strained.has(seatId),
  });
  t.teardown(() => watch.close());
  const seat = (seatId: string): Seat => {
    const found = seats.get(seatId);
    if (!found) throw new Error(`There is no seat of ${seatId}`);
    return found;
  };
  const cut = (seatId: string, isPathLost = true) => {
    seat(seatId).isPathLost = isPathLost;
  };
  /** What this seat sends from now on gets this score at the server. */
  const send = (seatId: string, score: number) => {
    seat(seatId).tracks = new Map([['microphone', track(score)]]);
  };
  /** What this seat receives from now on. */
  const receive = (seatId: string, ...receptions: Reception[]) => {
    seat(seatId).receptions = new Map(receptions.map((one) => [one.track, one]));
  };
  let seconds = 0;
  const look = (times: number) => {
    for (let count = 0; count < times; count += 1) {
      watch.look(seconds * 1_000);
      seconds += 2;
    }
  };
  /** Whom each seat was told of since the last call. */
  const news = () =>
    said.splice(0).map(({ to, seats }) => `${to}: ${seats.map((one) => `${one.seatId} ${one.quality}`)}`);
  const causes = () => degraded.splice(0).map(({ to, degradation }) => `${to}: ${degradation?.cause ?? 'well'}`);
  return { seats, policy, said, degraded, starved, strained, watch, cut, send, receive, look, news, causes };
}

t.test('a change that lasts is told once to everybody who may know, oneself included', async (t) => {
  const { said, cut, look } = setUp(t, 'anna', 'ben');
  look(3);
  t.same(said, [], 'nobody is told what goes well');
  cut('ben');
  look(1);
  t.same(said, [], 'one look is no change');
  look(4);
  const news = [{ seatId: 'ben', quality: 'lost' }];
  t.same(said, [
    { to: 'anna', seats: news },
    { to: 'ben', seats: news },
  ]);
});

t.test('until new transports have connected or failed to, what was known of the old ones stands', async (t) => {
  const { seats, said, cut, look } = setUp(t, 'anna');
  const connecting = (isConnecting: boolean) => {
    const seat = seats.get('anna');
    if (seat) seat.isConnecting = isConnecting;
  };
  cut('anna');
  look(2);
  cut('anna', false);
  connecting(true);
  look(5);
  cut('anna');
  look(5);
  t.same(
    said.map(({ seats }) => seats[0]?.quality),
    ['lost'],
    'an attempt after the other is not told as a change each time',
  );
  cut('anna', false);
  connecting(false);
  look(3);
  t.equal(said.at(-1)?.seats[0]?.quality, 'good');
});

t.test('of somebody new under an id nothing is told that was known of the one before', async (t) => {
  const { said, watch, cut, look } = setUp(t, 'anna');
  cut('anna');
  look(2);
  said.length = 0;
  watch.remove('anna');
  cut('anna', false);
  look(4);
  t.same(said, []);
});

t.test('several changes are told in one message', async (t) => {
  const { said, cut, look } = setUp(t, 'anna', 'ben', 'cora');
  cut('ben');
  cut('cora');
  look(2);
  t.same(
    said.find(({ to }) => to === 'anna')?.seats.map(({ seatId }) => seatId),
    ['ben', 'cora'],
  );
});

t.test('of those whom one may not see nothing is told, and what changed meanwhile is told when one may', async (t) => {
  const { policy, said, cut, look } = setUp(t, 'anna', 'ben');
  policy.inside.delete('ben');
  cut('ben');
  look(4);
  t.same(
    said.map(({ to }) => to),
    ['ben'],
    'their own connection is theirs to know',
  );
  policy.inside.add('ben');
  look(1);
  t.same(said.at(-1), { to: 'anna', seats: [{ seatId: 'ben', quality: 'lost' }] });
});

t.test(
  'what was told of somebody is told again when one may see them again: a client drops whom it doesn’t see',
  async (t) => {
    const { policy, said, cut, look } = setUp(t, 'anna', 'ben', 'cora');
    cut('ben');
    look(2);
    policy.inside.delete('ben');
    look(1);
    policy.inside.add('ben');
    said.length = 0;
    look(2);
    const news = [{ seatId: 'ben', quality: 'lost' }];
    t.same(said, [
      { to: 'anna', seats: news },
      { to: 'cora', seats: news },
    ]);
  },
);

t.test('a client that begins anew is told again what is not good', async (t) => {
  const { said, watch, cut, look } = setUp(t, 'anna', 'ben');
  cut('ben');
  look(2);
  watch.forget('anna');
  look(2);
  t.equal(said.filter(({ to }) => to === 'anna').length, 2);
  cut('ben', false);
  look(3);
  t.same(said.at(-2), { to: 'anna', seats: [{ seatId: 'ben', quality: 'good' }] });
});

t.test(
  'whose line it is: a person who sends badly is named to all, one who receives badly to hosts alone',
  async (t) => {
    const { policy, send, receive, look, news, causes } = setUp(t, 'weber', 'anna', 'ben');
    policy.hosts.add('weber');
    send('anna', 3);
    receive('ben', reception('weber', { score: 2 }), reception('anna', { score: 2, producerScore: 3 }));
    receive('weber', reception('anna', { score: 3, producerScore: 3 }), reception('ben'));
    look(3);
    t.same(news(), ['weber: anna weak,ben weak', 'anna: anna weak', 'ben: anna weak,ben weak']);
    t.same(causes(), ['anna: own-line', 'ben: own-line'], 'the host’s own line is good');
    send('anna', 10);
    look(3);
    t.same(news(), ['weber: anna good', 'anna: anna good', 'ben: anna good']);
    t.same(causes(), ['anna: well']);
  },
);

t.test('a stream that was bad at its sender is nobody else’s fault', async (t) => {
  const { receive, look, news, causes } = setUp(t, 'anna', 'ben');
  receive('ben', reception('anna', { score: 2, producerScore: 5 }));
  look(5);
  t.same(news(), []);
  t.same(causes(), []);
});

t.test('what the session does is told once, with the videos that are paused, and when it is over', async (t) => {
  const { receive, look, degraded, starved, watch } = setUp(t, 'anna', 'ben', 'cora');
  const [ben, cora] = [reception('ben'), reception('cora')];
  receive('anna', ben, cora, reception('cora', { kind: 'audio' }));
  starved.add(ben).add(cora);
  watch.handleFlowChanged('anna');
  t.same(degraded, [], 'not before it is known who is at fault');
  look(4);
  const none = { cause: 'own-line', sending: false, receiving: true, videos: 'none' };
  t.same(degraded.splice(0), [{ to: 'anna', degradation: { ...none, pausedTracks: ['t-ben', 't-cora'] } }]);
  starved.delete(cora);
  watch.handleFlowChanged('anna');
  t.same(degraded.splice(0), [{ to: 'anna', degradation: { ...none, pausedTracks: ['t-ben'] } }], 'at once');
  look(3);
  t.match(degraded.splice(0), [{ degradation: { videos: 'some', pausedTracks: ['t-ben'] } }]);
  starved.clear();
  watch.handleFlowChanged('anna');
  look(3);
  t.match(degraded, [{ degradation: { videos: 'some', pausedTracks: [] } }, { to: 'anna', degradation: null }]);
});

t.test('while a worker is strained nobody’s line is at fault, and all who receive media are told', async (t) => {
  const { policy, send, receive, strained, look, news, causes } = setUp(t, 'weber', 'anna', 'ben', 'dora');
  policy.hosts.add('weber');
  strained.add('anna').add('ben').add('weber').add('dora');
  receive('ben', reception('anna'));
  look(3);
  t.same(causes(), [], 'nothing of it is noticed');
  send('anna', 3);
  look(3);
  t.same(news(), []);
  t.same(causes(), ['anna: server', 'ben: server'], 'others have no media');
});

t.test('lines of many networks that become bad at once are the server’s fault', async (t) => {
  const { cut, look, causes } = setUp(t, 'anna', 'ben', 'cora', 'dora');
  look(1);
  for (const one of ['anna', 'ben', 'cora']) cut(one);
  look(3);
  t.same(causes(), ['anna: server', 'ben: server', 'cora: server']);
});

t.test('a client that begins anew is told again what does not pass well', async (t) => {
  const { watch, cut, look, causes } = setUp(t, 'anna');
  cut('anna');
  look(2);
  watch.forget('anna');
  look(2);
  t.same(causes(), ['anna: own-line', 'anna: own-line']);
});
