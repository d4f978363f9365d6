import t from 'tap';
import { type EncodedFrame, FrameTransforms } from '../../../../../sdk/src/e2ee/worker/frame-transforms.ts';
import type { FromWorker, TransformOptions } from '../../../../../sdk/src/e2ee/worker/worker-messages.ts';

const secret = new Uint8Array(32).fill(5);
const camera = { participantId: 'p-anna', source: 'camera' };

/** One page's worker, with what it told the page and how often it asked for key frames. */
function worker() {
  const told: FromWorker[] = [];
  const clock = { now: 0 };
  const asked = { count: 0 };
  const made = { count: 0 };
  const transforms = new FrameTransforms(
    (message) => told.push(message),
    () => clock.now,
  );
  const sending: TransformOptions = { ...camera, side: 'send', transformId: 1, mimeType: 'video/VP8', rids: [] };
  const send = transforms.open(sending, async () => {
    made.count += 1;
  });
  const receive = transforms.open({ ...camera, side: 'receive', transformId: 2 }, async () => {
    asked.count += 1;
  });
  return { transforms, told, clock, asked, made, sending, send, receive };
}

const frame = (type: string, ...data: number[]): EncodedFrame => ({ type, data: Uint8Array.from(data).buffer });

async function through(
  transform: (frame: EncodedFrame, output: { enqueue: (frame: EncodedFrame) => void }) => Promise<void>,
  one: EncodedFrame,
): Promise<EncodedFrame | null> {
  const out: EncodedFrame[] = [];
  await transform(one, { enqueue: (frame) => out.push(frame) });
  return out[0] ?? null;
}

const bytesOf = (one: EncodedFrame | null): number[] => [...new Uint8Array(one?.data ?? new ArrayBuffer())];

t.test('a frame that one page encrypts is decrypted by another one', async (t) => {
  const [anna, ben] = [worker(), worker()];
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  await ben.transforms.handle({ type: 'add', from: 'p-anna', keyEpoch: 1, secret });
  const sent = await through(anna.send, frame('delta', 1, 2, 3, 4, 5));
  t.equal(bytesOf(sent).length, 27);
  t.same(bytesOf(sent).slice(0, 3), [1, 2, 3]);
  t.same(bytesOf(await through(ben.receive, sent ?? frame('delta'))), [1, 2, 3, 4, 5]);
  t.same(ben.told, [{ type: 'decrypted', transformId: 2, keyEpoch: 1 }]);
  await anna.transforms.handle({ type: 'count' });
  t.same(anna.told, [
    { type: 'using', keyEpoch: 1 },
    { type: 'count', encrypted: { 1: 1 }, seen: { 1: 1 }, received: [] },
  ]);
});

t.test('a worker that takes the place of another one accepts no frame that the other one has told of', async (t) => {
  const [anna, ben, next] = [worker(), worker(), worker()];
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  const add = { type: 'add', from: 'p-anna', keyEpoch: 1, secret } as const;
  await ben.transforms.handle(add);
  const sent = [];
  for (let index = 0; index < 4; index += 1)
    sent.push((await through(anna.send, frame('delta', 1, 2, 3, index))) ?? frame('key'));
  const [first, second, third, fourth] = sent.map(({ data }) => data.slice(0));
  const pass = async (to: typeof ben, data = new ArrayBuffer(0)) =>
    (await through(to.receive, { type: 'delta', data: data.slice(0) })) !== null;
  // The second one is lost.
  t.same([await pass(ben, first), await pass(ben, third)], [true, true]);
  const received = async () => {
    await ben.transforms.handle({ type: 'count' });
    return ben.told.flatMap((message) => (message.type === 'count' ? [message.received] : [])).at(-1) ?? [];
  };
  const counters = await received();
  t.match(counters, [['p-anna', /^\d+(,\d+){7}$/, 2]]);
  t.same(await received(), [], 'told once');
  await next.transforms.handle({ type: 'received', counters });
  await next.transforms.handle(add);
  for (const data of [first, second, third]) t.equal(await pass(next, data), false);
  t.equal(await pass(next, fourth), true);
});

