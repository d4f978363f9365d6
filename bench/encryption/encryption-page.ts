/** Runs in the browser: one person in a session of Hearthroom, and what of its encryption can be timed. */
import '../tiers/browser/browser-page.ts';
import { FrameDecryptor } from '../../sdk/src/e2ee/frames/frame-decryptor.ts';
import { FrameEncryptor } from '../../sdk/src/e2ee/frames/frame-encryptor.ts';
import { trackName } from '../../sdk/src/e2ee/frames/frame-format.ts';
import { SenderKeys } from '../../sdk/src/e2ee/frames/sender-keys.ts';
import { givenSecrets } from '../../test/support/browser/page-workers.ts';
import { type PersonPage, videoBitsPerSecond } from './person-page.ts';
import { readReceivedVideo } from './received-video.ts';

/** Bytes of a frame of a camera in its middle layer, at 400 kbit/s and 15 frames a second. */
const frameBytes = 3_300;

/** Encrypts and decrypts frames one after the other. @returns milliseconds of each */
async function timeFrames(count: number): Promise<{ encryptMs: number[]; decryptMs: number[] }> {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const [encryptor, keys, track] = [new FrameEncryptor(), new SenderKeys(), trackName('p', 'camera')];
  await encryptor.useSecret(1, secret);
  await keys.add(1, secret);
  const decryptor = new FrameDecryptor(keys, track);
  const times = { encryptMs: [] as number[], decryptMs: [] as number[] };
  for (let made = 0; made < count; made += 1) {
    const frame = crypto.getRandomValues(new Uint8Array(frameBytes));
    const startedAt = performance.now();
    const sealed = await encryptor.encrypt(frame, 3, track);
    const encryptedAt = performance.now();
    if (!sealed || !('frame' in (await decryptor.decrypt(sealed)))) throw new Error('A frame was not decrypted');
    times.encryptMs.push(encryptedAt - startedAt);
    times.decryptMs.push(performance.now() - encryptedAt);
  }
  return times;
}

const person: PersonPage = {
  join: ({ url, token, sending }) =>
    benchPage.join({
      url,
      token,
      ...(sending === 'same' && { cameraEncodings: [{ maxBitrate: videoBitsPerSecond }] }),
    }),
  publish: benchPage.publish,
  seen: benchPage.seen,
  ownId: benchPage.ownId,
  timeGlass: benchPage.timeGlass,
  isEncrypted: benchPage.isEncrypted,
  received: readReceivedVideo,
  leave: benchPage.leave,
};

const tools = {
  timeFrames,
  /** `Date.now()` of the first own secret that was used from a time on; null: none yet. */
  newSecretAt: (sinceMs: number): number | null =>
    givenSecrets().find(({ from, at }) => from === null && at >= sinceMs)?.at ?? null,
};

declare global {
  var encryptionPage: typeof tools;
}
Object.assign(globalThis, { measuredPerson: person, encryptionPage: tools });
