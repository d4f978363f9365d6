/** Media through firewalls: a browser in its own network, behind a firewall that blocks more and more. */
import t, { type Test } from 'tap';
import { launchChromium } from '../support/browser/browsers.ts';
import { enterOwnNetwork, whyNoOwnNetwork } from '../support/browser/own-network.ts';
import { startToolPage } from '../support/browser/page-server.ts';
import { Person, until } from '../support/browser/person.ts';
import type { MediaPath } from '../support/browser/test-page.ts';
import { BehindFirewall, type Blocked, house } from '../support/network/behind-firewall.ts';
import { startTestServer } from '../support/server/test-server.ts';
import { Coturn, turnSecret, whyNoCoturn } from '../support/turn/coturn.ts';

const noNetwork = whyNoOwnNetwork();
if (noNetwork === null) enterOwnNetwork();
const noRelay = noNetwork ?? whyNoCoturn();

const network = noNetwork === null ? await BehindFirewall.create() : null;
// Allocations last longer than the clients' credentials are valid in these tests, but short enough to observe a
// renewal.
const more = ['max-allocate-lifetime=20'];
const relay = noRelay === null ? await Coturn.start({ address: house.relay, peerAddress: house.media, more }) : null;
t.teardown(async () => {
  await relay?.close();
  network?.close();
});

interface Turn {
  urls: string[];
  ttlSeconds?: number;
}

const relayUrl = (transport: 'udp' | 'tcp') => `turn:${house.relay}:3478?transport=${transport}`;

/** Two participants behind a firewall that blocks this, in a session on a server that names these relays. */
async function setUp(t: Test, blocked: Blocked[], turn: Turn | null): Promise<Person[]> {
  network?.block(...blocked);
  const pages = await startToolPage(house.pages);
  const server = await startTestServer({
    host: house.pages,
    env: {
      HEARTHROOM_ALLOWED_ORIGINS: pages.url,
      HEARTHROOM_MEDIA_LISTEN_IP: house.media,
      ...(turn && { HEARTHROOM_TURN_URLS: turn.urls.join(','), HEARTHROOM_TURN_SECRET: turnSecret }),
      ...(turn?.ttlSeconds && { HEARTHROOM_TURN_TTL_SECONDS: String(turn.ttlSeconds) }),
    },
  });
  // A camera requires a secure page, and this one has no certificate.
  const flags = [`--unsafely-treat-insecure-origin-as-secure=${pages.url}`];
  const browser = await launchChromium(flags, { wrap: (path) => network?.wrap(path) ?? path });
  t.teardown(async () => {
    await browser.close();
    pages.close();
    await server.close();
  });
  const room = await server.createRoom();
  const join = async (name: string) => {
    const person = await Person.open(browser, pages.url, name);
    const token = await server.tokenFor(room, { sub: name.toLowerCase(), role: 'therapist', name });
    await person.join(server.url, token);
    await person.publish();
    return person;
  };
  return [await join('Weber'), await join('Roth')];
}

/** Waits for decoded pictures and audio packets that arrive after this call. */
async function seesAndHears(person: Person): Promise<void> {
  const now = async () => {
    const streams = await person.inbound();
    const sum = (kind: string, of: 'framesDecoded' | 'packets') =>
      streams.filter((stream) => stream.kind === kind).reduce((total, stream) => total + stream[of], 0);
    return { frames: sum('video', 'framesDecoded'), packets: sum('audio', 'packets') };
  };
  let before = await now();
  await until(async () => {
    const { frames, packets } = await now();
    // Counters of new transports start at zero.
    if (frames < before.frames) before = { frames: 0, packets: 0 };
    return frames >= before.frames + 20 && packets >= before.packets + 20;
  }, `${person.name} sees and hears the other`);
}

type Way = 'direct, udp' | 'direct, tcp' | 'relay, udp' | 'relay, tcp';

const wayOf = ({ type, protocol, relayProtocol }: MediaPath): string =>
  type === 'relay' ? `relay, ${relayProtocol}` : `direct, ${protocol}`;

/** Both participants exchange media over this path. */
async function flows(t: Test, people: Person[], way: Way): Promise<void> {
  for (const person of people) {
    await seesAndHears(person);
    const ways = (await person.mediaPaths()).map(wayOf);
    t.same(ways, [way, way], `${person.name} sends and receives: ${way}`);
  }
}

t.test('without a firewall, media goes over UDP directly to the server', { skip: noNetwork ?? false }, async (t) => {
  const people = await setUp(t, [], null);
  await flows(t, people, 'direct, udp');
});

t.test(
  'if UDP is blocked, media goes over TCP to the server, without a relay',
  { skip: noNetwork ?? false },
  async (t) => {
    const people = await setUp(t, [{ protocol: 'udp' }], null);
    await flows(t, people, 'direct, tcp');
  },
);

t.test('if the media server is unreachable, media goes over a relay, by UDP', { skip: noRelay ?? false }, async (t) => {
  const people = await setUp(t, [{ to: 'media' }], { urls: [relayUrl('udp')] });
  await flows(t, people, 'relay, udp');
});

t.test(
  'if UDP to the relay is blocked too, the client connects to the relay over TCP',
  { skip: noRelay ?? false },
  async (t) => {
    const people = await setUp(t, [{ to: 'media' }, { protocol: 'udp' }], { urls: [relayUrl('udp'), relayUrl('tcp')] });
    await flows(t, people, 'relay, tcp');
  },
);

t.test('a session continues after its relay credentials have expired', { skip: noRelay ?? false }, async (t) => {
  const ttlSeconds = 10;
  const people = await setUp(t, [{ to: 'media' }], { urls: [relayUrl('udp')], ttlSeconds });
  await flows(t, people, 'relay, udp');
  // Two times over: meanwhile the allocations must be renewed, with their original credentials.
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  await flows(t, people, 'relay, udp');
  const opened = () => people.map(({ frames }) => frames.filter((text) => text.includes('"iceCandidates"')).length);
  const before = opened();
  await relay?.restart();
  for (const { frames, name } of people) {
    await until(
      () => frames.some((text) => text.includes('"iceParameters"') && !text.includes('"iceCandidates"')),
      `${name} seeks a path`,
    );
  }
  await flows(t, people, 'relay, udp');
  t.same(
    opened(),
    before,
    'the relay took the fresh credentials of the ICE restart: no transport had to be opened anew',
  );
});
