/**
 * Which TURN relays the SDK passes to its RTCPeerConnections when a real server names them.
 * test/browser/firewall.test.ts tests their media.
 */
import { execFileSync } from 'node:child_process';
import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { startTestServer } from '../../../support/server/test-server.ts';
import { SyntheticPeerConnection } from '../../../support/werift/synthetic-peer-connection.ts';
import { SyntheticPerson } from '../../../support/werift/synthetic-person.ts';

type Configuration = NonNullable<ConstructorParameters<typeof SyntheticPeerConnection>[0]>;

const url = 'turn:relay.example:3478';
const server = await startTestServer({
  env: { HEARTHROOM_TURN_URLS: url, HEARTHROOM_TURN_SECRET: 'a-secret-of-the-relay-0123456789abcdef' },
});
t.teardown(() => server.close());

/** A participant with microphone on, and the relays of their connections: at creation, and later. */
async function setUp(t: { teardown: (work: () => Promise<void>) => void }) {
  const made: unknown[] = [];
  const renewed: unknown[] = [];
  // werift would connect to the host; here only its configuration is recorded.
  class Told extends SyntheticPeerConnection {
    constructor({ iceServers, ...configuration }: Configuration = {}) {
      super(configuration);
      made.push(...(iceServers ?? []));
    }

    override setConfiguration({ iceServers, ...configuration }: Configuration): void {
      renewed.push(...(iceServers ?? []));
      super.setConfiguration(configuration);
    }
  }
  const signals = new EventTarget();
  const parts: unknown = { RTCPeerConnection: Told };
  const room = await server.createRoom();
  const weber = new SyntheticPerson({
    url: server.url,
    getToken: () => server.tokenFor(room, { sub: 'weber', role: 'therapist', name: 'Weber' }),
    environment: { signals, ...(parts as { RTCPeerConnection: typeof RTCPeerConnection }) },
  });
  t.teardown(() => weber.leave());
  await weber.session.connect();
  await weber.speak();
  return { weber, signals, made, renewed };
}

const relay = { urls: [url], username: /^\d+:[\da-f]+$/, credential: String };
const namesOf = (relays: unknown[]) => new Set(relays.map((one) => (one as { username: string }).username));

t.test('an ICE restart brings fresh credentials: those from the beginning may have run out', async (t) => {
  const { weber, signals, made, renewed } = await setUp(t);
  t.match(made, [relay, relay], 'both transports know the relay');
  signals.dispatchEvent(new Event('online'));
  await waitUntil(() => renewed.length === 1, 'the transport in use is told');
  t.match(renewed, [relay]);
  t.notOk(namesOf(made).has([...namesOf(renewed)][0] ?? ''), 'under a new user name');
  t.same(weber.failures, []);
});

t.test('transports that are opened anew get fresh credentials as well', async (t) => {
  const { made } = await setUp(t);
  const before = namesOf(made);
  const worker = execFileSync('pgrep', ['-P', String(process.pid), 'mediasoup'], { encoding: 'utf8' });
  process.kill(Number(worker.trim()), 'SIGKILL');
  await waitUntil(() => made.length === 4, 'opened anew');
  t.match(made.slice(2), [relay, relay]);
  t.notOk(before.has([...namesOf(made.slice(2))][0] ?? ''), 'under a new user name');
});
