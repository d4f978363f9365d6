/**
 * Transports that do not connect are reported with the stage at which they failed, except those of clients that have
 * left.
 */
import { randomBytes } from 'node:crypto';
import type { DtlsParameters } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import type { ServerEvents } from '../../../../../server/src/core/events/observer.ts';
import { opusAndVp8 } from '../../../../support/media/rtp-packets.ts';
import { TestMedia } from '../../../../support/media/test-media.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestPolicy } from '../../../../support/media/test-policy.ts';
import { TestTransport } from '../../../../support/media/test-transport.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

const connectTimeoutMs = 150;

async function setUp(t: Test, ...inside: string[]) {
  const media = await TestMedia.start();
  const policy = new TestPolicy(...inside);
  const { room, handlers } = await media.createRoom(policy, { connectTimeoutMs });
  t.teardown(() => {
    room.close();
    media.close();
  });
  const failed: ServerEvents['transportFailed'][0][] = [];
  const connected: ServerEvents['transportConnected'][0][] = [];
  media.observer.on('transportFailed', (event) => failed.push(event));
  media.observer.on('transportConnected', (event) => connected.push(event));
  /** Starts to connect as a client behind a firewall does: the server is notified, and no packet arrives. */
  const tryInVain = async (seatId: string) => {
    const { send } = await room.openPeer(seatId, opusAndVp8);
    await room.connectTransport(seatId, send.id, unknownCertificate());
  };
  return { room, handlers, policy, failed, connected, tryInVain };
}

const unknownCertificate = (): DtlsParameters => {
  const value = [...randomBytes(32)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: value.toUpperCase() }] };
};

t.test(
  'a client that is blocked is told of once for each attempt, and that it gets through once it does',
  async (t) => {
    const { room, failed, connected, tryInVain } = await setUp(t, 'anna');
    await tryInVain('anna');
    await waitUntil(() => failed.length === 1, 'the failure');
    await tryInVain('anna');
    await waitUntil(() => failed.length === 2, 'the next one');
    t.same(failed, [
      { seatId: 'anna', stage: 'ice', wasFailing: false },
      { seatId: 'anna', stage: 'ice', wasFailing: true },
    ]);
    const anna = await TestPeer.open(room, 'anna');
    await anna.connect();
    t.teardown(() => anna.close());
    await waitUntil(() => connected.length === 2, 'both transports connect');
    t.same(connected, [
      { seatId: 'anna', wasFailing: true },
      { seatId: 'anna', wasFailing: false },
    ]);
  },
);

t.test('the quality of a person whose media never connects is lost, to themselves and to the others', async (t) => {
  const { room, handlers, tryInVain } = await setUp(t, 'anna', 'weber');
  const weber = await TestPeer.open(room, 'weber');
  await weber.connect();
  t.teardown(() => weber.close());
  await tryInVain('anna');
  const lost = { seats: [{ seatId: 'anna', quality: 'lost' }] };
  t.match(await handlers.heard('weber', 'connectionQualityChanged'), lost);
  t.match(await handlers.heard('anna', 'connectionQualityChanged'), lost);
  const degradation = { cause: 'own-line', sending: true, receiving: true, videos: 'full', pausedTracks: [] };
  t.match(await handlers.heard('anna', 'mediaDegradationChanged'), { degradation });
  t.notOk(handlers.said.some(({ type, to }) => type === 'mediaDegradationChanged' && to === 'weber'));
});

t.test('a failed DTLS handshake is reported as its own stage, with a working path', async (t) => {
  const { room, failed } = await setUp(t, 'anna');
  const { send } = await room.openPeer('anna', opusAndVp8);
  const connecting = TestTransport.connect(send, () => room.connectTransport('anna', send.id, unknownCertificate()));
  await waitUntil(() => failed.length === 1, 'the failure');
  // Its own handshake completes before the server's alert arrives.
  await (await connecting).close();
  t.same(failed, [{ seatId: 'anna', stage: 'dtls', wasFailing: false }]);
});

t.test('of a client that has gone, has closed its media, or never tried, nothing is told', async (t) => {
  const { room, policy, failed, tryInVain } = await setUp(t, 'anna', 'ben', 'cora', 'dana');
  await tryInVain('anna');
  policy.gone.add('anna');
  await tryInVain('ben');
  room.closePeer('ben');
  await room.openPeer('cora', opusAndVp8);
  await tryInVain('dana');
  await waitUntil(() => failed.length > 0, 'the one that is still here');
  t.same(
    failed.map(({ seatId }) => seatId),
    ['dana'],
  );
});

t.test(
  'connection parameters that the worker refuses begin nothing: no failure is told, and the client may try again',
  async (t) => {
    const { room, failed, tryInVain } = await setUp(t, 'anna', 'ben');
    const { send } = await room.openPeer('anna', opusAndVp8);
    await t.rejects(room.connectTransport('anna', send.id, { role: 'client', fingerprints: [] }));
    await tryInVain('ben');
    await waitUntil(() => failed.length > 0, 'one that began later');
    t.same(
      failed.map(({ seatId }) => seatId),
      ['ben'],
    );
    await room.connectTransport('anna', send.id, unknownCertificate());
  },
);
