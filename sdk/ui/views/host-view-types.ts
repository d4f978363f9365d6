/** What hosts see and do besides, as plain data. */

import type { Departure, GoRound, TherapistAway } from '../../src/index.ts';
import type { NameView, PersonView, Source, WaitingView } from './person-view-types.ts';

export interface GoRoundView {
  order: readonly NameView[];
  /** Index into `order`. */
  turn: number;
  endsAtMs: number | null;
  /** By a host. */
  paused: boolean;
  /** Why the time of the turn stands still; null: it runs. */
  pausedBecause: NonNullable<GoRound['pausedBecause']> | null;
  /** When the turn goes to the next one, because its holder is not connected. */
  passesAtMs: number | null;
  /** Who was not connected when it was their turn, and has not had it since. */
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
  /** Everybody is being called back; then the groups end. */
  closingAtMs: number | null;
  /** The group in which oneself is now. */
  ownGroupId: string | null;
}

export interface HelpView extends NameView {
  note: string;
  sinceMs: number;
  /** The host who answered, or went to where they are; null: nobody yet. */
  takenBy: { name: string; isSelf: boolean } | null;
  /** They are in another group than this host, to whom it is open to go there; its id is null for the main group. */
  group: { id: string | null } | null;
  canSpeakAlone: boolean;
}

/** An observer in the session, where clients are asked about observers. */
export interface ObserverView extends NameView {
  /** How many clients have not agreed: nothing passes between them and the observer. */
  missing: number;
}

/** Somebody who is not in the group any more, which this host has not marked as seen. */
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
  /** The end before; null: none was set. */
  endsAtMs: number | null;
  /** The session goes on for so long at the least. */
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
  /** Raised hands, the first first. */
  hands: readonly NameView[];
  /** Clients see and hear the hosts alone until a host opens the circle. */
  circleClosed: boolean;
  goRound: GoRoundView | null;
  /** Whose turn it is again when the last step is undone. Null: it is too late, or nothing was done. */
  turnUndo: (NameView & { isSelf: boolean }) | null;
  /** Null: no extension can be taken back. */
  extensionUndo: ExtensionUndoView | null;
  breakout: BreakoutView | null;
}

export interface GoRoundPlan {
  /** Ids in the order of their turns; null: as seated. */
  order: readonly string[] | null;
  secondsPerPerson: number | null;
  muteOthers: boolean;
}

export interface BreakoutPlan {
  groups: readonly { name: string; participantIds: readonly string[] }[];
  seconds: number | null;
}

export interface HostActions {
  /** What was begun and not sent: `waiting` and `groups`. */
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
  /** Takes back that the circle opens. */
  cancelCircle(): void;
  startGoRound(plan: GoRoundPlan): void;
  nextTurn(): void;
  pauseGoRound(paused: boolean): void;
  stopGoRound(): void;
  /** `now`: before the one whose turn it is. */
  giveTurn(personId: string, when: 'now' | 'end'): void;
  /** Takes back the last step of the go-round. */
  undoTurn(): void;
  /** Asks first when somebody would be alone in a group. */
  startBreakout(plan: BreakoutPlan): void;
  /** Goes to a group oneself; null is back to the main group. */
  visitGroup(groupId: string | null): void;
  messageGroups(text: string): void;
  endBreakout(): void;
  extendRoom(minutes: number): void;
  /** Takes the last extension back. */
  undoExtension(): void;
  setLocked(locked: boolean): void;
  messageWaiting(text: string): void;
  /** Asks for the words; nobody else who waits reads them. */
  messageOneWaiting(entry: WaitingView): void;
  setSound(on: boolean): void;
  endRoom(): void;
}

/** Said to a screen reader at once; never changed while the call is open, since a change would be said again. */
export interface Alert {
  id: string;
  text: string;
}
