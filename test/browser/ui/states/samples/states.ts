/** Sample data for viewing the interface without a server. Other tests use real sessions. */
import type {
  Attachable,
  CallActions,
  CallView,
  ChatLine,
  ChatView,
  DevicesView,
  DeviceView,
  HelpView,
  HostActions,
  PersonView,
  WaitingView,
} from '../../../../../sdk/ui/views/view-types.ts';
import { hostView, personView } from '../../../../support/ui/views.ts';

export const names = [
  'Dr. Miriam Weber',
  'Anna',
  'Ben',
  'Chidi',
  'Dana',
  'Elif',
  'Frida',
  'Goran',
  'Hanne',
  'Ikram',
  'Jonas',
  'Kaya',
  'Luis',
  'Mona',
  'Nuri',
  'Oda',
];
export const longName = 'Maximiliane Alexandra Friederike von Hohenstein-Wallmerod zu Ahrenfels-Burgberg II';
/** Of 40 characters. */
export const ratherLongName = 'Maximiliane Alexandra von Hohenstein-Ohm';
const nothing = (): void => {};

export const callActions: CallActions = {
  setEnabled: nothing,
  choose: nothing,
  setBlurred: nothing,
  setMusic: nothing,
  showWithoutBlur: nothing,
  setScreen: nothing,
  setHiddenShown: nothing,
  setSmallWindow: nothing,
  leaveSmallWindow: nothing,
  setSelfViewHidden: nothing,
  setAudioOnly: nothing,
  setLayout: nothing,
  pin: nothing,
  setPanel: nothing,
  chatDraft: { text: '', chosen: null },
  sendChat: async () => true,
  confirmReaders: async () => true,
  setHandRaised: nothing,
  react: nothing,
  requestHelp: nothing,
  answerCheckIn: nothing,
  showCheckIn: nothing,
  rename: nothing,
  answerConsent: nothing,
  acceptAgreement: nothing,
  withdrawAgreement: nothing,
  drafts: new Map(),
  sendTalkLine: nothing,
  openEncryption: nothing,
  watchNumbers: nothing,
  leave: nothing,
  safeExit: nothing,
};

export const hostActions: HostActions = {
  drafts: new Map(),
  admit: nothing,
  admitAll: nothing,
  deny: nothing,
  openPreview: nothing,
  askConsent: nothing,
  mute: nothing,
  askToUnmute: nothing,
  putBack: nothing,
  remove: nothing,
  setSpotlight: nothing,
  lowerHand: nothing,
  answerHelp: nothing,
  closeHelp: nothing,
  openSideRoom: nothing,
  openCircle: nothing,
  cancelCircle: nothing,
  startGoRound: nothing,
  nextTurn: nothing,
  pauseGoRound: nothing,
  stopGoRound: nothing,
  giveTurn: nothing,
  undoTurn: nothing,
  startBreakout: nothing,
  visitGroup: nothing,
  messageGroups: nothing,
  endBreakout: nothing,
  startCheckIn: nothing,
  endCheckIn: nothing,
  extendRoom: nothing,
  undoExtension: nothing,
  setLocked: nothing,
  messageWaiting: nothing,
  messageOneWaiting: nothing,
  setSound: nothing,
  endRoom: nothing,
};

/** A still picture of a person in front of a wall, as a camera track. */
export function pictureOf(
  seed: number,
  size: { width: number; height: number } = { width: 320, height: 240 },
): Attachable {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const draw = (): void => paint(canvas, seed);
  const stream = canvas.captureStream();
  draw();
  setInterval(draw, 1_000);
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error('a canvas gives a track');
  return {
    mediaStreamTrack: track,
    attach: (element) => {
      element.srcObject = stream;
    },
    detach: (element) => {
      element.srcObject = null;
    },
  };
}

