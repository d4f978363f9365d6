/**
 * What the interface shows, as plain data. Elements render views and call actions; they know no Session.
 * view-of.ts makes views of a Session, controllers carry actions out.
 */

/** Something with a picture or sound that can be put into a media element: a local or a remote track. */
export interface Attachable {
  readonly mediaStreamTrack: MediaStreamTrack;
  attach(element: HTMLMediaElement): unknown;
  detach(element: HTMLMediaElement): unknown;
}

export type Page = 'lobby' | 'waiting' | 'call' | 'closed';
export type Source = 'microphone' | 'camera';
export type PersonRole = 'therapist' | 'cotherapist' | 'client' | 'observer';

export interface PersonView {
  id: string;
  name: string;
  /** The real label, for those who may see it. */
  label: string | null;
  role: PersonRole;
  isSelf: boolean;
  connection: 'connected' | 'reconnecting';
  away: boolean;
  speaking: boolean;
  microphone: 'on' | 'off' | 'none';
  /** The picture, when there is one now. */
  camera: Attachable | null;
  screen: Attachable | null;
  /** One's own picture is shown as in a mirror, unless the camera looks away from its user. */
  mirrored: boolean;
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
}

export interface DeviceChoice {
  id: string;
  label: string;
}

export interface DeviceView {
  state: 'off' | 'starting' | 'on';
  /** Code of the last failure to start it. */
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

export interface WaitingRoomPageView {
  title: string;
  opensAtMs: number | null;
  message: string;
  /** Messages of hosts, oldest first. */
  messages: readonly string[];
  /** Put back from the session, with the host's reason ('' = none given). Null: came by themselves. */
  sentBack: string | null;
}

export interface RoomView {
  title: string;
  locked: boolean;
  closesAtMs: number | null;
  /** While no host is here: when the absence policy acts (null = unknown). */
  held: { untilMs: number | null; policy: 'end' | 'return-to-waiting' | 'hand-over' } | null;
}

export interface HostView {
  waiting: readonly WaitingView[];
  canModerate: boolean;
  canEnd: boolean;
  sound: boolean;
}

export interface HostActions {
  admit(entry: WaitingView): void;
  admitAll(): void;
  deny(entry: WaitingView): void;
  mute(person: PersonView, source: Source | 'screen'): void;
  askToUnmute(person: PersonView, source: Source): void;
  putBack(person: PersonView): void;
  remove(person: PersonView): void;
  setLocked(locked: boolean): void;
  messageWaiting(text: string): void;
  setSound(on: boolean): void;
  endRoom(): void;
}

export interface CallView {
  room: RoomView;
  /** Everybody in the order of the roster, oneself last. */
  people: readonly PersonView[];
  devices: DevicesView;
  /** Null: this person may not, or this browser cannot. */
  screen: 'off' | 'on' | null;
  selfViewHidden: boolean;
  /** Null for everybody who isn't a host. */
  host: HostView | null;
  panelOpen: boolean;
  notices: readonly NoticeView[];
}

export interface NoticeView {
  id: string;
  kind: 'calm' | 'important';
  text: string;
  /** When given, a countdown to it is put into the text by `withTime`. */
  countdown?: { untilMs: number; withTime: (time: string) => string };
  button?: { label: string; press: () => void };
  dismiss?: () => void;
}

export interface CallActions extends DeviceActions {
  setScreen(enabled: boolean): void;
  setSelfViewHidden(hidden: boolean): void;
  setPanelOpen(open: boolean): void;
  leave(): void;
}
