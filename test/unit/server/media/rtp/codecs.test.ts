import t from 'tap';
import {
  mediaCodecs,
  mediaCodecsFor,
  routerCapabilities,
  routerCapabilitiesFor,
} from '../../../../../server/src/media/rtp/codecs.ts';

const namesOf = (codecs: readonly { mimeType: string }[] = []) =>
  codecs.map(({ mimeType }) => mimeType).filter((name) => name !== 'video/rtx');

t.test('VP8 is the first of the videos, unless the server is set to VP9', async (t) => {
  t.same(mediaCodecsFor('vp8'), mediaCodecs);
  t.same(namesOf(mediaCodecs), ['audio/opus', 'video/VP8', 'video/H264', 'video/VP9']);
  t.same(namesOf(mediaCodecsFor('vp9')), ['audio/opus', 'video/VP9', 'video/VP8', 'video/H264']);
});

t.test('clients are told of the codecs in the order in which routers have them', async (t) => {
  t.same(routerCapabilitiesFor('vp8'), routerCapabilities);
  t.same(namesOf(routerCapabilitiesFor('vp9').codecs), namesOf(mediaCodecsFor('vp9')));
});

t.test('nothing in a packet of a voice changes when it is sent again: both have one nonce', async (t) => {
  const { codecs = [], headerExtensions = [] } = routerCapabilities;
  const urisOf = (wanted: string) =>
    headerExtensions.filter(({ kind }) => kind === wanted).map(({ uri }) => String(uri));
  for (const uri of urisOf('audio')) t.notMatch(uri, /send-time|transport-wide-cc|toffset/);
  t.ok(urisOf('video').some((uri) => uri.includes('transport-wide-cc')));
  const voice = codecs.find(({ kind }) => kind === 'audio');
  t.same(voice?.rtcpFeedback, [{ type: 'nack', parameter: '' }]);
});
