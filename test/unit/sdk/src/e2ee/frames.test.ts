import { createCipheriv, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { FrameDecryptor } from '../../../../../sdk/src/e2ee/frames/frame-decryptor.ts';
import { FrameEncryptor } from '../../../../../sdk/src/e2ee/frames/frame-encryptor.ts';
import { clearLengthOf, overhead, readTrailer, trackName } from '../../../../../sdk/src/e2ee/frames/frame-format.ts';
import { SenderKeys } from '../../../../../sdk/src/e2ee/frames/sender-keys.ts';

const secret = (fill: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(fill);
const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const hex = (data: Uint8Array | null): string => Buffer.from(data ?? []).toString('hex');
const microphone = trackName('p-anna', 'microphone');

async function pair(keyEpoch = 1, firstCounter = 0) {
  const encryptor = new FrameEncryptor(firstCounter);
  await encryptor.useSecret(keyEpoch, secret(keyEpoch));
  const keys = new SenderKeys();
  await keys.add(keyEpoch, secret(keyEpoch));
  return { encryptor, keys, decryptor: new FrameDecryptor(keys, microphone) };
}

const sealed = async (encryptor: FrameEncryptor, frame: Uint8Array<ArrayBuffer>, clearLength = 1) =>
  (await encryptor.encrypt(frame, clearLength, microphone)) ?? bytes();

t.test('the readable bytes of each codec', async (t) => {
  t.same(
    [clearLengthOf('audio/opus', false), clearLengthOf('video/VP8', true), clearLengthOf('video/VP8', false)],
    [1, 10, 3],
  );
  t.same([clearLengthOf('video/VP9', true), clearLengthOf('video/VP9', false)], [0, 0]);
  for (const other of ['video/H264', 'video/AV1', 'audio/red', 'toString', ''])
    t.equal(clearLengthOf(other, true), null);
});

// The format must never change without another version: other implementations are tested with these bytes.
const vectors = [
  {
    keyEpoch: 1,
    counter: 0,
    clearLength: 1,
    frame: '7801020304',
    sealed: '7800f68c3b9bdab8133054cb70bac37653112f3e42000000000101',
  },
  {
    keyEpoch: 300,
    counter: 2 ** 32 - 1,
    clearLength: 3,
    frame: '500200a1a2a3',
    sealed: '5002001ee7aa4fd289dbd69375554ba0194126ef1a51ffffffff2c03',
  },
  {
    keyEpoch: 2,
    counter: 5,
    clearLength: 10,
    frame: '5002009d012a8002e001',
    sealed: '5002009d012a8002e001809dbd3bd0d01df2db2bcaf470be8fb100000005020a',
  },
  { keyEpoch: 3, counter: 7, clearLength: 0, frame: 'ff', sealed: '8868d56ec77780e8f32b6af6f394daa2d6000000070300' },
];

t.test('test vectors of the frame format', async (t) => {
  for (const { keyEpoch, counter, clearLength, frame, sealed } of vectors) {
    const { encryptor, decryptor } = await pair(keyEpoch, counter);
    const clear = Uint8Array.from(Buffer.from(frame, 'hex'));
    t.equal(hex(byNode(keyEpoch, counter, clearLength, clear)), sealed, "as Node's cipher has it");
    const result = await encryptor.encrypt(clear, clearLength, microphone);
    t.equal(hex(result), sealed);
    t.same(await decryptor.decrypt(result ?? bytes()), { frame: clear, keyEpoch });
  }
});

t.test('what is encrypted is decrypted, whatever its length', async (t) => {
  const { encryptor, decryptor } = await pair();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0, 1, 3, 10), async (data, clearLength) => {
      const frame = Uint8Array.from(data);
      const result = await sealed(encryptor, frame, clearLength);
      t.equal(result.byteLength, frame.byteLength + overhead);
      t.same(await decryptor.decrypt(result), { frame, keyEpoch: 1 });
    }),
    { numRuns: 100 },
  );
});

