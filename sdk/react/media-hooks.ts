import { type RefCallback, useCallback, useMemo } from 'react';
import type { Attachable, DeviceOptions, Session, TrackSource } from '../src/index.ts';
import { HearthroomError } from '../src/index.ts';
import { useProvided, useSession } from './session-context.ts';
import { useRemembered } from './session-hooks.ts';
import { useSnapshot } from './snapshot.ts';

/** A microphone, camera or screen that is there now, of another person or of this one. */
export interface TrackView {
  readonly track: Attachable;
  /** The person has it on: not muted, and not interrupted. Hide the picture while it is false. */
  readonly isOn: boolean;
  /** False: not sent to this client for now, because of Session.setVideoReception. */
  readonly isReceived: boolean;
  /** For one `<video>` or `<audio>`: shows the track in it. */
  readonly ref: RefCallback<HTMLMediaElement>;
}

/** One of this person's devices. */
export interface DeviceView {
  /** On, and neither muted nor interrupted: the others hear or see it while the session is joined. */
  readonly isOn: boolean;
  /** It is being opened; the browser may be asking the person. */
  readonly isStarting: boolean;
  /**
   * Switches it on or off, as LocalParticipant.setMicrophoneEnabled and the like. Resolves also when a later call
   * takes effect instead. Rejects with HearthroomError.
   */
  readonly setOn: (isOn: boolean, options?: DeviceOptions) => Promise<void>;
}

/** Whether sound can be heard. */
export interface SoundView {
  /** The browser plays no sound until the person interacts with the page: show a button that calls `start`. */
  readonly isBlocked: boolean;
  /** Call it in a click handler. Rejects with `permission-denied` when the browser still refuses. */
  readonly start: () => Promise<void>;
}

type TrackFacts = Omit<TrackView, 'ref'>;

/**
 * One track, and a ref to show it: `<video ref={camera?.ref} hidden={!camera?.isOn} />`. Sound: SessionAudio.
 * @param participantId another person's id, also in an identity check, or one's own (`useSelf().id`)
 * @returns null while there is no such track
 */
export function useTrack(participantId: string, source: TrackSource): TrackView | null {
  const facts = useSnapshot<TrackFacts | null>(
    {
      events: ['trackSubscribed', 'trackUnsubscribed', 'trackUpdated', 'localTrackUpdated', 'stateChanged'],
      initial: null,
      read: (session) => factsOf(session, participantId, source),
    },
    `${source} ${participantId}`,
  );
  const track = facts?.track;
  const ref = useTrackRef(track);
  return useMemo(() => facts && { ...facts, ref }, [facts, ref]);
}

function factsOf(session: Session, participantId: string, source: TrackSource): TrackFacts | null {
  const { localParticipant, previewedParticipant } = session;
  if (participantId === localParticipant.id) {
    const track = localParticipant.track(source);
    return track && { track, isOn: localParticipant.isEnabled(source), isReceived: true };
  }
  const owner =
    previewedParticipant?.id === participantId ? previewedParticipant : session.participants.get(participantId);
  const track = owner?.tracks.get(source);
  return track ? { track, isOn: !track.paused, isReceived: track.isReceived } : null;
}

/** @returns a ref for one element; it keeps its identity as long as the track is the same */
export function useTrackRef(track: Attachable | undefined): RefCallback<HTMLMediaElement> {
  return useMemo(() => {
    let shown: HTMLMediaElement | null = null;
    return (element) => {
      if (shown) track?.detach(shown);
      if (element) track?.attach(element);
      shown = element;
    };
  }, [track]);
}

/** One of this person's devices, to switch it on and off. Its picture: `useTrack(useSelf().id, 'camera')`. */
export function useDevice(source: Exclude<TrackSource, 'screen-audio'>): DeviceView {
  const session = useSession();
  const facts = useSnapshot(
    {
      events: ['localTrackUpdated', 'stateChanged'],
      initial: { isOn: false, isStarting: false },
      read: ({ localParticipant }) => ({
        isOn: localParticipant.isEnabled(source),
        isStarting: localParticipant.isStarting(source),
      }),
    },
    source,
  );
  const setOn = useCallback(
    (isOn: boolean, options?: DeviceOptions) => setDevice(session, source, isOn, options),
    [session, source],
  );
  return useMemo(() => ({ ...facts, setOn }), [facts, setOn]);
}

async function setDevice(
  session: Session,
  source: Exclude<TrackSource, 'screen-audio'>,
  isOn: boolean,
  options?: DeviceOptions,
): Promise<void> {
  const { localParticipant } = session;
  try {
    if (source === 'microphone') await localParticipant.setMicrophoneEnabled(isOn, options);
    else if (source === 'camera') await localParticipant.setCameraEnabled(isOn, options);
    else await localParticipant.setScreenShareEnabled(isOn, options);
  } catch (error) {
    if (!(error instanceof HearthroomError && error.code === 'superseded')) throw error;
  }
}

/** Whether the browser blocks sound, and how to start it. */
export function useSound(): SoundView {
  const { memory } = useProvided();
  const { isSoundBlocked } = useRemembered();
  return useMemo(() => ({ isBlocked: isSoundBlocked, start: memory.startSound }), [memory, isSoundBlocked]);
}
