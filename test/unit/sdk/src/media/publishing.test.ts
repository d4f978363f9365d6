/** Moments that no real browser hits on purpose: what comes between an answer of the server and the start of a track. */
import type { types } from 'mediasoup-client';
import t from 'tap';
import { adoptTracks, syncSource } from '../../../../../sdk/src/media/publishing.ts';
import { Senders, type SendersOptions } from '../../../../../sdk/src/media/senders.ts';
import type { Request } from '../../../../../sdk/src/wire.ts';

const camera = { readyState: 'live' } as MediaStreamTrack;

/** A producer of mediasoup-client, as far as it is asked; `handleReplace` may hold a track up or refuse it. */
function setUp(handleReplace: (track: MediaStreamTrack | null) => Promise<void> = async () => {}) {
  const requests: string[] = [];
  const request = (async (method: string) => {
    requests.push(method);
    return method === 'publishTrack' ? { trackId: 'k-1' } : {};
  }) as Request;
  const made: { track: MediaStreamTrack | null; closed: boolean }[] = [];
  const produce = async () => {
    const producer = {
      kind: 'video',
      closed: false,
      track: camera as MediaStreamTrack | null,
      rtpParameters: { codecs: [], encodings: [], headerExtensions: [], rtcp: {} },
      replaceTrack: async ({ track }: { track: MediaStreamTrack | null }) => {
        await handleReplace(track);
        producer.track = track;
      },
      close: () => {
        producer.closed = true;
      },
    };
    made.push(producer);
    return producer;
  };
  const transport: unknown = { on: () => {}, produce };
  const device: unknown = { handlerName: 'Chrome111', sendRtpCapabilities: { codecs: [] } };
  const senders = new Senders({
    transport: transport as types.Transport,
    device: device as SendersOptions['device'],
    request,
    cameraEncodings: null,
    canPrepare: true,
  });
  const wish = { mediaStreamTrack: camera, paused: false };
  const sync = () => syncSource('camera', senders, () => ({ ...wish }), request);
  return { senders, requests, request, made, wish, sync };
}

t.test('a mute by a host that comes while the track is being started is not undone', async (t) => {
  const { senders, requests, wish, sync } = setUp(async (track) => {
    if (!track) return;
    // As the session takes it: the server has paused the track, and its owner's device is muted.
    const publication = senders.publications.get('camera');
    if (publication) publication.paused = true;
    wish.paused = true;
  });
  await sync();
  t.same(requests, ['publishTrack']);
  t.match(senders.publications.get('camera'), { paused: true, producer: { track: camera } });
});

t.test('a track that cannot be started is taken back, and is no black picture to the others', async (t) => {
  const { senders, requests, made, sync } = setUp(async (track) => {
    if (track) throw new Error('refused');
  });
  await t.rejects(sync(), { code: 'media-unsupported' });
  t.same(requests, ['publishTrack', 'closeTrack']);
  t.equal(senders.publications.size, 0);
  t.match(made, [{ closed: true }]);
});

t.test('a sender that cannot be silenced is not kept', async (t) => {
  let refusals = 1;
  const { senders, made } = setUp(async () => {
    refusals -= 1;
    if (refusals >= 0) throw new Error('refused');
  });
  await t.rejects(senders.prepare('camera', camera), { code: 'media-unsupported' });
  t.match(made, [{ closed: true }]);
  await senders.prepare('camera', camera);
  t.match(made, [{ closed: true }, { closed: false, track: null }]);
});

t.test('what was published after the server told what it has is taken back there too', async (t) => {
  const { senders, requests, request, sync } = setUp();
  await sync();
  t.same(await adoptTracks([], senders, request), []);
  t.same(requests, ['publishTrack', 'closeTrack']);
  await sync();
  t.same(requests, ['publishTrack', 'closeTrack', 'publishTrack']);
});