t.test('a frame with any byte changed is dropped', async (t) => {
  const { encryptor, keys } = await pair();
  const result = await sealed(encryptor, bytes(1, 2, 3, 4, 5));
  for (let index = 0; index < result.byteLength; index += 1) {
    const changed = result.slice();
    changed[index] = (changed[index] ?? 0) ^ 1;
    t.ok('dropped' in (await new FrameDecryptor(keys, microphone).decrypt(changed)), `byte ${index}`);
  }
  t.ok('frame' in (await new FrameDecryptor(keys, microphone).decrypt(result)), 'unchanged it is not');
});

t.test('a frame of another track or of somebody else is dropped', async (t) => {
  const { encryptor, keys } = await pair();
  const result = await sealed(encryptor, bytes(1, 2, 3));
  for (const [sender, source] of [
    ['p-anna', 'screen'],
    ['p-ben', 'microphone'],
    ['p-annam', 'icrophone'],
  ] as const) {
    const decryptor = new FrameDecryptor(keys, trackName(sender, source));
    t.same(await decryptor.decrypt(result), { dropped: 'not-authentic' });
  }
});

t.test('what is not encrypted is dropped', async (t) => {
  const { decryptor } = await pair();
  t.same(await decryptor.decrypt(bytes()), { dropped: 'not-encrypted' });
  t.same(await decryptor.decrypt(bytes(0x78, 1, 2, 3)), { dropped: 'not-encrypted' });
  // 200 bytes that claim 255 readable ones.
  t.same(await decryptor.decrypt(new Uint8Array(200).fill(255)), { dropped: 'not-encrypted' });
  t.same(await decryptor.decrypt(new Uint8Array(200)), { dropped: 'no-key' });
});

t.test('a frame is accepted once, and frames out of order are', async (t) => {
  const { encryptor, decryptor } = await pair();
  const frames = [];
  for (let index = 0; index < 5; index += 1) frames.push(await sealed(encryptor, bytes(index, index)));
  const [first = bytes(), second = bytes(), ...others] = frames;
  for (const frame of others.toReversed()) t.ok('frame' in (await decryptor.decrypt(frame)));
  t.ok('frame' in (await decryptor.decrypt(first)));
  for (const frame of [first, ...others]) t.same(await decryptor.decrypt(frame), { dropped: 'replayed' });
  const [one, other] = await Promise.all([decryptor.decrypt(second), decryptor.decrypt(second)]);
  t.equal([one, other].filter((result) => 'frame' in result).length, 1, 'also when both are decrypted at once');
});

t.test('a frame is not accepted again by another receiver of its track, nor when its key has come again', async (t) => {
  const { encryptor, keys, decryptor } = await pair();
  const [first, second] = [await sealed(encryptor, bytes(1)), await sealed(encryptor, bytes(2))];
  t.ok('frame' in (await decryptor.decrypt(first)));
  const another = new FrameDecryptor(keys, microphone);
  t.same(await another.decrypt(first), { dropped: 'replayed' });
  keys.forgetBefore(Number.POSITIVE_INFINITY);
  await keys.add(1, secret(1));
  t.same(await another.decrypt(first), { dropped: 'replayed' });
  t.ok('frame' in (await another.decrypt(second)), 'one that was not received is accepted');
});

t.test('a frame that is not authentic does not move the replay window', async (t) => {
  const { encryptor, decryptor } = await pair();
  const genuine = await sealed(encryptor, bytes(1, 2, 3));
  const forged = genuine.slice();
  forged.set([255, 255, 255, 255], forged.byteLength - 6);
  t.same(await decryptor.decrypt(forged), { dropped: 'not-authentic' });
  t.ok('frame' in (await decryptor.decrypt(genuine)));
});

t.test('frames of an earlier key are decrypted until it is forgotten', async (t) => {
  const { encryptor, keys, decryptor } = await pair();
  const [late, later] = [await sealed(encryptor, bytes(1)), await sealed(encryptor, bytes(2))];
  await encryptor.useSecret(2, secret(9));
  const next = await sealed(encryptor, bytes(3));
  t.same(await decryptor.decrypt(next), { dropped: 'no-key' }, 'its key has not come');
  await keys.add(2, secret(9));
  t.match(await decryptor.decrypt(next), { keyEpoch: 2 });
  t.match(await decryptor.decrypt(late), { keyEpoch: 1 });
  keys.forgetBefore(2);
  t.same(await decryptor.decrypt(later), { dropped: 'no-key' });
});

