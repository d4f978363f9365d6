/**
 * Row 16 runs this in a separate process: one participant sends far more video than allowed, whatever the server
 * answers, and another in the same room receives it. It keeps sending after a mute and after its connection is closed,
 * and reconnects once. Arguments: the server's address, a token for each, bits per second. Reports events to the parent
 * process (flood.ts).
 */
import process from 'node:process';
import type { TransportParameters } from '@hearthroom/sdk/protocol';
import { RtpHeader } from 'werift';
import { certificateFingerprint, LightTransport } from '../../../../bench/clients/light-transport.ts';
import { opusAndVp8, vp8Parameters, vp8PayloadType } from '../../media/rtp-packets.ts';
import { RawClient } from '../../server/clients/raw-client.ts';
import { SyntheticPerson } from '../../werift/synthetic-person.ts';
import type { FloodNews } from './flood.ts';

const [, , url = '', senderToken = '', receiverToken = '', bitrate = '0'] = process.argv;
const payloadBytes = 1_100;
const framesPerSecond = 50;
const packetsPerFrame = Math.ceil(Number(bitrate) / 8 / payloadBytes / framesPerSecond);
/** After a stall it does not send all the frames it missed. */
const maxCatchUpFrames = 5;

const tell = (news: FloodNews): void => void process.send?.(news);

/** RFC 7741 and RFC 6386: each picture is marked as a key frame, so that all of them are forwarded. */
const payload = Buffer.alloc(payloadBytes, 0x11);
payload.set([0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00]);

async function connect(seat: RawClient): Promise<LightTransport> {
  const answer = await seat.request('openMedia', { rtpCapabilities: opusAndVp8 });
  if ('error' in answer) throw new Error(`no media: ${answer.error.code}`);
  const { send } = answer.result as { send: TransportParameters };
  const dtlsParameters = { role: 'client', fingerprints: [await certificateFingerprint()] };
  await seat.request('connectTransport', { transportId: send.id, dtlsParameters });
  return await LightTransport.connect({ remote: remoteEndOf(send), localAddress: '127.0.0.1' });
}

function remoteEndOf({ iceParameters, iceCandidates }: TransportParameters) {
  for (const candidate of iceCandidates) {
    const { address, port, protocol }: Record<string, unknown> = { ...Object(candidate) };
    if (typeof address === 'string' && typeof port === 'number' && protocol === 'udp')
      return { address, port, ice: iceParameters };
  }
  throw new Error('The server named no UDP candidate');
}

function flood(transport: LightTransport, ssrc: number): void {
  const startedAt = performance.now();
  let frame = 0;
  let sequenceNumber = 0;
  let bytes = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * framesPerSecond) / 1_000);
    for (frame = Math.max(frame, due - maxCatchUpFrames); frame < due; frame += 1) {
      for (let index = 0; index < packetsPerFrame; index += 1) {
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        const timestamp = (frame * 90_000) / framesPerSecond;
        const header = new RtpHeader({ payloadType: vp8PayloadType, ssrc, sequenceNumber, timestamp, marker: true });
        const packet = transport.srtp.encrypt(payload, header);
        transport.socket.send(packet);
        bytes += packet.length;
      }
    }
  }, 1_000 / framesPerSecond);
  setInterval(() => tell({ type: 'sent', bytes }), 250);
}

const receiver = new SyntheticPerson({ url, getToken: () => receiverToken });
await receiver.session.connect();
const { client: seat, arrival } = await RawClient.join(url, { token: senderToken });
const transport = await connect(seat);
const rtpParameters = vp8Parameters(1);
await seat.request('publishTrack', { source: 'camera', kind: 'video', rtpParameters });
flood(transport, rtpParameters.encodings[0]?.ssrc ?? 0);
tell({ type: 'sending' });
seat.notification('trackMuted').then(
  () => tell({ type: 'muted' }),
  () => {},
);
const { reason } = await seat.closed;
tell({ type: 'closed', code: reason });
const { client: back } = await RawClient.join(url, {
  token: senderToken,
  resumeSecret: String(arrival.resumeSecret),
});
tell({ type: 'back', code: await back.codeOf('openMedia', { rtpCapabilities: opusAndVp8 }) });
