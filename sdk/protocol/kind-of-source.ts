import type { MediaKind, TrackSource } from './schemas/room-schemas.ts';

/** The kind of media that each source sends. This file has no schemas, so that browsers can load it. */
export const kindOfSource: Readonly<Record<TrackSource, MediaKind>> = {
  microphone: 'audio',
  camera: 'video',
  screen: 'video',
  'screen-audio': 'audio',
};
