/** People and their media, as plain data. */

/** A person by name only, for lists. */
export interface NameView {
  id: string;
  name: string;
}

/** A local or remote track that can be shown or played in a media element. */
export interface Attachable {
  readonly mediaStreamTrack: MediaStreamTrack;
  attach(element: HTMLMediaElement): unknown;
  detach(element: HTMLMediaElement): unknown;
}

export type Page = 'lobby' | 'waiting' | 'call' | 'closed';
export type Source = 'microphone' | 'camera';
export type PersonRole = 'therapist' | 'cotherapist' | 'client' | 'observer';
export type ReactionKind = 'heart' | 'thumbs-up' | 'clap' | 'hug' | 'tears';

/** A person's turn in a go-round. */
export interface TurnView {
  /** Null: no limit, or paused. */
  endsAtMs: number | null;
  totalMs: number | null;
  paused: boolean;
}

export interface PersonView {
  id: string;
  name: string;
  /** The label, for people who may see it. */
  label: string | null;
  role: PersonRole;
  isSelf: boolean;
  connection: 'connected' | 'reconnecting';
  away: boolean;
  /** Quality of sound and picture. */
  quality: 'good' | 'weak' | 'lost';
  speaking: boolean;
  microphone: 'on' | 'off' | 'none';
  /** The camera track, if there is a picture now. */
  camera: Attachable | null;
  screen: Attachable | null;
  /** Sound of a screen is heard of them, also if no screen is shown. */
  sharesSound?: true;
  /** True for this person's own picture, unless the camera faces away from its user. */
  mirrored: boolean;
  /** Position in the queue of raised hands, from 1; null: not raised. */
  hand: number | null;
  /** The reaction that they show now; another id means that it was sent again. */
  reaction: { kind: ReactionKind; id: number } | null;
  turn: TurnView | null;
  /** Why they are neither seen nor heard now: where they are, or that all media rests. '' while they can be. */
  where?: string;
  /** Their key for encryption has not arrived yet, so that they are neither seen nor heard. */
  securing?: boolean;
  /** Why their picture, or screen, is not sent to this page for now, although they send it. Null or absent: it is sent. */
  cameraPausedBy?: PausedBy | null;
  screenPausedBy?: PausedBy | null;
  /** For hosts, about clients in the same place who are connected. */
  speakAlone?: SpeakAlone | null;
}

/** Why pictures of others are paused: the line of the person at this page is slow, or the server is busy. */
export type PausedBy = 'own-line' | 'server';

/**
 * Whether this host can ask to speak alone with a person. The server refuses while one of the two was asked or is in a
 * conversation: `host-busy` is this host, `person-busy` is the other one, with another host.
 */
export type SpeakAlone = 'free' | 'host-busy' | 'person-busy';

/**
 * What stands in the way of admitting a person who can't encrypt. `required`: they can't be admitted; `would-end`:
 * encryption would end for everybody; `ended`: nothing, because it has ended already.
 */
export type CannotEncrypt = 'required' | 'would-end' | 'ended';

export interface WaitingView {
  id: string;
  epoch: number;
  name: string;
  label: string | null;
  role: PersonRole;
  waitingSinceMs: number;
  connection: 'connected' | 'dropped';
  secondDevice: boolean;
  /** Another device with the same link waited here before. */
  otherDevice: boolean;
  /** False: the agreement of the room is not accepted yet. */
  agreed: boolean;
  /** The host who speaks alone with them now. */
  previewedBy: 'self' | 'other' | null;
  /** The host who has asked to speak alone with them; that has not begun. */
  askedBy: 'self' | 'other' | null;
  speakAlone: SpeakAlone | null;
  /**
   * An observer to whom not every client has agreed: not asked yet, or the number of answers. Null: nothing is missing.
   */
  consent: 'to-ask' | ConsentStanding | null;
  /** They were inside and withdrew the agreement. */
  withdrew: boolean;
  /** Null: they can encrypt, or the room does not. */
  cannotEncrypt: CannotEncrypt | null;
}

/** Number of clients who answered or refused; nobody learns who said what. */
export interface ConsentStanding {
  unanswered: number;
  declined: number;
  /** People who declined may be asked again. */
  mayAskAgain: boolean;
}
