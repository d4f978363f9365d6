/** The public types of a Session: its state, and what its methods take and return. */
import type { CloseReason } from '../../../protocol/codes.ts';
import type { WaitingEntry } from '../../../protocol/messages/messages.ts';
import type { HearthroomErrorCode } from '../../core/hearthroom-error.ts';

/**
 * Lifecycle of a session:
 *
 *     idle → connecting → waiting ⇄ joined → closed
 *                             ⇅        ⇅
 *                            reconnecting
 *
 * Every state can change to `closed`, which is final.
 */
export type SessionState = 'idle' | 'connecting' | 'waiting' | 'joined' | 'reconnecting' | 'closed';

/** Why a session ended: the server's close reason, or the error code that made this client give up. */
export type SessionCloseReason = CloseReason | HearthroomErrorCode;

/** A chat message, as this person gets it. */
export interface ChatMessage {
  /** Position in the room's chat; increases, with gaps where messages went to others. */
  seq: number;
  /** Who wrote it, under the name that they had then. */
  from: { participantId: string; name: string };
  /** `group`: everybody in the same place; `hosts`: all hosts; `participant`: one person. */
  to: 'group' | 'hosts' | 'participant';
  /** Id of the recipient; only with `to: 'participant'`. */
  participantId?: string;
  /** Plain text; '' when `unreadable`. */
  text: string;
  /** When the server received it, in milliseconds since 1970-01-01 UTC. */
  at: number;
  /** `e2e`: encrypted for its readers, so that the server could not read it. */
  encryption: 'e2e' | 'none';
  /**
   * This client can't decrypt it: it was written while this page was not in the group, or by somebody with another
   * secret (`SessionOptions.keyProvider`).
   */
  unreadable?: true;
}

/**
 * A person who waits, as hosts see them. `epoch` is the number of this wait: `admit` and the like apply to this wait
 * only, not to a later one. In a room that encrypts, a person without `e2ee` can't encrypt.
 */
export type WaitingParticipant = WaitingEntry;

/** Identifies one wait of one person. A WaitingParticipant can be passed as one. */
export interface WaitingReference {
  /** Id of the participant. */
  id: string;
  /** Number of the wait. */
  epoch: number;
}

/** What does not pass well between this client and the others, the cause, and what the session does about it. */
export interface MediaDegradation {
  /**
   * `own-line`: the line between this client and the server is slow or loses packets, so that the person can do
   * something about it; nobody else is told except hosts, and the others if they are affected. `server`: the server or
   * its network is overloaded; nobody's line is at fault.
   */
  cause: 'own-line' | 'server';
  /** Much of what this client sends does not reach the server: the others see and hear this person badly. */
  sending: boolean;
  /** Not all that this client should receive reaches it. */
  receiving: boolean;
  /**
   * What is left of the videos that this client shows, so that sound keeps its share of the line. `full`: all of them.
   * `smaller`: all, with fewer pixels than they are shown with. `some`: others are paused. `none`: all are paused. A
   * better state is reported once it has lasted for some seconds.
   */
  videos: 'full' | 'smaller' | 'some' | 'none';
  /**
   * Ids of the tracks of others (`RemoteTrack.id`) that are paused for it just now: their elements show the last picture,
   * so show a sign or text in its place. They must stay attached, and come back by themselves.
   */
  pausedTracks: string[];
}

/** A person who is speaking. */
export interface ActiveSpeaker {
  /** Id of the participant. */
  participantId: string;
  /** Audio level in dBov (RFC 6464): from -127 (silence) to 0 (loudest). */
  levelDb: number;
}

/** Options of `Session.startGoRound`. */
export interface GoRoundOptions {
  /**
   * Participant ids, at most 50; default: everybody inside except observers, in the order in which they were first
   * admitted.
   */
  order?: string[];
  /** Seconds for each turn, 10 to 3,600; default: no limit. */
  secondsPerPerson?: number;
  /**
   * Mute the other microphones when a turn begins, and the sound of tabs that are shared by others than hosts; people
   * may unmute themselves. Default: false.
   */
  muteOthers?: boolean;
}

/**
 * Options of `Session.startBreakout`: groups that a host has chosen, or clients divided at random into groups of two or
 * three. `seconds` is 30 to 7,200; default: the groups last until they are called back.
 */
export type BreakoutOptions =
  | { groups: { name: string; participantIds: string[] }[]; seconds?: number }
  | {
      size: 2 | 3;
      /** 30 to 7,200; default: the groups last until they are called back. */
      seconds?: number;
      /** Names of the groups, in order. A group without one is named by its number. */
      names?: string[];
    };
