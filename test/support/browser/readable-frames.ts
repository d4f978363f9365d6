/** Decrypts recorded frames with the secrets that a page was given. */
import { FrameDecryptor } from '../../../sdk/src/e2ee/frames/frame-decryptor.ts';
import { readTrailer, trackName } from '../../../sdk/src/e2ee/frames/frame-format.ts';
import { ReplayWindow } from '../../../sdk/src/e2ee/frames/replay-window.ts';
import { SenderKeys } from '../../../sdk/src/e2ee/frames/sender-keys.ts';
import type { ForwardedFrame } from '../media/forwarded-frames.ts';
import type { Person } from './person.ts';

interface Key {
  from: string;
  keyEpoch: number;
  keys: SenderKeys;
}

/** All secrets that this page has ever had: of others, and its own. */
export async function keysOf(person: Person): Promise<Key[]> {
  const own = await person.id();
  const secrets = await person.givenSecrets();
  return await Promise.all(
    secrets.map(async ({ from, keyEpoch, secret }) => {
      const keys = new SenderKeys();
      await keys.add(keyEpoch, new Uint8Array(secret));
      return { from: from ?? own, keyEpoch, keys };
    }),
  );
}

/** Keys that open a frame several times: it was forwarded to several people, and tests look at it again. */
const withNewWindows = (keys: SenderKeys): Pick<SenderKeys, 'find'> => ({
  find: (epoch) => {
    const known = keys.find(epoch);
    return known && { ...known, window: new ReplayWindow() };
  },
});

/** @returns the id of the sender whose key opens the frame; null: none of the keys does */
export async function senderOf({ kind, data }: ForwardedFrame, keys: readonly Key[]): Promise<string | null> {
  const epoch = readTrailer(data)?.epoch;
  const sources = kind === 'audio' ? ['microphone', 'screen-audio'] : ['camera', 'screen'];
  for (const { from, keyEpoch, keys: one } of keys) {
    if (keyEpoch % 256 !== epoch) continue;
    for (const source of sources) {
      const opened = await new FrameDecryptor(withNewWindows(one), trackName(from, source)).decrypt(data);
      if ('frame' in opened) return from;
    }
  }
  return null;
}
