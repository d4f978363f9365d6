/**
 * Timings that a real browser cannot produce on demand: events between an answer of the server and the start of a
 * track.
 */
import type { TrackSource } from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup-client';
import t from 'tap';
import { HearthroomError } from '../../../../../../sdk/src/core/hearthroom-error.ts';
import type { Request } from '../../../../../../sdk/src/core/wire.ts';
import { adoptTracks, syncSource } from '../../../../../../sdk/src/media/sending/publish-sources.ts';
import { Senders, type SendersOptions } from '../../../../../../sdk/src/media/sending/senders.ts';

const camera = { readyState: 'live' } as MediaStreamTrack;

/** The part of a mediasoup-client producer that the code uses; `handleReplace` may delay or refuse a track. */
function setUp(handleReplace: (track: MediaStreamTrack | null) => Promise<void> = async () => {}, canReplace = true) {
  const requests: string[] = [];
  const published: object[] = [];
  const answers: (() => void)[] = [];
  const request = (async (method: string, params: object) => {
    requests.push(method);
    if (method !== 'publishTrack') return {};
    answers.shift()?.();
    published.push(params);
    return { trackId: `k-${published.length}` };
  }) as Request;
  const made: { track: MediaStreamTrack | null; closed: boolean }[] = [];
  const produce = async () => {
    const producer = {
      kind: 'video',
      closed: false,
      track: camera as MediaStreamTrack | null,
      rtpParameters: { codecs: [], encodings: [], headerExtensions: [], rtcp: {} },
      observer: { once: () => {} },
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
    canReplace,
    cipher: null,
  });
  const chosen = { mediaStreamTrack: camera, paused: false, music: false };
  const sync = (source: TrackSource = 'camera') => syncSource(source, senders, () => ({ ...chosen }), request);
  return { senders, requests, request, published, answers, made, chosen, sync };
}

t.test('a mute by a host that comes while the track is being started is not undone', async (t) => {
  const { senders, requests, chosen, sync } = setUp(async (track) => {
    if (!track) return;
    // The state of the session: the server has paused the track, and its owner's device is muted.
    const publication = senders.publications.get('camera');
    if (publication) publication.paused = true;
    chosen.paused = true;
  });
  await sync();
  t.same(requests, ['publishTrack']);
  t.match(senders.publications.get('camera'), { paused: true, producer: { track: camera } });
});

t.test('a mute by a host that crosses the owner’s unmute holds at the server too', async (t) => {
  const { senders, requests, request, chosen, sync } = setUp();
  await sync();
  const publication = senders.publications.get('camera');
  if (!publication) throw new Error('nothing is published');
  Object.assign(publication, { paused: true });
  // The server mutes before it reads `resumeTrack`, and answers that request after `trackMuted`.
  const crossing = (async (method: 'resumeTrack', params: { trackId: string }) => {
    if (method === 'resumeTrack') {
      Object.assign(publication, { paused: true, muted: true });
      chosen.paused = true;
    }
    return request(method, params);
  }) as Request;
  await syncSource('camera', senders, () => ({ ...chosen }), crossing);
  t.same(requests, ['publishTrack', 'resumeTrack', 'pauseTrack']);
  await sync();
  t.match(publication, { paused: true, muted: true });
  t.same(requests, ['publishTrack', 'resumeTrack', 'pauseTrack'], 'it stays so');
});

t.test(
  'a mute by a host while the connection was cut is found, also of a track that was paused, and once',
  async (t) => {
    for (const paused of [false, true]) {
      const { senders, request, chosen, sync } = setUp();
      await sync();
      chosen.paused = paused;
      await sync();
      const own = { trackId: 'k-1', source: 'camera' as const };
      t.same(await adoptTracks([{ ...own, paused, muted: false }], senders, request), []);
      t.same(await adoptTracks([{ ...own, paused: true, muted: true }], senders, request), ['camera']);
      t.same(await adoptTracks([{ ...own, paused: true, muted: true }], senders, request), [], 'it is known by then');
    }
  },
);

t.test('a pause of one’s own whose answer was lost with the connection is no mute by a host', async (t) => {
  const { senders, request, sync } = setUp();
  await sync();
  const track = { trackId: 'k-1', source: 'camera' as const, paused: true, muted: false };
  t.same(await adoptTracks([track], senders, request), []);
});

