/**
 * What the interface shows, as plain data. Elements render views and call actions; they know no Session.
 * read-session.ts and the presenters create views, controllers carry out actions.
 */

import type { WaitReason } from '../../src/index.ts';
import type { CheckInCardView } from './types/check-in-view-types.ts';
import type { EncryptionView, WaitingEncryption } from './types/encryption-view-types.ts';
import type { HostView } from './types/host-view-types.ts';
import type { Attachable, NameView, PersonRole, PersonView, ReactionKind, Source } from './types/person-view-types.ts';

export type * from './types/check-in-view-types.ts';
export type * from './types/encryption-view-types.ts';
export type * from './types/host-view-types.ts';
export type * from './types/person-view-types.ts';

/** The rules of the group, and whether this person accepted them. */
export interface AgreementView {
  version: string;
  text: string;
  accepted: boolean;
}

/** A line written while two people are alone before the session. */
export interface TalkLine {
  id: number;
  isOwn: boolean;
  text: string;
}

export interface DeviceChoice {
  id: string;
  label: string;
}

export interface DeviceView {
  /**
   * `starting`: the browser is opening it, and a press cancels this. `interrupted`: switched on, but muted by the
   * system.
   */
  state: 'off' | 'starting' | 'on' | 'interrupted';
  /** Code of the reason why it could not be started, is off, or is another one than was chosen. */
  error: string | null;
  /** '': the system's default device. */
  chosenId: string;
  choices: readonly DeviceChoice[];
  track: Attachable | null;
  /** False when this person may only see and hear. */
  allowed: boolean;
}

export interface DevicesView {
  microphone: DeviceView;
  camera: DeviceView;
  /** Null if the browser does not allow to choose. */
  speaker: { chosenId: string; choices: readonly DeviceChoice[] } | null;
  /** Whether this person's own camera picture is mirrored. */
  mirrored: boolean;
  /** Whether what is behind the person is to be blurred, and whether the session allows it. */
  blur: { isOn: boolean; isAllowed: boolean };
  /** Whether the microphone is captured for music. */
  music: boolean;
}

export interface DeviceActions {
  setEnabled(source: Source, enabled: boolean): void;
  choose(kind: Source | 'speaker', deviceId: string): void;
  setBlurred(blurred: boolean): void;
  setMusic(isOn: boolean): void;
  /** Switches the camera on without blur. */
  showWithoutBlur(): void;
}

/** A host would like to speak with this person alone. They neither see nor hear each other yet. */
export interface MeetingView {
  text: string;
  /** When it begins by itself, in milliseconds since 1970-01-01 UTC; null: only with a yes. */
  startsAtMs: number | null;
  withTime: (time: string) => string;
  /** Without a time: the condition. */
  hint: string;
  /** Label of the button that says yes. */
  yes: string;
  answer(accept: boolean): void;
}

/** A host's message to people who wait, or to this person only. */
export interface WaitingMessage {
  text: string;
  /** Role of the writer, if it is known. */
  from: PersonRole | null;
  alone: boolean;
}

export interface WaitingRoomPageView {
  title: string;
  opensAtMs: number | null;
  message: string;
  /** Messages of hosts, oldest first. */
  messages: readonly WaitingMessage[];
  /** Why a person who was inside waits again, with the host's text ('': none). Null: they came by themselves. */
  putBack: { because: WaitReason; words: string } | null;
  /** The connection was lost and is being restored: meanwhile nobody can admit them. */
  reconnecting: boolean;
  /** No media gets through, although the server is reached. Null: no such problem is known. */
  outage: OutageView | null;
  isObserver: boolean;
  /** Null: this room has none. */
  agreement: AgreementView | null;
  /** A host speaks with this person alone now. Only their picture, sound and display name are known. */
  talk: { other: PersonView; lines: readonly TalkLine[] } | null;
  meeting: MeetingView | null;
  /** Null: this room does not encrypt. */
  encryption: WaitingEncryption | null;
}

