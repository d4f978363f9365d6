/** For `session.simulate('media-loss')`: stops all media of a pair of transports. */
import type { MediaConnection } from './media-connection.ts';

/** @returns a function that lets media through again */
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