function paint(canvas: HTMLCanvasElement, seed: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  const hue = (seed * 47) % 360;
  context.fillStyle = `hsl(${hue} 18% 62%)`;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${(hue + 150) % 360} 22% 34%)`;
  context.beginPath();
  context.ellipse(width / 2, height * 1.02, width * 0.27, height * 0.36, 0, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = `hsl(${20 + (seed % 5) * 4} 38% ${46 + (seed % 4) * 9}%)`;
  context.beginPath();
  context.ellipse(width / 2, height * 0.43, height * 0.17, height * 0.23, 0, 0, Math.PI * 2);
  context.fill();
}

export function person(index: number, changes: Partial<PersonView> = {}): PersonView {
  return personView(`p-${index}`, {
    name: names[index % names.length] ?? '',
    role: index === 0 ? 'therapist' : 'client',
    speakAlone: index === 0 || changes.away ? null : 'free',
    camera: pictureOf(index + 1),
    ...changes,
  });
}

/** A group of this size, oneself last, with visible activity. */
export function group(count: number): PersonView[] {
  const people = Array.from({ length: count }, (_, index) =>
    person(index, { isSelf: index === count - 1, mirrored: index === count - 1 }),
  );
  const change = (index: number, changes: Partial<PersonView>): void => {
    const before = people[index];
    if (before) people[index] = { ...before, ...changes };
  };
  change(1, { speaking: true });
  change(2, { microphone: 'off', quality: 'weak' });
  change(3, { camera: null, microphone: 'off' });
  change(5, { connection: 'reconnecting', speakAlone: null });
  change(7, { camera: null, away: true, speakAlone: null });
  change(8, { name: longName });
  return people;
}

export function device(changes: Partial<DeviceView> = {}): DeviceView {
  return {
    state: 'on',
    error: null,
    chosenId: 'one',
    choices: [
      { id: 'one', label: 'Built-in' },
      { id: 'two', label: 'Headset with a rather long name that a manufacturer thought up (1234:abcd)' },
    ],
    track: null,
    allowed: true,
    ...changes,
  };
}

export function devices(changes: Partial<DevicesView> = {}): DevicesView {
  return {
    microphone: device(),
    camera: device({ track: pictureOf(3) }),
    speaker: { chosenId: '', choices: [{ id: 'one', label: 'Speakers' }] },
    mirrored: true,
    blur: { isOn: false, isAllowed: true },
    music: false,
    ...changes,
  };
}

export function call(people: PersonView[], changes: Partial<CallView> = {}): CallView {
  return {
    room: { title: 'Tuesday group', locked: false, endsAtMs: null, held: null },
    people,
    shown: people,
    alone: null,
    place: { kind: 'group' },
    stage: null,
    spotlightId: null,
    layout: 'gallery',
    devices: devices(),
    screen: null,
    mask: 'none',
    smallWindow: 'off',
    selfViewHidden: false,
    audioOnly: false,
    handRaised: false,
    help: changes.host ? null : 'none',
    checkIn: null,
    chat: chat([]),
    host: null,
    panel: null,
    settings: { name: null, consents: [] },
    agreement: null,
    encryption: null,
    notices: [],
    ...changes,
  };
}

export { hostView as hosting };

export function helpOf(index: number, changes: Partial<HelpView> = {}): HelpView {
  return {
    id: `p-${index}`,
    name: names[index] ?? '',
    note: '',
    unreadable: false,
    sinceMs: Date.now() - index * 60_000,
    takenBy: null,
    group: null,
    canSpeakAlone: true,
    askedByOther: false,
    ...changes,
  };
}

export function chat(lines: readonly ChatLine[], changes: Partial<ChatView> = {}): ChatView {
  return {
    lines,
    unread: 0,
    recipients: [
      { to: 'group', id: '', name: '' },
      { to: 'hosts', id: '', name: '' },
      { to: 'participant', id: 'p-0', name: names[0] ?? '' },
    ],
    apart: false,
    history: 'none',
    encryption: null,
    masked: false,
    hidden: 0,
    error: null,
    ...changes,
  };
}

export function line(id: number, from: string, text: string, changes: Partial<ChatLine> = {}): ChatLine {
  return {
    id,
    from,
    fromId: `p-${names.indexOf(from)}`,
    isOwn: false,
    to: 'group',
    toName: '',
    unreadable: false,
    unencrypted: false,
    text,
    atMs: Date.now() - 60_000 * (20 - id),
    ...changes,
  };
}

export function waiting(index: number, changes: Partial<WaitingView> = {}): WaitingView {
  return {
    id: `w-${index}`,
    epoch: index,
    name: names[index + 3] ?? '',
    label: null,
    role: 'client',
    waitingSinceMs: Date.now() - index * 130_000,
    connection: 'connected',
    secondDevice: false,
    otherDevice: false,
    agreed: true,
    previewedBy: null,
    askedBy: null,
    speakAlone: (changes.connection ?? 'connected') === 'connected' ? 'free' : null,
    consent: null,
    withdrew: false,
    cannotEncrypt: null,
    ...changes,
  };
}
