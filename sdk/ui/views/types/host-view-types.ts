/** What only hosts see and do, as plain data. */

import type { Departure, GoRound, TherapistAway } from '../../../src/index.ts';
import type { CheckInHostView, CheckInPlan } from './check-in-view-types.ts';
import type { NameView, PersonView, Source, WaitingView } from './person-view-types.ts';

export interface GoRoundView {
  order: readonly NameView[];
  /** Index into `order`. */
  turn: number;
  endsAtMs: number | null;
  /** Paused by a host. */
  paused: boolean;
  /** Why the turn is paused; null: it runs. */
  pausedBecause: NonNullable<GoRound['pausedBecause']> | null;
  /** When the turn goes to the next person, because its holder is not connected. */
  passesAtMs: number | null;
  /** The people who were not connected when it was their turn, and have not had it since. */
  missed: readonly NameView[];
}

export interface BreakoutGroupView {
  id: string;
  name: string;
  members: readonly (NameView & { label: string | null })[];
}

export interface BreakoutView {
  groups: readonly BreakoutGroupView[];
  endsAtMs: number | null;
  /** Everybody is being called back: when the groups end; null: not yet. */
  closingAtMs: number | null;
  /** The group in which this person is now. */
  ownGroupId: string | null;
}

export interface HelpView extends NameView {
  note: string;
  /** There is a note that this device can't decrypt. */
  unreadable: boolean;
  sinceMs: number;
  /** The host who answered, or went to the client's group; null: nobody yet. */
  takenBy: { name: string; isSelf: boolean } | null;
  /** The client is in another group than this host, who may go there; its id is null for the main group. */
  group: { id: string | null } | null;
  canSpeakAlone: boolean;
  /** Another host has asked to speak alone with them. */
  askedByOther: boolean;
}

/** An observer in the session, where clients are asked about observers. */
export interface ObserverView extends NameView {
  /** Number of clients who have not agreed: nothing passes between them and the observer. */
  missing: number;
}

/** A person who is no longer in the group, which this host has not marked as seen. */
export interface DepartureView extends NameView {
  how: Departure['how'];
}

/** No therapist is in the session, after one was. */
export interface TherapistAwayView extends NameView {
  how: TherapistAway['how'];
  sinceMs: number;
  /** When hosts who are here may extend the session; null: now, or not at all. */
  mayExtendAtMs: number | null;
  /** Somebody who is here may extend the session now. */
  canBeExtended: boolean;
}

/** The last extension of the session, which may be taken back. */
export interface ExtensionUndoView {
  /** The previous end; null: none was set. */
  endsAtMs: number | null;
  /** The session continues for at least so many minutes. */
  noticeMinutes: number;
  /** From then on it is too late. */
  untilMs: number;
}

export interface HostView {
  departures: readonly DepartureView[];
  waiting: readonly WaitingView[];
  observers: readonly ObserverView[];
  canModerate: boolean;
  canEnd: boolean;
  canExtend: boolean;
  therapistAway: TherapistAwayView | null;
  sound: boolean;
  help: readonly HelpView[];
  /** Raised hands, in the order in which they were raised. */
  hands: readonly NameView[];
  /** Clients see and hear only the hosts until a host opens the circle. */
  circleClosed: boolean;
  goRound: GoRoundView | null;
  /** Whose turn it will be when the last step is undone. Null: too late, or nothing to undo. */
  turnUndo: (NameView & { isSelf: boolean }) | null;
  /** Null: no extension can be taken back. */
  extensionUndo: ExtensionUndoView | null;
  breakout: BreakoutView | null;
  checkIn: CheckInHostView | null;
}

export interface GoRoundPlan {
  /** Ids in the order of their turns; null: the default order. */
  order: readonly string[] | null;
  secondsPerPerson: number | null;
  muteOthers: boolean;
}

export interface BreakoutPlan {
  groups: readonly { name: string; participantIds: readonly string[] }[];
  seconds: number | null;
}

export interface HostActions {
  /** Texts that were begun and not sent: `waiting` and `groups`. */
  readonly drafts: Map<string, string>;
  admit(entry: WaitingView): void;
  admitAll(): void;
  deny(entry: WaitingView): void;
  openPreview(entry: WaitingView): void;
  askConsent(entry: WaitingView): void;
  mute(person: PersonView, source: Source | 'screen'): void;
  askToUnmute(person: PersonView, source: Source): void;
  putBack(person: PersonView): void;
  remove(person: PersonView): void;
  setSpotlight(personId: string | null): void;
  lowerHand(personId: string): void;
  answerHelp(request: HelpView): void;
  closeHelp(request: HelpView): void;
  openSideRoom(personId: string): void;
  openCircle(): void;
  /** Cancels the announced opening of the circle. */
  cancelCircle(): void;
  startGoRound(plan: GoRoundPlan): void;
  nextTurn(): void;
  pauseGoRound(paused: boolean): void;
  stopGoRound(): void;
  /** `now`: before the current holder continues. */
  giveTurn(personId: string, when: 'now' | 'end'): void;
  /** Takes back the last step of the go-round. */
  undoTurn(): void;
  /** Asks first if somebody would be alone in a group. */
  startBreakout(plan: BreakoutPlan): void;
  /** Moves this host to a group; null: back to the main group. */
  visitGroup(groupId: string | null): void;
  messageGroups(text: string): void;
  endBreakout(): void;
  startCheckIn(plan: CheckInPlan): void;
  endCheckIn(): void;
  extendRoom(minutes: number): void;
  /** Takes the last extension back. */
  undoExtension(): void;
  setLocked(locked: boolean): void;
  messageWaiting(text: string): void;
  /** Asks for the text; nobody else who waits reads it. */
  messageOneWaiting(entry: WaitingView): void;
  setSound(on: boolean): void;
  endRoom(): void;
}

/**
 * Announced by a screen reader immediately. Never changed while the call is open, since a change would be announced
 * again.
 */
export interface Alert {
  id: string;
  text: string;
}
