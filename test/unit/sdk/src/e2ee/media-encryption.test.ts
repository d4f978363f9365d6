import t, { type Test } from 'tap';
import { type EncryptionWorker, MediaEncryption } from '../../../../../sdk/src/e2ee/page/media-encryption.ts';
import type {
  FromWorker,
  ReceivedCounter,
  ToWorker,
  TransformOptions,
} from '../../../../../sdk/src/e2ee/worker/worker-messages.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

/** A page whose worker says what the test says. */
function page(t: Test, options: { received?: ReceivedCounter[] } = {}) {
  const told: ToWorker[] = [];
  const transforms: TransformOptions[] = [];
  const seen: unknown[] = [];
  const encrypted: Record<number, number> = {};
  const seenFrames: Record<number, number> = {};
  const received: ReceivedCounter[] = [];
  let isTerminated = false;
  const worker: EncryptionWorker = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => {
      told.push(message);
      if (message.type === 'count')
        say({ type: 'count', encrypted: { ...encrypted }, seen: { ...seenFrames }, received: received.splice(0) });
    },
    terminate: () => {
      isTerminated = true;
    },
  };
  const say = (data: FromWorker): void => worker.onmessage?.(new MessageEvent('message', { data }));
  const createTransform = (options: TransformOptions): RTCRtpScriptTransform => {
    transforms.push(options);
    return {} as RTCRtpScriptTransform;
  };
  const encryption = new MediaEncryption({ worker, createTransform, participantId: 'p-anna', ...options });
  t.teardown(() => encryption.close());
  encryption.on('failed', (source) => seen.push(['failed', source]));
  encryption.on('keyMissing', (from) => seen.push(['keyMissing', from]));
  encryption.on('dropped', (track, reason) => seen.push(['dropped', track, reason]));
  encryption.on('decrypted', (track) => seen.push(['decrypted', track]));
  const isOver = () => isTerminated;
  return { encryption, worker, say, told, transforms, seen, encrypted, seenFrames, received, isTerminated: isOver };
}

/** What the browser says it has sent. */
function senderOf(stats: {
  bytesSent: number;
  packetsSent?: number;
  framesEncoded?: number;
  retransmittedBytesSent?: number;
  rids?: string[];
}): RTCRtpSender {
  const encodings = stats.rids?.map((rid) => ({ rid })) ?? [{}];
  const getParameters = () => ({ encodings });
  const sender = {
    transform: null,
    getParameters,
    getStats: async () => new Map([['o', { type: 'outbound-rtp', ...stats }]]),
  };
  return sender as unknown as RTCRtpSender;
}

t.test('each sender and receiver has a transform of its own', async (t) => {
  const { encryption, transforms } = page(t);
  const [microphone, camera] = [senderOf({ bytesSent: 0 }), senderOf({ bytesSent: 0, rids: ['r0', 'r1'] })];
  encryption.attachSender(microphone, 'microphone', 'audio/opus');
  encryption.attachSender(camera, 'camera', 'video/VP8');
  encryption.attachReceiver({} as RTCRtpReceiver, { participantId: 'p-ben', source: 'camera' });
  t.ok(microphone.transform && camera.transform);
  t.same(transforms, [
    { side: 'send', transformId: 1, participantId: 'p-anna', source: 'microphone', mimeType: 'audio/opus', rids: [] },
    {
      side: 'send',
      transformId: 2,
      participantId: 'p-anna',
      source: 'camera',
      mimeType: 'video/VP8',
      rids: ['r0', 'r1'],
    },
    { side: 'receive', transformId: 3, participantId: 'p-ben', source: 'camera' },
  ]);
});

t.test('a sender whose frames are not encrypted is found', async (t) => {
  const { encryption, seen, encrypted } = page(t);
  const stats = { bytesSent: 0 };
  encryption.attachSender(senderOf(stats), 'camera', 'video/VP8');
  for (let check = 1; check <= 3; check += 1) {
    stats.bytesSent += 50;
    await encryption.check();
    t.same(seen, check < 2 ? [] : [['failed', 'camera']], `check ${check}`);
  }
  t.same(encrypted, {});
});

t.test(
  'a sender that is encrypted, is silent, or only repeats or probes is not taken for one that is not',
  async (t) => {
    const { encryption, seen, encrypted } = page(t);
    const stats = { bytesSent: 0, packetsSent: 0, retransmittedBytesSent: 0 };
    encryption.attachSender(senderOf(stats), 'camera', 'video/VP8');
    for (let check = 1; check <= 4; check += 1) {
      stats.bytesSent += 50;
      encrypted[1] = check;
      await encryption.check();
    }
    // The last frame is sent after the check.
    stats.bytesSent += 3;
    for (let check = 1; check <= 3; check += 1) {
      await encryption.check();
      stats.bytesSent += 10;
      stats.retransmittedBytesSent += 10;
      // Padding that probes the bandwidth.
      stats.packetsSent += 10;
    }
    t.same(seen, []);
  },
);

t.test('a sender that has ended is not looked at', async (t) => {
  const { encryption, seen } = page(t);
  const sender = senderOf({ bytesSent: 50 });
  encryption.attachSender(sender, 'screen', 'video/VP8');
  encryption.detachSender(sender);
  for (let check = 1; check <= 3; check += 1) await encryption.check();
  t.same(seen, []);
});

