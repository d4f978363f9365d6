/**
 * Somebody with a participant's token but without their resume secret learns nothing about them through their own
 * media.
 */
import t from 'tap';
import { childrenOf } from '../../support/faults/causes/processes.ts';
import { opusAndVp8, opusParameters } from '../../support/media/rtp-packets.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

t.setTimeout(240_000);
const server = await startTestServer({ mediaTimings: { connectTimeoutMs: 300 } });
t.teardown(() => server.close());

/** Where the owner of the token is when the other one connects. */
const owners = [
  'absent',
  'waits',
  'inside',
  'suspended',
  'inside until the other one waits',
  'inside until the other one drops',
] as const;
type Owner = (typeof owners)[number];

/** A room of its own for each test case, with the owner of the token placed in it. */
class Stage {
  readonly where: Owner;
  readonly token: string;
  readonly #room: string;
  #owner: RawClient | null = null;

  static async set(where: Owner): Promise<Stage> {
    const room = await server.createRoom({ seatLeaseSeconds: 600 });
    const weber = await server.tokenFor(room, { sub: 'weber', role: 'therapist', name: 'Dr. Weber' });
    await RawClient.join(server.url, { token: weber });
    const token = await server.tokenFor(room, { sub: 'anna', role: 'client', name: 'Anna' });
    const stage = new Stage(where, room, token);
    if (where !== 'absent') await stage.#placeOwner();
    return stage;
  }

  private constructor(where: Owner, room: string, token: string) {
    this.where = where;
    this.#room = room;
    this.token = token;
  }

  async #placeOwner(): Promise<void> {
    const { client } = await RawClient.join(server.url, { token: this.token, rtpCapabilities: opusAndVp8 });
    this.#owner = client;
    if (this.where === 'waits') return;
    const { id, epoch } = await this.seat();
    const entries = [{ seatId: id, epoch }];
    await server.app.registry.apply(this.#room, { type: 'admit', actor: { kind: 'api' }, entries, all: false });
    await client.notification('snapshotReplaced');
    await client.request('publishTrack', {
      source: 'microphone',
      kind: 'audio',
      rtpParameters: opusParameters(1_234),
    });
    if (this.where !== 'suspended') return;
    client.socket.terminate();
    await waitUntil(async () => (await this.seat()).state === 'suspended', 'the owner is suspended');
  }

  /** The seat of the token. */
  async seat() {
    const seats = Object.values((await server.app.registry.getRecord(this.#room)).state.seats);
    return seats.find(({ claims }) => claims.sub === 'anna') ?? fail();
  }

  async ownerLeaves(): Promise<void> {
    await this.#owner?.request('leave');
  }
}

/** Replaces random values, numbered in order of appearance, and times by names. */
class Names {
  readonly #names = new Map<string, string>();

  in(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value), (key, inner) => this.#nameOf(key, inner));
  }

  #nameOf(key: string, value: unknown): unknown {
    // The worker lists its fingerprints in varying order.
    if (key === 'fingerprints' || (typeof value === 'number' && (value > 1e12 || key === 'port'))) return key;
    if (typeof value !== 'string' || !isRandom.test(key)) return value;
    const name = this.#names.get(value) ?? `#${this.#names.size + 1}`;
    this.#names.set(value, name);
    return name;
  }
}

const isRandom = /^(id|participantId|usernameFragment|password|foundation|resumeSecret|trackId|consumerId)$/;

/** Somebody with the token, and all answers and notifications to their connections. */
class Bearer {
  readonly #stage: Stage;
  readonly #clients: RawClient[] = [];
  readonly #answers: unknown[] = [];
  #arrival: Record<string, unknown> = {};
  #transports: { send?: { id: string }; receive?: { id: string } } = {};

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get #client(): RawClient {
    return this.#clients.at(-1) ?? fail();
  }

  connect(): Promise<void> {
    return this.#join({});
  }

  async drop(): Promise<void> {
    this.#client.socket.terminate();
    const isNoticed = async () => {
      const seat = await this.#stage.seat();
      return (seat.challenger ?? seat).connectionId === null;
    };
    await waitUntil(isNoticed, 'the server notices');
  }

  /** With the secret of their own previous connection. */
  comeBack(): Promise<void> {
    return this.#join({ resumeSecret: String(this.#arrival.resumeSecret) });
  }