t.test('a key of the same number is not replaced', async (t) => {
  const { encryptor, keys, decryptor } = await pair();
  await keys.add(1, secret(66));
  t.ok('frame' in (await decryptor.decrypt(await sealed(encryptor, bytes(1)))));
});

t.test('the oldest keys are dropped when there are more than are kept', async (t) => {
  const keys = new SenderKeys();
  for (let keyEpoch = 1; keyEpoch <= 300; keyEpoch += 1) await keys.add(keyEpoch, secret(1));
  t.equal(keys.find(292 % 256), undefined);
  t.equal(keys.find(293 % 256)?.keyEpoch, 293);
  t.equal(keys.find(300 % 256)?.keyEpoch, 300);
  t.equal(keys.find(1), undefined);
});

t.test('nothing is sent without a key, and none under a key that is used up', async (t) => {
  const encryptor = new FrameEncryptor(2 ** 32 - 1);
  t.equal(encryptor.keyEpoch, null);
  t.equal(await encryptor.encrypt(bytes(1, 2), 1, microphone), null);
  await encryptor.useSecret(4, secret(4));
  const last = await sealed(encryptor, bytes(1, 2));
  t.equal(readTrailer(last)?.counter, 2 ** 32 - 1);
  t.equal(await encryptor.encrypt(bytes(1, 2), 1, microphone), null);
  for (const used of [4, 3]) await t.rejects(encryptor.useSecret(used, secret(5)), RangeError);
});

t.test('one counter serves all tracks, also for frames that are encrypted at once', async (t) => {
  const { encryptor } = await pair();
  const frames = await Promise.all(
    ['microphone', 'camera', 'camera', 'screen'].map((source) =>
      encryptor.encrypt(bytes(1, 2, 3), 1, trackName('p-anna', source)),
    ),
  );
  t.same(
    frames.map((frame) => readTrailer(frame ?? bytes())?.counter),
    [0, 1, 2, 3],
  );
});

t.test('of two secrets that are set at once the later one is used, also if its key is derived first', async (t) => {
  const { subtle } = crypto;
  const { importKey } = subtle;
  const encryptor = new FrameEncryptor();
  const later = Promise.withResolvers<void>();
  // Only the first import waits.
  subtle.importKey = (async (...args: Parameters<typeof importKey>) => {
    subtle.importKey = importKey;
    await later.promise;
    return await importKey.apply(subtle, args);
  }) as typeof importKey;
  const first = encryptor.useSecret(1, secret(1));
  await encryptor.useSecret(2, secret(2));
  t.equal(encryptor.keyEpoch, 2);
  later.resolve();
  await first;
  t.equal(encryptor.keyEpoch, 2);
});

/** The same by Node's own cipher, written from the description of the format. */
function byNode(keyEpoch: number, counter: number, clearLength: number, frame: Uint8Array): Buffer {
  const field = (text: string) =>
    Buffer.concat([Buffer.from(new Uint32Array([text.length]).buffer).swap32(), Buffer.from(text)]);
  const derive = (part: string, length: number) =>
    Buffer.from(
      hkdfSync('sha256', secret(keyEpoch), '', Buffer.concat(['hearthroom e2ee 1', 'media', part].map(field)), length),
    );
  const trailer = Buffer.alloc(6);
  trailer.writeUInt32BE(counter);
  trailer.writeUInt8(keyEpoch % 256, 4);
  trailer.writeUInt8(clearLength, 5);
  const cipher = createCipheriv(
    'aes-128-gcm',
    derive('key', 16),
    Buffer.concat([derive('salt', 8), trailer.subarray(0, 4)]),
  );
  const clear = Buffer.from(frame.subarray(0, clearLength));
  cipher.setAAD(Buffer.concat([clear, trailer, ...['track', 'p-anna', 'microphone'].map(field)]));
  return Buffer.concat([
    clear,
    cipher.update(frame.subarray(clearLength)),
    cipher.final(),
    cipher.getAuthTag(),
    trailer,
  ]);
}