t.test('what the worker says of a track is told with its participant', async (t) => {
  const { encryption, say, seen } = page(t);
  const track = { participantId: 'p-ben', source: 'camera' };
  const forget = encryption.attachReceiver({} as RTCRtpReceiver, track);
  say({ type: 'dropped', transformId: 1, reason: 'no-key' });
  say({ type: 'key-missing', from: 'p-ben' });
  say({ type: 'decrypted', transformId: 1, keyEpoch: 3 });
  forget();
  say({ type: 'dropped', transformId: 1, reason: 'replayed' });
  t.same(seen, [
    ['dropped', track, 'no-key'],
    ['keyMissing', 'p-ben'],
    ['decrypted', track],
  ]);
});

t.test('a codec that cannot be encrypted, and a worker that does not run, are failures', async (t) => {
  const { encryption, worker, say, seen, isTerminated } = page(t);
  encryption.attachSender(senderOf({ bytesSent: 0 }), 'screen', 'video/H264');
  say({ type: 'not-sent', transformId: 1, reason: 'no-key' });
  say({ type: 'not-sent', transformId: 1, reason: 'codec' });
  worker.onerror?.({} as ErrorEvent);
  t.same(seen, [
    ['failed', 'screen'],
    ['failed', null],
  ]);
  encryption.close();
  t.ok(isTerminated());
});

t.test('what is rightly sent without encryption is no failure, also when the mode has just changed', async (t) => {
  const { encryption, seen, told } = page(t);
  const stats = { bytesSent: 0 };
  encryption.attachSender(senderOf(stats), 'camera', 'video/VP8');
  const check = async (): Promise<void> => {
    stats.bytesSent += 50;
    await encryption.check();
  };
  encryption.setMode('none');
  encryption.setMode('none');
  for (let count = 1; count <= 3; count += 1) await check();
  encryption.setMode('e2e');
  for (let count = 1; count <= 2; count += 1) await check();
  t.same(seen, [], 'the first check after it only counts, and the second one is alone');
  await check();
  t.same(seen, [['failed', 'camera']]);
  const modes = told.flatMap((message) => (message.type === 'mode' ? [message.mode] : []));
  t.same(modes, ['none', 'e2e'], 'told once each');
});

t.test('a sender whose transform the browser never connected is found, also if it sends nothing', async (t) => {
  const { encryption, seen, seenFrames } = page(t);
  const stats = { bytesSent: 0, framesEncoded: 0 };
  encryption.attachSender(senderOf(stats), 'camera', 'video/VP8');
  for (let check = 1; check <= 3; check += 1) {
    stats.framesEncoded += 30;
    seenFrames[1] = stats.framesEncoded;
    await encryption.check();
  }
  t.same(seen, [], 'frames come, and wait for a key');
  for (let check = 1; check <= 3; check += 1) {
    stats.framesEncoded += 30;
    await encryption.check();
    t.same(seen, check < 2 ? [] : [['failed', 'camera']], `check ${check}`);
  }
});

t.test('a check without figures of the browser, of a closed connection, does not disturb the next one', async (t) => {
  const { encryption, seen } = page(t);
  const closed = senderOf({ bytesSent: 0 });
  closed.getStats = () => Promise.reject(new DOMException('closed', 'InvalidStateError'));
  encryption.attachSender(closed, 'camera', 'video/VP8');
  await t.rejects(encryption.check(), { name: 'InvalidStateError' });
  encryption.detachSender(closed);
  const next = encryption.check().then(() => 'answered');
  t.equal(await Promise.race([next, new Promise((resolve) => setImmediate(resolve, 'no answer'))]), 'answered');
  t.same(seen, []);
});

t.test('what the worker has received is given to the one after it', async (t) => {
  const first = page(t);
  first.received.push(['p-ben', '1,2', 7], ['p-ben', '3,4', 2]);
  await first.encryption.check();
  first.received.push(['p-ben', '1,2', 9]);
  await first.encryption.check();
  const counters = [
    ['p-ben', '1,2', 9],
    ['p-ben', '3,4', 2],
  ] as const;
  t.same(first.encryption.received, counters);
  const second = page(t, { received: [...first.encryption.received] });
  t.same(second.told, [{ type: 'received', counters }]);
  t.same(second.encryption.received, counters, 'and to the third');
});

t.test('a worker is asked also while media is only received, and is found when it does not answer', async (t) => {
  const time = useFakeTime(t);
  const { encryption, worker, seen, told } = page(t);
  await time.tickAsync(10_000);
  t.same(told, [], 'nothing is received');
  encryption.attachReceiver({} as RTCRtpReceiver, { participantId: 'p-ben', source: 'camera' });
  await time.tickAsync(4_000);
  t.same([told.every(({ type }) => type === 'count'), seen], [true, []]);
  worker.postMessage = () => {};
  await time.tickAsync(8_000);
  t.same(seen, [['failed', null]]);
});

t.test(
  'a sender in use of which the browser gives no figures is a failure, and one that was closed is none',
  async (t) => {
    const time = useFakeTime(t);
    const { encryption, seen } = page(t);
    const sender = senderOf({ bytesSent: 0 });
    sender.getStats = () => new Promise(() => {});
    encryption.attachSender(sender, 'camera', 'video/VP8');
    encryption.attachReceiver({} as RTCRtpReceiver, { participantId: 'p-ben', source: 'camera' });
    await time.tickAsync(3_000);
    encryption.detachSender(sender);
    await time.tickAsync(30_000);
    t.same(seen, []);
    encryption.attachSender(sender, 'camera', 'video/VP8');
    await time.tickAsync(10_000);
    t.same(seen, [['failed', null]], 'what it sends can’t be compared with what is encrypted');
  },
);