t.test('a video begins with a key frame under a secret that somebody new gets, as long as it is sent', async (t) => {
  const { transforms, made, told, sending } = worker();
  const microphone = { participantId: 'p-anna', source: 'microphone', mimeType: 'audio/opus', rids: [] };
  transforms.open({ ...microphone, side: 'send', transformId: 3 }, async () => t.fail('sound has no key frames'));
  await transforms.handle({ type: 'use', keyEpoch: 1, secret, keyFrames: true });
  t.equal(made.count, 1);
  t.same(told, [{ type: 'using', keyEpoch: 1 }]);
  await transforms.handle({ type: 'use', keyEpoch: 2, secret, keyFrames: false });
  t.equal(made.count, 1);
  transforms.close(sending);
  await transforms.handle({ type: 'use', keyEpoch: 3, secret, keyFrames: true });
  t.equal(made.count, 1);
});

t.test('a video that is off needs no key frame', async (t) => {
  const { transforms, sending, told } = worker();
  transforms.open({ ...sending, transformId: 4 }, () => Promise.reject(new Error('the video is off')));
  await transforms.handle({ type: 'use', keyEpoch: 1, secret, keyFrames: true });
  t.same(told, [{ type: 'using', keyEpoch: 1 }]);
});

t.test('without a key nothing is sent, and the page is told once', async (t) => {
  const { send, told } = worker();
  t.equal(await through(send, frame('key', 1, 2, 3)), null);
  t.equal(await through(send, frame('delta', 1, 2, 3)), null);
  t.same(told, [{ type: 'not-sent', transformId: 1, reason: 'no-key' }]);
});

t.test('a codec that is not known is not sent', async (t) => {
  const { transforms, send, told } = worker();
  await transforms.handle({ type: 'use', keyEpoch: 1, secret });
  const other = { ...frame('key', 1, 2, 3), getMetadata: () => ({ mimeType: 'video/H264' }) };
  t.equal(await through(send, other), null);
  t.match(told.at(-1), { type: 'not-sent', reason: 'codec' });
});

t.test('frames without content pass as they are', async (t) => {
  const { send, receive } = worker();
  t.same(bytesOf(await through(send, frame('empty'))), []);
  t.ok(await through(receive, frame('empty')));
});

t.test('what is received in the clear is never shown', async (t) => {
  const { receive, told } = worker();
  t.equal(await through(receive, frame('key', 1, 2, 3)), null);
  t.same(told, [{ type: 'dropped', transformId: 2, reason: 'not-encrypted' }]);
});

t.test('a missing key is asked for once a second, and a key frame when it has come', async (t) => {
  const [anna, ben] = [worker(), worker()];
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  const show = async () =>
    through(ben.receive, (await through(anna.send, frame('delta', 1, 2, 3, 4))) ?? frame('delta'));
  t.equal(await show(), null);
  ben.clock.now = 999;
  t.equal(await show(), null);
  const missing = () => ben.told.filter(({ type }) => type === 'key-missing').length;
  t.equal(missing(), 1);
  ben.clock.now = 1_000;
  t.equal(await show(), null);
  t.equal(missing(), 2);
  await ben.transforms.handle({ type: 'add', from: 'p-anna', keyEpoch: 1, secret });
  t.ok(await show());
  t.ok(await show());
  t.equal(ben.asked.count, 1);
  await ben.transforms.handle({ type: 'forget', from: 'p-anna', beforeEpoch: Number.POSITIVE_INFINITY });
  t.equal(await show(), null, 'a key that was removed decrypts nothing');
});