/** Further lines for some readers, collapsed at first. */
export interface DetailsView {
  label: string;
  intro: string;
  lines: readonly string[];
}

export interface OutageView {
  /** For IT support: what to allow. */
  servers: readonly string[];
}

export interface WaitingActions extends DeviceActions {
  acceptAgreement(): void;
  /** Asks first. */
  withdrawAgreement(): void;
  sendTalkLine(text: string): void;
  /** Texts that were begun and not sent: of a talk before the session, by the id of the other person. */
  readonly drafts: Map<string, string>;
  leave(): void;
  /** Immediately, without a question, to a neutral page. */
  safeExit(): void;
}

export interface RoomView {
  title: string;
  locked: boolean;
  endsAtMs: number | null;
  /** While no host is here. `untilMs`: when the absence policy takes effect; null: unknown. */
  held: { untilMs: number | null; policy: 'end' | 'return-to-waiting' | 'hand-over'; paused: boolean } | null;
}

export interface ChatRecipient {
  to: 'group' | 'hosts' | 'participant';
  /** For `participant`: their id; for `group`: the place in the session, '' for the whole group; for `hosts`: ''. */
  id: string;
  name: string;
  /** For `participant`. */
  isHost?: boolean;
}

export interface ChatDraft {
  text: string;
  /** The recipient of the text. */
  chosen: ChatRecipient | null;
}

export interface ChatLine {
  id: number;
  from: string;
  fromId: string;
  isOwn: boolean;
  to: ChatRecipient['to'];
  /** For `participant`: the name of the recipient; '' if it is this person, or somebody who is not shown any more. */
  toName: string;
  /** '' if it is unreadable. */
  text: string;
  atMs: number;
  /** This device can't decrypt it. */
  unreadable: boolean;
  /** It was not encrypted, in a room that encrypts. */
  unencrypted: boolean;
}

export interface ChatView {
  lines: readonly ChatLine[];
  unread: number;
  recipients: readonly ChatRecipient[];
  /** «Everybody» means only the people in the same part of the session. */
  apart: boolean;
  history: 'none' | 'session';
  /** How messages to everybody go now; null: this room does not encrypt. */
  encryption: 'e2e' | 'none' | null;
  /** Private messages are left out, and none can be written. */
  masked: boolean;
  /** Number of messages that are left out. */
  hidden: number;
  /** Code of the reason why the last message was not sent; null: it was sent. */
  error: string | null;
}

/** Where this person is. */
export type PlaceView =
  | { kind: 'group' }
  /** A host alone with a person who waits. */
  | { kind: 'preview'; id: string; name: string; lines: readonly TalkLine[] }
  | { kind: 'side-room'; name: string }
  | { kind: 'breakout'; name: string };

export type Panel = 'people' | 'chat';

/** The person who is shown large, and why. */
export interface StageView {
  id: string;
  why: 'pinned' | 'spotlight' | 'speaker';
}

/**
 * The state of what only hosts may see. `none`: nobody else sees this screen. `masked`: it is hidden. `shown`: the host
 * asked to see it during this share of the screen.
 */
export type MaskState = 'none' | 'masked' | 'shown';

export interface CallView {
  room: RoomView;
  /** Everybody in the order of the roster; this person is last. */
  people: readonly PersonView[];
  /** The people in the gallery: without those in other parts of the session while this person is not with the group. */
  shown: readonly PersonView[];
  /** Why nobody else can be seen; null while somebody can. */
  alone: string | null;
  place: PlaceView;
  stage: StageView | null;
  /** The person whom a host shows large to everybody. */
  spotlightId: string | null;
  layout: 'gallery' | 'speaker';
  devices: DevicesView;
  /** Null: this person may not share, or this browser cannot. */
  screen: 'off' | 'starting' | 'on' | null;
  mask: MaskState;
  /** The small window above other programs. Null: it is not possible here. */
  smallWindow: 'off' | 'on' | null;
  selfViewHidden: boolean;
  audioOnly: boolean;
  /** Null: this person cannot raise a hand (an observer). */
  handRaised: boolean | null;
  /** For clients: whether a call for help is open. Null for everybody else. */
  help: 'none' | 'sent' | null;
  /** The question of a check-in, for clients. Null: there is none, or this person has hidden it. */
  checkIn: CheckInCardView | null;
  /** Null: this person may not write. */
  chat: ChatView | null;
  /** Null for everybody who isn't a host. */
  host: HostView | null;
  panel: Panel | null;
  /** What this person can set for themselves during the session. */
  settings: SettingsView;
  agreement: AgreementView | null;
  /** Null: this room does not encrypt, and nothing is shown. */
  encryption: EncryptionView | null;
  notices: readonly NoticeView[];
}

