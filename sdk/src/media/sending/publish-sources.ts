/** Keeps this client's published tracks equal to what the person wants to show. */
import type { OwnTrack } from '../../../protocol/messages/messages.ts';
import type { TrackSource } from '../../../protocol/schemas/room-schemas.ts';
import { toHearthroomError } from '../../core/hearthroom-error.ts';
import type { Request } from '../../core/wire.ts';
import type { Chosen, Publication, Senders } from './senders.ts';

/** What is to be published of a source now; null for nothing. */
export type Wanted = (source: TrackSource) => Chosen | null;

export const sources: readonly TrackSource[] = ['microphone', 'camera', 'screen', 'screen-audio'];

/** Publishes, updates or closes the track of a source. Rejects with HearthroomError. */
export async function syncSource(
  source: TrackSource,
  senders: Senders,
  wanted: Wanted,
  request: Request,
): Promise<void> {
  try {
    await publishWanted(source, senders, wanted, request);
    await updatePublished(source, senders, wanted, request);
  } catch (error) {
    if (toHearthroomError(error).code !== 'not-found') throw error;
    // The server closed it (a grant was revoked and given again): publish it again.
    senders.unpublish(source);
    await publishWanted(source, senders, wanted, request);
    await updatePublished(source, senders, wanted, request);
  }
}

async function publishWanted(source: TrackSource, senders: Senders, wanted: Wanted, request: Request): Promise<void> {
  const chosen = wanted(source);
  const published = senders.publications.get(source);
  if (!chosen || published?.music === chosen.music) return;
  if (published && !senders.canReplace) await withdraw(published, source, senders, request);
  // The device before has been stopped: its sender sends the new one until the other track is published.
  else if (published) await followDevice(source, senders, wanted, request);
  await senders.publish(source, chosen);
}

/** Uses the newest choice: another device may have been chosen during publishing, or none. */
async function updatePublished(source: TrackSource, senders: Senders, wanted: Wanted, request: Request): Promise<void> {
  await followDevice(source, senders, wanted, request);
  // Read again: a host may have muted it meanwhile.
  const chosen = wanted(source);
  const publication = senders.publications.get(source);
  if (!publication) return;
  if (chosen) await updatePaused(publication, chosen.paused, request);
  else await withdraw(publication, source, senders, request);
}

async function followDevice(source: TrackSource, senders: Senders, wanted: Wanted, request: Request): Promise<void> {
  const track = wanted(source)?.mediaStreamTrack;
  const publication = senders.publications.get(source);
  // A device that has ended is about to be replaced or switched off.
  if (!publication || track?.readyState !== 'live' || publication.producer.track === track) return;
  try {
    await senders.replaceTrack(publication, track);
  } catch (error) {
    // A sender that sends nothing would be a black picture for the others.
    if (publication.producer.track === null) await withdraw(publication, source, senders, request).catch(() => {});
    throw error;
  }
}

async function updatePaused(publication: Publication, paused: boolean, request: Request): Promise<void> {
  if (publication.paused === paused) return;
  const { trackId, muted } = publication;
  // Before the answer: a mute by a host that arrives meanwhile is newer than this.
  publication.paused = paused;
  if (!paused) publication.muted = false;
  try {
    await request(paused ? 'pauseTrack' : 'resumeTrack', { trackId });
  } catch (error) {
    publication.paused = !paused;
    publication.muted ||= muted;
    throw error;
  }
  // Muted meanwhile: the server may have carried out the mute first and then resumed the track.
  if (!paused && publication.muted) await request('pauseTrack', { trackId });
}

async function withdraw(
  { trackId }: Publication,
  source: TrackSource,
  senders: Senders,
  request: Request,
): Promise<void> {
  senders.unpublish(source);
  await closeTrack(trackId, request);
}

/** Closes a track of this client at the server. */
export async function closeTrack(trackId: string, request: Request): Promise<void> {
  try {
    await request('closeTrack', { trackId });
  } catch (error) {
    if (toHearthroomError(error).code !== 'not-found') throw error;
  }
}

/**
 * After a lost connection: takes over the state of this client's tracks as the server has it.
 * @returns the sources that a host muted meanwhile
 */
export async function adoptTracks(
  tracks: readonly OwnTrack[],
  senders: Senders,
  request: Request,
): Promise<TrackSource[]> {
  const muted: TrackSource[] = [];
  for (const [source, publication] of [...senders.publications]) {
    const track = tracks.find(({ trackId }) => trackId === publication.trackId);
    // It may have been published after the server composed its answer.
    if (!track) await withdraw(publication, source, senders, request);
    else if (track.muted && !publication.muted) muted.push(source);
    if (track) Object.assign(publication, { paused: track.paused, muted: track.muted });
  }
  const known = new Set([...senders.publications.values()].map(({ trackId }) => trackId));
  // The answer to `publishTrack` was lost with the connection, and the sender is gone too.
  const orphans = tracks.filter(({ trackId }) => !known.has(trackId));
  await Promise.all(orphans.map(({ trackId }) => closeTrack(trackId, request)));
  // A host may have muted the track in the place of ours, whose id this client never learnt.
  for (const { source, muted: isMuted } of orphans) if (isMuted && !muted.includes(source)) muted.push(source);
  return muted;
}