  async #join(secret: { resumeSecret?: string }): Promise<void> {
    const { token } = this.#stage;
    const options = { token, keepMedia: true, rtpCapabilities: opusAndVp8, ...secret };
    const { client, arrival } = await RawClient.join(server.url, options);
    this.#clients.push(client);
    this.#answers.push(arrival);
    this.#arrival = arrival;
    this.#transports = Object(arrival.transports);
  }

  async openMedia(): Promise<void> {
    const before = this.#transports;
    const answer = await this.#client.request('openMedia', { rtpCapabilities: opusAndVp8 });
    this.#answers.push(answer);
    this.#transports = 'result' in answer ? Object(answer.result) : {};
    await this.#connectTransport(before.send?.id);
  }

  /** All requests about media, in an order in which as many as possible are accepted. */
  async askEverything(): Promise<void> {
    const { send, receive } = this.#transports;
    for (const id of [send?.id, receive?.id, send?.id, 'none']) await this.#connectTransport(id);
    for (const id of [send?.id, 'none']) await this.#ask('restartIce', { transportId: id });
    const microphone = { source: 'microphone', kind: 'audio', rtpParameters: opusParameters(4_321) };
    await this.#ask('publishTrack', microphone);
    for (const method of ['closeTrack', 'pauseTrack', 'resumeTrack']) await this.#ask(method, { trackId: 'none' });
    for (const method of ['pauseConsumers', 'resumeConsumers']) await this.#ask(method, { consumerIds: ['none'] });
    await this.#ask('showVideos', { videos: [{ consumerId: 'none', spatialLayer: 0 }] });
    await this.#ask('setPreferredLayers', { consumerId: 'none', spatialLayer: 0 });
  }

  #connectTransport(transportId: string | undefined): Promise<void> {
    const value = Array(32).fill('AB').join(':');
    return this.#ask('connectTransport', {
      transportId,
      dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] },
    });
  }

  async #ask(method: string, params: object): Promise<void> {
    this.#answers.push([method, await this.#client.request(method, params)]);
  }

  /** Waits until this connection has received this notification this many times. */
  async isTold(times: number, method: string): Promise<void> {
    const count = () => this.#client.notifications.filter((one) => one.method === method).length;
    // A path is lost after seconds, and its quality is told when it has been judged so twice.
    await waitUntil(() => count() >= times, `${method} is told`, 25);
  }

  /** In a form that can be compared with what others observe. */
  async observations(): Promise<unknown> {
    // The answer arrives after all earlier notifications.
    await this.#client.request('ping');
    const told = this.#clients.map(({ notifications }) => notifications.filter(({ method }) => method !== 'hello'));
    return new Names().in({ answers: this.#answers, told });
  }
}

function fail(): never {
  throw new Error('nobody is there');
}

async function killWorker(): Promise<void> {
  const started = new Promise<void>((resolve) => server.app.observer.once('workerStarted', () => resolve()));
  for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL');
  await started;
}

t.test('answers and notifications about media are the same wherever the owner of the token is', async (t) => {
  const stages = await Promise.all(owners.map((where) => Stage.set(where)));
  const bearers = stages.map((stage) => new Bearer(stage));
  const all = (step: (bearer: Bearer) => Promise<void>) => Promise.all(bearers.map(step));
  const ownerLeaves = (owner: Owner) => stages.find(({ where }) => where === owner)?.ownerLeaves();
  const qualityIsTold = (times: number) => all((one) => one.isTold(times, 'connectionQualityChanged'));

  await all((one) => one.connect());
  await all((one) => one.askEverything());
  await qualityIsTold(1);
  await all((one) => one.openMedia());
  await qualityIsTold(2);
  await ownerLeaves('inside until the other one waits');
  await all((one) => one.askEverything());
  await qualityIsTold(3);
  await all((one) => one.drop());
  await ownerLeaves('inside until the other one drops');
  await all((one) => one.comeBack());
  await all((one) => one.askEverything());
  await qualityIsTold(1);
  await killWorker();
  await all((one) => one.isTold(1, 'mediaReset'));
  await all((one) => one.askEverything());
  await all((one) => one.openMedia());
  await qualityIsTold(2);

  const [absent, ...others] = await Promise.all(bearers.map((one) => one.observations()));
  // Three qualities, then two and a mediaReset; with each quality comes mediaDegradationChanged.
  t.match(absent, { told: [{ length: 6 }, { length: 5 }] });
  for (const seen of others) t.same(seen, absent);
});