export interface AnsweredConsentView extends NameView {
  agreed: boolean;
}

export interface SettingsView {
  /** Null: this person may not change it. */
  name: string | null;
  /** Observers about whom this person has answered; an answer can be changed. */
  consents: readonly AnsweredConsentView[];
}

export interface NoticeView {
  id: string;
  kind: 'calm' | 'important';
  text: string;
  /** A countdown that `withTime` inserts into the text. */
  countdown?: {
    untilMs: number;
    withTime: (time: string) => string;
    /** Formats a few seconds; default: minutes and seconds. */
    inSeconds?: (count: number) => string;
  };
  /** No live region: announced as a separate sentence (see who-sees-whom.ts), or not at all. */
  silent?: boolean;
  details?: DetailsView;
  /** Lines below the text, each with its own button. `name` is the accessible name of the button. */
  rows?: readonly { title: string; text: string; button?: { label: string; name: string; press: () => void } }[];
  buttons?: readonly { label: string; press: () => void; quiet?: boolean }[];
  dismiss?: () => void;
  /** Contains nothing for hosts only: stays visible while this person shares their screen. */
  isPublic?: boolean;
  /**
   * Called with true while it is hovered or has the focus, and with false afterwards: meanwhile it does not disappear
   * by itself (WCAG 2.2.1).
   */
  hold?: (held: boolean) => void;
  /** Announced elsewhere: it is not a live region itself. */
  isAnnounced?: boolean;
}

export interface CallActions extends WaitingActions {
  setScreen(enabled: boolean): void;
  /** Shows what only hosts may see although this person shares their screen, until the end of this share. */
  setHiddenShown(shown: boolean): void;
  /** Call it in a click handler. */
  setSmallWindow(open: boolean): void;
  /** Closes it and shows the session; call it in a click handler. */
  leaveSmallWindow(): void;
  setSelfViewHidden(hidden: boolean): void;
  setAudioOnly(audioOnly: boolean): void;
  setLayout(layout: CallView['layout']): void;
  /** Shows a person large for this person only; null ends it. */
  pin(personId: string | null): void;
  setPanel(panel: Panel | null): void;
  /** The text that was begun and not sent: kept while the chat is closed. */
  readonly chatDraft: ChatDraft;
  /** Resolves with false when it was not sent; the view says why. */
  sendChat(recipient: ChatRecipient, text: string): Promise<boolean>;
  /** Asks the writer whether a text for `before` may go to others too. */
  confirmReaders(before: ChatRecipient, after: ChatRecipient): Promise<boolean>;
  setHandRaised(raised: boolean): void;
  react(kind: ReactionKind): void;
  /** Asks first, and for a note; withdraws an open call. */
  requestHelp(): void;
  /** Null takes the answer back. */
  answerCheckIn(checkInId: string, value: number | null): void;
  /** `hidden` lasts until the next check-in. */
  showCheckIn(checkInId: string, state: 'open' | 'line' | 'hidden'): void;
  rename(name: string): void;
  /** Can be changed at any time. */
  answerConsent(personId: string, consent: boolean): void;
  /** Opens the dialog about encryption. */
  openEncryption(): void;
  /** The numbers to compare are computed only while they are shown. */
  watchNumbers(isWatched: boolean): void;
}
