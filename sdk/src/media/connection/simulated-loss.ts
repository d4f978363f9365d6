/** For `session.simulate('media-loss')`: keeps everything that a pair of transports carries from getting through. */
import type { MediaConnection } from './media-connection.ts';

/** @returns lets it through again */
export function holdBack({ senders, consumers }: MediaConnection): () => void {
  const producers = [...senders.publications.values()].map(({ producer }) => producer);
  const tracks = [...consumers.values()].map(({ track }) => track);
  // A sender that was closed meanwhile has nothing to send.
  for (const { rtpSender } of producers) rtpSender?.replaceTrack(null).catch(() => {});
  for (const track of tracks) track.enabled = false;
  return () => {
    for (const { rtpSender, track, closed } of producers) {
      if (!closed) rtpSender?.replaceTrack(track).catch(() => {});
    }
    for (const track of tracks) track.enabled = true;
  };
}
