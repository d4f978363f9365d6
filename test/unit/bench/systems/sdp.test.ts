import t from 'tap';
import { answerToReceive, audioPayloadTypesOf, offerToSend, remoteEndOf } from '../../../../bench/systems/sdp.ts';

const local = {
  ice: { usernameFragment: 'ours', password: 'our-password' },
  fingerprint: { algorithm: 'sha-256', value: 'ab:cd' },
  address: '10.0.0.2',
};

const offer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=ice-ufrag:theirs',
  'a=ice-pwd:their-password',
  'a=rtpmap:111 opus/48000/2',
  'a=candidate:1 1 udp 2015363327 10.0.0.1 20123 typ host',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  '',
].join('\r\n');

t.test('an answer takes every section under its own name, without feedback, and opens DTLS', async (t) => {
  const answer = answerToReceive(local, offer);
  t.match(answer, 'a=group:BUNDLE 0 1');
  t.same(answer.match(/^a=(recvonly|mid:\d|setup:\w+|rtpmap.*)/gm), [
    'a=mid:0',
    'a=setup:active',
    'a=recvonly',
    'a=rtpmap:111 opus/48000/2',
    'a=mid:1',
    'a=setup:active',
    'a=recvonly',
    'a=rtpmap:96 VP8/90000',
  ]);
  t.notMatch(answer, 'rtcp-fb');
});

t.test('an offer names its streams', async (t) => {
  const text = offerToSend(local, [{ kind: 'audio', payloadType: 111, ssrc: 5 }]);
  t.match(text, 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n');
  t.match(text, 'a=ssrc:5 cname:ours');
  t.match(text, 'a=fingerprint:sha-256 AB:CD');
});

t.test('the way to a server is its first candidate', async (t) => {
  t.same(remoteEndOf(offer), {
    address: '10.0.0.1',
    port: 20_123,
    ice: { usernameFragment: 'theirs', password: 'their-password' },
  });
  t.throws(() => remoteEndOf('v=0'), { message: 'An SDP without a path to the server' });
  t.same(audioPayloadTypesOf(offer), [111]);
});
