import { setTimeout as sleep } from 'node:timers/promises';
import type { DtlsParameters } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { freshSsrc, opusAndVp8, opusParameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestTransport } from '../../../../support/media/test-transport.ts';

/** A fingerprint that matches no certificate. */
const foreign = ({ role, fingerprints }: DtlsParameters): DtlsParameters => ({
  ...(role && { role }),
  fingerprints: fingerprints.map(({ algorithm, value }) => ({
    algorithm,
    value: value.replace(/^../, (digits) => (digits === '00' ? '01' : '00')),
  })),
});

for (const [what, change, arrives] of [
  [
    'media of the person who holds the certificate that was named over signaling is taken',
    (dtls: DtlsParameters) => dtls,
    true,
  ],
  ['media of anybody else is not', foreign, false],
] as const) {
  t.test(what, async (t) => {
    const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
    const ssrc = freshSsrc();
    const { send } = await room.openPeer('anna', opusAndVp8);
    const connected = TestTransport.connect(send, (dtls) => room.connectTransport('anna', send.id, change(dtls)));
    const offer = { source: 'microphone', kind: 'audio', rtpParameters: opusParameters(ssrc), paused: false } as const;
    await room.publishTrack('anna', offer);
    const ben = await TestPeer.open(room, 'ben');
    await ben.connect();
    t.teardown(() => ben.close());
    const [consumer] = await handlers.consumers('ben', 1);
    await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
    const anna = await Promise.race([connected.catch(() => null), sleep(3_000, null)]);
    t.teardown(() => anna?.close());
    for (let packet = 0; packet < 20; packet += 1) {
      await anna?.sendOpus(ssrc).catch(() => {});
      await sleep(20);
    }
    t.equal(ben.packetsReceived > 0, arrives);
  });
}
