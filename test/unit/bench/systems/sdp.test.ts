import t from 'tap';
import {
  answerToReceive,
  audioPayloadTypesOf,
  mediaSectionsOf,
  offerToSend,
  remoteEndOf,
} from '../../../../bench/systems/sdp.ts';

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

t.test('an offer names its tracks for servers that are told of them beside the SDP', async (t) => {
  const text = offerToSend(local, [{ kind: 'video', payloadType: 96, ssrc: 6, trackId: 'the-camera' }]);
  t.match(text, 'a=msid:- the-camera\r\n');
  t.notMatch(offerToSend(local, [{ kind: 'video', payloadType: 96, ssrc: 6 }]), 'msid');
});

t.test('of several codecs the one that clients send is taken', async (t) => {
  const several = offer
    .replace('SAVPF 111', 'SAVPF 63 111')
    .replace('a=rtpmap:111', 'a=rtpmap:63 red/48000/2\r\na=rtpmap:111');
  t.match(answerToReceive(local, several), 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n');
  t.same(audioPayloadTypesOf(several), [111]);
});

t.test('data channels that a server opens are taken, and are no media', async (t) => {
  const withData = `${offer}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\na=sctp-port:5000\r\n`;
  const answer = answerToReceive(local, withData);
  t.match(answer, 'a=group:BUNDLE 0 1 2');
  const section = answer.slice(answer.indexOf('m=application'));
  t.match(section, /^m=application 9 UDP\/DTLS\/SCTP webrtc-datachannel\r\n/);
  t.match(section, 'a=sctp-port:5000\r\n');
  t.notMatch(section, 'recvonly');
  t.equal(mediaSectionsOf(withData), 2);
  t.equal(remoteEndOf(withData).opensDataChannels, true);
});

t.test('the way to a server is its first candidate', async (t) => {
  t.same(remoteEndOf(offer), {
    address: '10.0.0.1',
    port: 20_123,
    ice: { usernameFragment: 'theirs', password: 'their-password' },
    opensDataChannels: false,
  });
  t.throws(() => remoteEndOf('v=0'), { message: 'An SDP without a path to the server' });
  t.same(audioPayloadTypesOf(offer), [111]);
});
