/** People and their media, as plain data. */

/** A person by name alone, for lists of work. */
export interface NameView {
  id: string;
  name: string;
}

/** Something with a picture or sound that can be put into a media element: a local or a remote track. */
export interface Attachable {
  readonly mediaStreamTrack: MediaStreamTrack;
  attach(element: HTMLMediaElement): unknown;
  detach(element: HTMLMediaElement): unknown;
}

export type Page = 'lobby' | 'waiting' | 'call' | 'closed';
export type Source = 'microphone' | 'camera';
export type PersonRole = 'therapist' | 'cotherapist' | 'client' | 'observer';
export type ReactionKind = 'heart' | 'thumbs-up' | 'clap' | 'hug' | 'tears';

/** Somebody's turn in a go-round. */
export interface TurnView {
  /** Null without a time, or while it stands still. */
  endsAtMs: number | null;
  totalMs: number | null;
  paused: boolean;
}

export interface PersonView {
  id: string;
  name: string;
  /** The real label, for those who may see it. */
  label: string | null;
  role: PersonRole;
  isSelf: boolean;
  connection: 'connected' | 'reconnecting';
  away: boolean;
  /** How well sound and picture get through. */
  quality: 'good' | 'weak' | 'lost';
  speaking: boolean;
  microphone: 'on' | 'off' | 'none';
  /** The picture, when there is one now. */
  camera: Attachable | null;
  screen: Attachable | null;
  /** One's own picture is shown as in a mirror, unless the camera looks away from its user. */
  mirrored: boolean;
  /** Place in the queue of raised hands, from 1; null: not raised. */
  hand: number | null;
  /** What they show to the group in passing; another id is another time. */
  reaction: { kind: ReactionKind; id: number } | null;
  turn: TurnView | null;
  /** Why they are neither seen nor heard now: where they are, or that all media rests. '' while they can be. */
  where?: string;
}

export interface WaitingView {
  id: string;
  epoch: number;
  name: string;
  label: string | null;
  role: PersonRole;
  waitingSinceMs: number;
  connection: 'connected' | 'dropped';
  secondDevice: boolean;
  /** Another device waited here before, with the same link. */
  otherDevice: boolean;
  /** False: the agreement of the room is not accepted yet. */
  agreed: boolean;
  /** Who speaks alone with them now. */
  previewedBy: 'self' | 'other' | null;
  /** An observer to whom not every client has agreed: not asked yet, or how the answers stand. Null: nothing is missing. */
  consent: 'to-ask' | ConsentStanding | null;
  /** They were inside and took back their agreement to the rules. */
  withdrew: boolean;
}

/** What clients have answered about an observer, as numbers: nobody learns who said what. */
export interface ConsentStanding {
  unanswered: number;
  declined: number;
  /** Those who declined may be asked once more. */
  mayAskAgain: boolean;
}
