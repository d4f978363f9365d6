/**
 * What the interface shows, as plain data. Elements render views and call actions; they know no Session.
 * read-session.ts and the presenters make views, controllers carry actions out.
 */

import type { WaitReason } from '../../src/index.ts';
import type { HostView } from './host-view-types.ts';
import type { Attachable, NameView, PersonRole, PersonView, ReactionKind, Source } from './person-view-types.ts';

export type * from './host-view-types.ts';
export type * from './person-view-types.ts';

/** The rules of the group as this person stands to them. */
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
  /** `starting`: the browser opens it; a press takes that back. `interrupted`: switched on, but the system has muted it. */
  state: 'off' | 'starting' | 'on' | 'interrupted';
  /** Code of why it could not be started, is no longer on, or is another one than was chosen. */
  error: string | null;
  /** '' = the system's standard device. */
  chosenId: string;
  choices: readonly DeviceChoice[];
  track: Attachable | null;
  /** False when this person may only see and hear. */
  allowed: boolean;
}

export interface DevicesView {
  microphone: DeviceView;
  camera: DeviceView;
  /** Null where the browser doesn't let a page choose. */
  speaker: { chosenId: string; choices: readonly DeviceChoice[] } | null;
  /** The own camera picture is to be mirrored. */
  mirrored: boolean;
}

export interface DeviceActions {
  setEnabled(source: Source, enabled: boolean): void;
  choose(kind: Source | 'speaker', deviceId: string): void;
}

/** A host would like to speak with this person alone, and neither sees nor hears them yet. */
export interface MeetingView {
  text: string;
  /** Null: with a yes alone. */
  startsAtMs: number | null;
  withTime: (time: string) => string;
  /** Without a time: on what it depends. */
  hint: string;
  /** Label of the button that says yes. */
  yes: string;
  answer(accept: boolean): void;
}

/** A host's words to those who wait, or to this person alone. */
export interface WaitingMessage {
  text: string;
  /** What the writer is, if it is known. */
  from: PersonRole | null;
  alone: boolean;
}

export interface WaitingRoomPageView {
  title: string;
  opensAtMs: number | null;
  message: string;
  /** Messages of hosts, oldest first. */
  messages: readonly WaitingMessage[];
  /** Why somebody who was inside waits again, with the host's words ('' = none given). Null: came by themselves. */
  sentBack: { because: WaitReason; words: string } | null;
  /** The connection was lost and is being made anew: meanwhile nobody can let them in. */
  reconnecting: boolean;
  /** No sound or picture gets through, though the server is reached. Null: nothing is known to be wrong. */
  outage: OutageView | null;
  isObserver: boolean;
  /** Null: this room has none. */
  agreement: AgreementView | null;
  /** A host speaks with this person alone now. Nothing is known of them but their picture. */
  talk: { other: PersonView; lines: readonly TalkLine[] } | null;
  meeting: MeetingView | null;
}

/** Further lines for some readers, closed at first. */
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
  leave(): void;
  /** At once, without a question, to a neutral page. */
  safeExit(): void;
}

export interface RoomView {
  title: string;
  locked: boolean;
  endsAtMs: number | null;
  /** While no host is here: when the absence policy acts (null = unknown). */
  held: { untilMs: number | null; policy: 'end' | 'return-to-waiting' | 'hand-over'; paused: boolean } | null;
}

export interface ChatRecipient {
  to: 'group' | 'hosts' | 'participant';
  /** For `participant`: to whom; for `group`: which place of the session, '' for the whole group; for `hosts` ''. */
  id: string;
  name: string;
  /** For `participant`. */
  isHost?: boolean;
}

export interface ChatDraft {
  text: string;
  /** For whom it is written. */
  chosen: ChatRecipient | null;
}

export interface ChatLine {
  id: number;
  from: string;
  fromId: string;
  isOwn: boolean;
  to: ChatRecipient['to'];
  /** For `participant`: the name of whom it was written to, '' when it was written to oneself. */
  toName: string;
  text: string;
  atMs: number;
}

export interface ChatView {
  lines: readonly ChatLine[];
  unread: number;
  recipients: readonly ChatRecipient[];
  /** Everybody is only those in the same part of the session. */
  apart: boolean;
  history: 'none' | 'session';
  /** Private messages are left out, and none can be written. */
  masked: boolean;
  /** How many messages are left out. */
  hidden: number;
  /** Code of why the last message was not sent. */
  error: string | null;
}

