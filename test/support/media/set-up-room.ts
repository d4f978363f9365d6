/** One room on real workers for one test, closed with it. */
import type { Test } from 'tap';
import type { MediaConfig } from '../../../server/src/config/config.ts';
import { TestMedia } from './test-media.ts';
import { TestPolicy } from './test-policy.ts';

/** @param inside seats that are admitted from the start */
export async function setUpRoom(t: Test, ...inside: string[]) {
  return await setUpRoomWith(t, {}, ...inside);
}

export async function setUpRoomWith(t: Test, config: Partial<MediaConfig>, ...inside: string[]) {
  const media = await TestMedia.start(config);
  const policy = new TestPolicy(...inside);
  const { room, handlers } = await media.createRoom(policy);
  t.teardown(() => {
    room.close();
    media.close();
    if (media.failures.length > 0) throw new AggregateError(media.failures, 'failures that nobody waited for');
  });
  return { media, room, handlers, policy };
}
