/**
 * What operators read about media that does not connect. Hand-written WebSocket clients never send a packet, as behind
 * a firewall.
 */
import type { Result } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { opusAndVp8 } from '../../support/media/rtp-packets.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import { type Person, startSession, therapist } from '../../support/server/clients/joined-session.ts';

const dtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

t.test('a server that nobody’s media reaches says so in its metrics', async (t) => {
  const session = await startSession(t, {}, { mediaTimings: { connectTimeoutMs: 1_000 } });
  const warnings: object[] = [];
  session.server.app.observer.on('mediaUnreached', (warning) => warnings.push(warning));
  const metrics = async () => await (await fetch(`${session.server.url}/metrics`)).text();
  const tryToConnect = async ({ client, arrival }: Person) => {
    const { send } = arrival.transports as NonNullable<Result<'authenticate'>['transports']>;
    await client.request('connectTransport', { transportId: send.id, dtlsParameters });
  };
  const weber = await session.enter('weber', therapist, { rtpCapabilities: opusAndVp8 });
  t.match(await metrics(), /^hearthroom_media_unreached_people 0$/m);
  await tryToConnect(weber);
  // Waits, and therefore connects ahead; then closes the page before the result is known.
  const gone = await session.enter('gone', {}, { rtpCapabilities: opusAndVp8 });
  await tryToConnect(gone);
  gone.client.close();
  const anna = await session.enter('anna', {}, { rtpCapabilities: opusAndVp8 });
  await session.enter('ben', {}, { rtpCapabilities: opusAndVp8 });
  await tryToConnect(anna);
  await waitUntil(() => warnings.length > 0, 'the warning');
  const text = await metrics();
  t.match(text, /^hearthroom_transports_failed_total\{stage="ice"\} 2$/m, 'neither who went nor who never tried');
  t.match(text, /^hearthroom_media_unreached_people 2$/m);
  t.same(warnings, [{ unreachedPeople: 2, wasReached: false }]);
  const { participants } = await anna.client.notification('connectionQualityChanged');
  t.same(participants, [{ participantId: anna.id, quality: 'lost' }], 'she is told, while she waits');
});