t.test('without encryption frames are sent as they are, and what is not encrypted is shown', async (t) => {
  const [anna, ben] = [worker(), worker()];
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  for (const { transforms } of [anna, ben]) await transforms.handle({ type: 'mode', mode: 'none' });
  const other = { ...frame('key', 1, 2, 3), getMetadata: () => ({ mimeType: 'video/H264' }) };
  t.equal(await through(anna.send, other), other, 'also what could not be encrypted');
  for (const data of [[1], [1, 2, 3], Array(40).fill(0)])
    t.same(bytesOf(await through(ben.receive, frame('delta', ...data))), data);
  t.same([anna.told.length, ben.told], [1, []]);
  t.equal(ben.asked.count, 0);
  await anna.transforms.handle({ type: 'mode', mode: 'e2e' });
  t.equal(bytesOf(await through(anna.send, frame('delta', 1, 2, 3))).length, 25);
});

t.test('without encryption, frames that are still encrypted are decrypted', async (t) => {
  const [anna, ben] = [worker(), worker()];
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  await ben.transforms.handle({ type: 'add', from: 'p-anna', keyEpoch: 1, secret });
  await ben.transforms.handle({ type: 'mode', mode: 'none' });
  const sent = await through(anna.send, frame('delta', 1, 2, 3, 4));
  t.same(bytesOf(await through(ben.receive, sent ?? frame('delta'))), [1, 2, 3, 4]);
});

t.test('when encryption begins again nothing else is shown, and a gap ends with a key frame', async (t) => {
  const [anna, ben] = [worker(), worker()];
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  await ben.transforms.handle({ type: 'add', from: 'p-anna', keyEpoch: 1, secret });
  await ben.transforms.handle({ type: 'mode', mode: 'none' });
  t.ok(await through(ben.receive, frame('delta', 1, 2, 3)));
  await ben.transforms.handle({ type: 'mode', mode: 'e2e' });
  t.equal(await through(ben.receive, frame('delta', 1, 2, 3)), null);
  t.ok(await through(ben.receive, (await through(anna.send, frame('delta', 1, 2, 3))) ?? frame('delta')));
  t.equal(ben.asked.count, 1);
  t.equal(await through(ben.receive, frame('delta', 1, 2, 3)), null);
  await ben.transforms.handle({ type: 'mode', mode: 'none' });
  t.ok(await through(ben.receive, frame('delta', 1, 2, 3)));
  t.ok(await through(ben.receive, frame('delta', 1, 2, 3)));
  t.equal(ben.asked.count, 2, 'also after a gap without encryption');
});

t.test('people whose applications have different secrets decrypt nothing of each other', async (t) => {
  const [anna, ben, clara] = [worker(), worker(), worker()];
  for (const { transforms, fill } of [
    { ...anna, fill: 1 },
    { ...ben, fill: 1 },
    { ...clara, fill: 2 },
  ])
    await transforms.handle({ type: 'app-secret', secret: new Uint8Array(16).fill(fill) });
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  for (const { transforms } of [ben, clara])
    await transforms.handle({ type: 'add', from: 'p-anna', keyEpoch: 1, secret });
  const sent = bytesOf(await through(anna.send, frame('delta', 1, 2, 3, 4)));
  t.same(bytesOf(await through(ben.receive, frame('delta', ...sent))), [1, 2, 3, 4]);
  t.equal(await through(clara.receive, frame('delta', ...sent)), null);
  t.match(clara.told.at(-1), { type: 'dropped', reason: 'not-authentic' });
});

t.test('a key that is forgotten while it is derived is not kept, and the next one of its number is', async (t) => {
  const [anna, ben] = [worker(), worker()];
  await anna.transforms.handle({ type: 'use', keyEpoch: 1, secret });
  const sent = await through(anna.send, frame('delta', 1, 2, 3, 4, 5));
  const adding = ben.transforms.handle({
    type: 'add',
    from: 'p-anna',
    keyEpoch: 1,
    secret: new Uint8Array(32).fill(6),
  });
  await ben.transforms.handle({ type: 'forget', from: 'p-anna', beforeEpoch: Number.POSITIVE_INFINITY });
  await adding;
  await ben.transforms.handle({ type: 'add', from: 'p-anna', keyEpoch: 1, secret });
  t.same(bytesOf(await through(ben.receive, sent ?? frame('delta'))), [1, 2, 3, 4, 5]);
});