t.test('an unmute that is lost with the connection does not bring the same mute again as a new one', async (t) => {
  const { senders, requests, request, chosen, sync } = setUp();
  await sync();
  const publication = senders.publications.get('camera');
  Object.assign(publication ?? {}, { paused: true, muted: true });
  const lost = (async () => {
    throw new HearthroomError('connection-lost');
  }) as Request;
  await t.rejects(syncSource('camera', senders, () => chosen, lost));
  const track = { trackId: 'k-1', source: 'camera' as const, paused: true, muted: true };
  t.same(await adoptTracks([track], senders, request), []);
  await sync();
  t.same(requests, ['publishTrack', 'resumeTrack']);
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
  const { senders, made, chosen } = setUp(async () => {
    refusals -= 1;
    if (refusals >= 0) throw new Error('refused');
  });
  await t.rejects(senders.prepare('camera', chosen), { code: 'media-unsupported' });
  t.match(made, [{ closed: true }]);
  await senders.prepare('camera', chosen);
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

t.test(
  'a microphone that is captured otherwise takes the place of the one before, which is sent until then',
  async (t) => {
    const { requests, published, answers, made, chosen, senders, sync } = setUp();
    await sync('microphone');
    chosen.music = true;
    answers.push(() =>
      t.match(
        made,
        [
          { closed: false, track: camera },
          { closed: false, track: null },
        ],
        'while it is asked',
      ),
    );
    await sync('microphone');
    t.equal(answers.length, 0);
    t.same(requests, ['publishTrack', 'publishTrack'], 'the server closes the one before');
    t.match(published, [{ source: 'microphone' }, { source: 'microphone', paused: false, replaces: 'k-1' }]);
    t.notOk('replaces' in (published[0] ?? {}));
    t.match(made, [{ closed: true }, { closed: false, track: camera }]);
    t.match(senders.publications.get('microphone'), { trackId: 'k-2', paused: false, muted: false, music: true });
    await sync('microphone');
    t.equal(requests.length, 2, 'once');
  },
);

t.test('the device before has been stopped: its sender sends the new one while it is replaced', async (t) => {
  const { answers, made, chosen, sync } = setUp();
  await sync('microphone');
  const another = { readyState: 'live' } as MediaStreamTrack;
  Object.assign(chosen, { music: true, mediaStreamTrack: another });
  answers.push(() => t.equal(made[0]?.track, another, 'while it is asked'));
  await sync('microphone');
  t.equal(answers.length, 0);
});

t.test(
  'a mute while the answer to a replacement was lost is found, and the track without an owner is closed',
  async (t) => {
    const { requests, request, answers, chosen, senders, sync } = setUp();
    await sync('microphone');
    chosen.music = true;
    answers.push(() => {
      throw new HearthroomError('connection-lost');
    });
    await t.rejects(sync('microphone'), { code: 'connection-lost' });
    const track = { trackId: 'k-2', source: 'microphone' as const, paused: true, muted: true };
    t.same(await adoptTracks([track], senders, request), ['microphone']);
    t.same(requests, ['publishTrack', 'publishTrack', 'closeTrack', 'closeTrack']);
  },
);

t.test('a mute that comes while a microphone is replaced is kept', async (t) => {
  const { requests, answers, chosen, senders, sync } = setUp();
  await sync('microphone');
  chosen.music = true;
  answers.push(() => {
    // The server knows it, and makes the new one muted.
    Object.assign(senders.publications.get('microphone') ?? {}, { paused: true, muted: true });
    chosen.paused = true;
  });
  await sync('microphone');
  t.match(senders.publications.get('microphone'), { trackId: 'k-2', paused: true, muted: true });
  t.same(requests, ['publishTrack', 'publishTrack']);
  chosen.paused = false;
  await sync('microphone');
  t.equal(requests.at(-1), 'resumeTrack');
});

t.test('a microphone that cannot be replaced stays', async (t) => {
  const { answers, made, chosen, senders, sync } = setUp();
  await sync('microphone');
  chosen.music = true;
  answers.push(() => {
    throw new HearthroomError('media-unsupported');
  });
  await t.rejects(sync('microphone'), { code: 'media-unsupported' });
  t.match(made, [{ closed: false, track: camera }, { closed: true }]);
  t.match(senders.publications.get('microphone'), { trackId: 'k-1', music: false });
});

t.test('one that the server has closed meanwhile is published without the one before', async (t) => {
  const { answers, chosen, published, senders, sync } = setUp();
  await sync('microphone');
  chosen.music = true;
  answers.push(() => {
    throw new HearthroomError('not-found');
  });
  await sync('microphone');
  t.equal(published.length, 2);
  t.notOk('replaces' in (published[1] ?? {}));
  t.match(senders.publications.get('microphone'), { trackId: 'k-2', music: true });
});

t.test('at a server of an older revision the microphone is closed and published again', async (t) => {
  const { requests, published, chosen, sync } = setUp(undefined, false);
  await sync('microphone');
  chosen.music = true;
  await sync('microphone');
  t.same(requests, ['publishTrack', 'closeTrack', 'publishTrack']);
  t.notOk('replaces' in (published[1] ?? {}));
});

t.test('a sender that was prepared for speech is not used for music', async (t) => {
  const { made, chosen, senders, sync } = setUp();
  await senders.prepare('microphone', chosen);
  await senders.prepare('microphone', chosen);
  t.equal(made.length, 1);
  chosen.music = true;
  await senders.prepare('microphone', chosen);
  t.match(made, [{ closed: true }, { closed: false }]);
  await sync('microphone');
  t.equal(made.length, 2, 'the one that was prepared last is published');
  t.match(made, [{ closed: true }, { closed: false, track: camera }]);
});