/** Where oneself is when it is not the whole group. */
export type PlaceView =
  | { kind: 'group' }
  /** A host alone with somebody who waits. */
  | { kind: 'preview'; id: string; name: string; lines: readonly TalkLine[] }
  | { kind: 'side-room'; name: string }
  | { kind: 'breakout'; name: string };

export type Panel = 'people' | 'chat';

/** The one person who is shown large, and why. */
export interface StageView {
  id: string;
  why: 'pinned' | 'spotlight' | 'speaker';
}

/** Of what only hosts may see. `none`: nobody else sees this screen. `shown`: the host asked for it, during this share of the screen. */
export type MaskState = 'none' | 'masked' | 'shown';

export interface CallView {
  room: RoomView;
  /** Everybody in the order of the roster, oneself last. */
  people: readonly PersonView[];
  /** Those whom the gallery shows: without those in other parts of the session, while one is not with the group. */
  shown: readonly PersonView[];
  /** Why nobody else is to be seen; null while somebody is. */
  alone: string | null;
  place: PlaceView;
  stage: StageView | null;
  /** Whom a host shows large to everybody. */
  spotlightId: string | null;
  layout: 'gallery' | 'speaker';
  devices: DevicesView;
  /** Null: this person may not, or this browser cannot. */
  screen: 'off' | 'starting' | 'on' | null;
  mask: MaskState;
  selfViewHidden: boolean;
  audioOnly: boolean;
  /** Null: this person takes no part in such things (an observer). */
  handRaised: boolean | null;
  /** Clients: a signal to the hosts is open, or none is. Null for everybody else. */
  help: 'none' | 'sent' | null;
  /** Null: this person may not write. */
  chat: ChatView | null;
  /** Null for everybody who isn't a host. */
  host: HostView | null;
  panel: Panel | null;
  /** Everything about oneself that can be set during the session. */
  settings: SettingsView;
  agreement: AgreementView | null;
  notices: readonly NoticeView[];
}

export interface AnsweredConsentView extends NameView {
  agreed: boolean;
}

export interface SettingsView {
  /** Null: may not change it. */
  name: string | null;
  /** Observers about whom this person has answered; an answer may be changed. */
  consents: readonly AnsweredConsentView[];
}

export interface NoticeView {
  id: string;
  kind: 'calm' | 'important';
  text: string;
  /** When given, a countdown to it is put into the text by `withTime`. */
  countdown?: {
    untilMs: number;
    withTime: (time: string) => string;
    /** For a few seconds, in seconds; minutes and seconds without it. */
    inSeconds?: (count: number) => string;
  };
  /** Read out as a sentence of its own, see who-sees-whom.ts. */
  silent?: boolean;
  details?: DetailsView;
  /** Lines below the text, each with a button of its own. `name` is what the button is called where the line isn't seen. */
  rows?: readonly { title: string; text: string; button?: { label: string; name: string; press: () => void } }[];
  buttons?: readonly { label: string; press: () => void; quiet?: boolean }[];
  dismiss?: () => void;
  /** For everybody's eyes: stays while the own screen is shared. */
  isPublic?: boolean;
  /** Told when it is hovered or has the focus, and when no longer: meanwhile it doesn't go by itself (WCAG 2.2.1). */
  hold?: (held: boolean) => void;
  /** Read out elsewhere: it is no live region of its own. */
  isAnnounced?: boolean;
}

export interface CallActions extends WaitingActions {
  setScreen(enabled: boolean): void;
  /** Shows what only hosts may see although the own screen is shared, until the end of this share. */
  setHiddenShown(shown: boolean): void;
  setSelfViewHidden(hidden: boolean): void;
  setAudioOnly(audioOnly: boolean): void;
  setLayout(layout: CallView['layout']): void;
  /** Shows somebody large, for oneself alone; null ends it. */
  pin(personId: string | null): void;
  setPanel(panel: Panel | null): void;
  /** Gives false when it was not sent; the view says why. */
  /** What was begun and not sent: kept while the chat is closed. */
  readonly chatDraft: ChatDraft;
  sendChat(recipient: ChatRecipient, text: string): Promise<boolean>;
  /** A text for `before` is to be for others too: asks the writer. */
  confirmReaders(before: ChatRecipient, after: ChatRecipient): Promise<boolean>;
  setHandRaised(raised: boolean): void;
  react(kind: ReactionKind): void;
  /** Asks first, and for a note; takes an open signal back. */
  requestHelp(): void;
  rename(name: string): void;
  /** May be changed at any time. */
  answerConsent(personId: string, consent: boolean): void;
}
