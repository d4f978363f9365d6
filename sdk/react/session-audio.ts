import { createElement, Fragment, type ReactElement } from 'react';
import type { RemoteTrack } from '../src/index.ts';
import { useTrackRef } from './media-hooks.ts';
import { type Reading, useSnapshot } from './snapshot.ts';

const sound: Reading<readonly RemoteTrack[]> = {
  events: ['trackSubscribed', 'trackUnsubscribed'],
  initial: [],
  read: ({ participants, previewedParticipant }) =>
    [...participants.values(), ...(previewedParticipant ? [previewedParticipant] : [])].flatMap(({ tracks }) =>
      [...tracks.values()].filter(({ kind }) => kind === 'audio'),
    ),
};

/** Plays the sound of the others, and shows nothing. Put one into the page, outside of what is shown only at times. */
export function SessionAudio(): ReactElement {
  const tracks = useSnapshot(sound);
  return createElement(
    Fragment,
    null,
    tracks.map((track) => createElement(TrackAudio, { key: track.id, track })),
  );
}

function TrackAudio({ track }: { track: RemoteTrack }): ReactElement {
  return createElement('audio', { ref: useTrackRef(track) });
}
