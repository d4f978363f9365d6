import type { RtpParameters } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { readCapabilities, readTrackParameters } from '../../../../../server/src/media/rtp/rtp-parameters.ts';
import { opusAndVp8, opusParameters, vp8Parameters } from '../../../../support/media/rtp-packets.ts';

const unsupported = { code: 'media-unsupported' };
const read = (rtpParameters: RtpParameters, others: RtpParameters[] = []) =>
  readTrackParameters(
    { source: 'microphone', kind: 'audio', rtpParameters },
    others.map((other) => readTrackParameters({ source: 'microphone', kind: 'audio', rtpParameters: other }, [], 'c')),
    'cname-of-the-server',
  );
const readVideo = (rtpParameters: RtpParameters) =>
  readTrackParameters({ source: 'camera', kind: 'video', rtpParameters }, [], 'cname-of-the-server');

t.test('a sender is known to the others by the server’s name alone', async (t) => {
  const parameters = read({ ...opusParameters(), msid: 'stream track', rtcp: { cname: 'mine', reducedSize: false } });
  t.same(parameters.rtcp, { cname: 'cname-of-the-server', reducedSize: false });
  t.notOk('msid' in parameters);
});

t.test('format parameters pass when their codec has them and they are plain', async (t) => {
  const [codec] = opusParameters().codecs;
  if (!codec) return t.fail('no codec');
  const sent = { useinbandfec: 1, stereo: '1', usedtx: '1 0', 'x-unknown': 1, cbr: '1;a=b', ptime: '20\r\n' };
  const { codecs } = read({ ...opusParameters(), codecs: [{ ...codec, parameters: sent }] });
  t.same(codecs[0]?.parameters, { useinbandfec: 1, stereo: '1' });
});

t.test('a track has one codec, at most with its retransmissions', async (t) => {
  const { codecs } = vp8Parameters();
  const [vp8] = codecs;
  if (!vp8) return t.fail('no codec');
  const rtx = { mimeType: 'video/rtx', payloadType: 99, clockRate: 90_000, parameters: { apt: vp8.payloadType } };
  const withCodecs = (...list: RtpParameters['codecs']) => ({ ...vp8Parameters(), codecs: list });
  t.equal(readVideo(withCodecs(vp8, rtx)).codecs.length, 2);
  t.throws(() => readVideo(withCodecs(rtx)), unsupported);
  t.throws(() => readVideo(withCodecs(vp8, { ...vp8, payloadType: 98, mimeType: 'video/VP9' })), unsupported);
  t.throws(() => readVideo(withCodecs(vp8, { ...rtx, parameters: { apt: 98 } })), unsupported);
  t.throws(() => readVideo(withCodecs(vp8, { ...rtx, parameters: {} })), unsupported);
  t.throws(() => readVideo(withCodecs(vp8, { ...rtx, payloadType: vp8.payloadType })), unsupported);
});

t.test('what tells packets apart is unique, in a track and among the tracks of a transport', async (t) => {
  const one = opusParameters();
  const two = opusParameters();
  t.doesNotThrow(() => read(one, [two]));
  t.throws(() => read({ ...one, encodings: two.encodings }, [two]), unsupported, 'ssrc');
  t.throws(() => read({ ...one, mid: two.mid ?? '' }, [two]), unsupported, 'mid');
  const [layer] = vp8Parameters().encodings;
  const ssrc = layer?.ssrc ?? 0;
  t.throws(() => readVideo({ ...vp8Parameters(), encodings: [{ ssrc, rtx: { ssrc } }] }), unsupported, 'rtx');
  t.throws(() => readVideo({ ...vp8Parameters(), encodings: [{ rid: 'a' }, { rid: 'a' }] }), unsupported, 'rid');
  const uri = 'urn:ietf:params:rtp-hdrext:sdes:mid';
  t.throws(() => read({ ...one, headerExtensions: [1, 2].map((id) => ({ uri, id })) }), unsupported, 'extension');
});

t.test('header extensions that nobody knows are refused from a sender and dropped from a receiver', async (t) => {
  t.throws(() => read({ ...opusParameters(), headerExtensions: [{ uri: 'urn:x', id: 1 }] }), unsupported);
  const { headerExtensions } = readCapabilities({
    ...opusAndVp8,
    headerExtensions: [
      { kind: 'audio', uri: 'urn:x', preferredId: 1 },
      { kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 2 },
    ],
  });
  t.same(
    headerExtensions?.map(({ preferredId }) => preferredId),
    [2],
  );
});

t.test('an encoding can’t name another payload type than its codec’s', async (t) => {
  t.throws(() => read({ ...opusParameters(), encodings: [{ ssrc: 7, codecPayloadType: 7 }] }), unsupported);
});

t.test('capabilities that contradict their own types are refused', async (t) => {
  const codecs = [{ kind: 'video', mimeType: 'video/rtx', clockRate: 90_000, parameters: { apt: 'x' } }] as const;
  t.throws(() => readCapabilities({ codecs: [...codecs] }), unsupported);
});
