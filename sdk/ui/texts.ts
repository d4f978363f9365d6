/**
 * Every text of the interface, in English: the one table to translate. Texts with a part that changes are functions.
 * They are read by people in distress: short sentences, plain words, no blame, no exclamation marks.
 */
export const englishTexts = {
  lobby: {
    title: 'Before you go in',
    intro: 'Only you can see and hear this. Nobody sees or hears you until you are in the session.',
    introListening: 'You will see and hear the group. You will not be seen or heard.',
    preview: 'Your camera',
    cameraIsOff: 'Your camera is off',
    cameraStarts: 'Starting your camera',
    allowDevices: 'Your browser may ask whether this page may use your camera and microphone. Please choose “Allow”.',
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    systemDefault: 'Standard device',
    unnamedDevice: (number: number) => `Device ${number}`,
    noDevice: 'None found',
    level: 'Microphone level',
    levelHint: 'Say a few words. The bar moves when your microphone hears you.',
    levelOff: 'Your microphone is off',
    join: 'Go in',
    joining: 'One moment',
    tryAgain: 'Try again',
  },
  /** What went wrong with a camera, microphone or screen, and the mend. The key is the code of a HearthroomError. */
  deviceErrors: {
    'permission-denied': (device: string) =>
      `This page may not use your ${device}. Open the symbol beside the web address, allow the ${device}, then try again.`,
    'device-in-use': (device: string) =>
      `Another program is using your ${device}. Close other video or phone programs, then try again.`,
    'device-not-found': (device: string) => `No ${device} was found. Plug one in and try again, or go in without it.`,
    'device-over-constrained': (device: string) =>
      `This ${device} cannot be used as it is. Choose another one, or unplug it and plug it in again.`,
    'media-unsupported': (device: string) =>
      `This browser cannot use a ${device} here. A current Chrome, Edge, Firefox or Safari can, on a page with https.`,
    other: (device: string) => `Your ${device} could not be started. Try again, or go in without it.`,
  },
  devices: { microphone: 'microphone', camera: 'camera', screen: 'screen' },
  waiting: {
    title: 'Waiting room',
    titleOf: (room: string) => room,
    calm: 'You are in the waiting room. You will be let in; this page changes by itself, you need not do anything.',
    private: 'Nobody can see or hear you now.',
    opensAt: (time: string) => `The session opens at ${time}.`,
    message: 'Message for you',
    sentBack: 'You have been asked to wait here for a while. You will be let in again.',
    leave: 'Leave the waiting room',
    yourCamera: 'Your camera, seen by you alone',
  },
  call: {
    title: (room: string) => (room === '' ? 'Session' : room),
    people: 'People in the session',
    you: 'You',
    nameOfYou: (name: string) => (name === '' ? 'You' : `${name} (you)`),
    alone: 'Nobody else is here yet.',
    microphoneOff: 'microphone off',
    cameraOff: 'camera off',
    reconnecting: 'reconnecting',
    away: 'in another part of the session',
    speaking: 'speaking',
    screenOf: (name: string) => `Screen of ${name}`,
    until: (time: string) => `until ${time}`,
    locked: 'Locked: nobody new can come',
    observer: 'observing',
  },
  toolbar: {
    label: 'Your controls',
    microphone: 'Microphone',
    microphoneShort: 'Mic',
    camera: 'Camera',
    screen: 'Share screen',
    screenShort: 'Share',
    selfView: 'My view',
    selfViewLong: 'Show my own picture',
    people: 'People',
    peopleWaiting: (count: number) => (count === 1 ? '1 person is waiting' : `${count} people are waiting`),
    leave: 'Leave',
  },
  host: {
    panel: 'People and room',
    close: 'Close',
    waiting: (count: number) => (count === 0 ? 'Waiting room' : `Waiting room (${count})`),
    nobodyWaits: 'Nobody is waiting.',
    waitingFor: (time: string) => `waiting for ${time}`,
    dropped: 'You can let them in when they are back.',
    secondDevice: 'The person in the session stays until you let this one in.',
    secondDeviceMark: 'second device',
    droppedMark: 'connection lost',
    admit: 'Let in',
    admitName: (name: string) => `Let in ${name}`,
    admitAll: 'Let everybody in',
    deny: 'Send away',
    denyName: (name: string) => `Send away ${name}`,
    skipped: (count: number) =>
      count === 1
        ? '1 person was not let in: they had just left or come anew.'
        : `${count} people were not let in: they had just left or come anew.`,
    messageLabel: 'Message to everybody who waits',
    messageSend: 'Send',
    messageSent: 'Your message was sent.',
    session: (count: number) => `In the session (${count})`,
    more: 'Actions',
    moreFor: (name: string) => `Actions for ${name}`,
    mute: 'Turn microphone off',
    muteCamera: 'Turn camera off',
    askToUnmute: 'Ask to unmute',
    askForCamera: 'Ask to turn camera on',
    stopScreen: 'Stop their screen',
    putBack: 'To the waiting room',
    remove: 'Remove',
    room: 'Room',
    lock: 'Lock the room',
    lockHint: 'Nobody new can come. Those who are here or wait stay.',
    sound: 'Sound when somebody waits',
    end: 'End the session for everybody',
    asked: (name: string) => `${name} was asked.`,
    roles: { therapist: 'Therapist', cotherapist: 'Co-therapist', client: '', observer: 'Observer' },
  },
  dialogs: {
    cancel: 'Cancel',
    reason: 'Message to this person (optional)',
    deny: (name: string) => `Send ${name} away?`,
    denyBody: 'They see that they were not let in, and your message.',
    denyConfirm: 'Send away',
    ban: 'Do not let this person come back to this session',
    putBack: (name: string) => `Send ${name} to the waiting room?`,
    putBackBody: 'They stop seeing and hearing the group at once. You can let them in again.',
    putBackConfirm: 'To the waiting room',
    remove: (name: string) => `Remove ${name} from the session?`,
    removeBody: 'They stop seeing and hearing the group at once.',
    removeConfirm: 'Remove',
    end: 'End the session for everybody?',
    endBody: 'Everybody leaves, also those who wait. This session cannot be opened again.',
    endConfirm: 'End for everybody',
    leave: 'Leave the session?',
    leaveBody: 'You can come back; you may have to wait to be let in again.',
    leaveHostBody:
      'If no other therapist is here, the session is paused until you are back. To close it, end it for everybody.',
    leaveConfirm: 'Leave',
    unmute: 'You are asked to turn your microphone on',
    unmuteBody: 'The group will hear you. It is your choice.',
    unmuteConfirm: 'Unmute',
    stayMuted: 'Stay muted',
    showCamera: 'You are asked to turn your camera on',
    showCameraBody: 'The group will see you. It is your choice.',
    showCameraConfirm: 'Turn camera on',
    stayHidden: 'Keep it off',
  },
  notices: {
    reconnecting: 'Your connection was lost. We are reconnecting you.',
    held: 'Your therapist is away for a moment. Please stay; you need not do anything.',
    heldThen: {
      end: (time: string) => `If nobody comes back, the session ends in ${time}.`,
      'return-to-waiting': (time: string) => `If nobody comes back, you go to the waiting room in ${time}.`,
      'hand-over': (time: string) => `Please wait; ${time} left.`,
    },
    mutedByHost: 'Your therapist turned your microphone off. You can turn it on again.',
    cameraOffByHost: 'Your therapist turned your camera off. You can turn it on again.',
    screenOffByHost: 'Your screen is no longer shared.',
    mediaFailed: 'Sound or pictures did not come through. If it stays so, leave and come back.',
    nowIn: 'You are in the session.',
    turnOnSound: 'Your browser has not turned the sound on yet.',
    turnOnSoundButton: 'Turn on sound',
    sharing: 'You are sharing your screen. Names of those who wait are hidden meanwhile.',
    stopSharing: 'Stop sharing',
    waits: (name: string) => `${name} is waiting.`,
    someoneWaits: 'Somebody is waiting.',
    severalWait: (count: number) => `${count} people are waiting.`,
    showWaiting: 'Show',
    dismiss: 'Dismiss',
  },
  /** Read to hosts by a screen reader. */
  announce: {
    waits: (name: string) => `${name} is waiting to be let in.`,
    joined: (name: string) => `${name} joined.`,
    left: (name: string) => `${name} left.`,
  },
  documentTitle: (count: number, title: string) => `(${count}) ${title}`,
  /** Why something that a host or participant did was refused. The key is the code of a HearthroomError. */
  actionErrors: {
    'stale-entry': 'They had just left or come anew. Please look again.',
    'room-full': 'The room does not hold that many people.',
    'room-not-live': 'This is possible only while the session is running.',
    'last-host': 'The last therapist cannot be removed.',
    'not-allowed': 'You may not do this in this session.',
    'not-found': 'They are not here any more.',
    'not-connected': 'You are not connected just now. Try again in a moment.',
    'connection-lost': 'You are not connected just now. Try again in a moment.',
    'request-timeout': 'There was no answer. Please try again.',
    other: 'That did not work. Please try again.',
  },
  /** How it ended. The key is the code of the close; `other` is for every further one. */
  closed: {
    left: { title: 'You have left the session', body: 'Take your time. You can close this page.' },
    removed: {
      title: 'You are no longer in the session',
      body: 'You were taken out of the session. If you have a question, please contact your therapist.',
    },
    denied: {
      title: 'You were not let in',
      body: 'You were not let in this time. If you have a question, please contact your therapist.',
    },
    'room-ended': { title: 'The session has ended', body: 'Thank you for being here. You can close this page.' },
    replaced: {
      title: 'The session is open elsewhere',
      body: 'You opened it on another device or in another window. This page can be closed.',
    },
    'not-available': {
      title: 'The session cannot be entered now',
      body: 'Please try again later, or contact your therapist.',
    },
    'token-invalid': {
      title: 'This link does not work',
      body: 'Please open the link again as you received it, or ask for a new one.',
    },
    'token-expired': { title: 'This link has expired', body: 'Please ask for a new link.' },
    'token-provider-failed': {
      title: 'The session could not be opened',
      body: 'The page could not get your ticket for the session. Please try again.',
    },
    'connection-lost': {
      title: 'The connection was lost',
      body: 'Please check your internet connection and come back. Your place may be kept for a moment.',
    },
    'server-shutdown': { title: 'The service is being restarted', body: 'Please come back in a minute.' },
    'server-draining': { title: 'The service is being restarted', body: 'Please come back in a minute.' },
    'media-unsupported': {
      title: 'This browser cannot be used',
      body: 'Please open the link in a current Chrome, Edge, Firefox or Safari.',
    },
    other: { title: 'The session could not go on', body: 'Something went wrong on our side. Please try to come back.' },
  },
  closedPage: {
    comeBack: 'Come back',
    tryAgain: 'Try again',
    message: 'Message for you',
    code: (code: string) => `Code: ${code}`,
  },
  time: {
    underMinute: 'less than a minute',
    minutes: (count: number) => (count === 1 ? '1 minute' : `${count} minutes`),
    hours: (count: number) => (count === 1 ? '1 hour' : `${count} hours`),
  },
};

export type Texts = typeof englishTexts;

/** A translation may leave out what it doesn't have yet: whatever is missing stays English. */
export type TextOverrides = {
  [Section in keyof Texts]?: Texts[Section] extends (...args: never[]) => string
    ? Texts[Section]
    : Partial<Texts[Section]>;
};

/** The English table with the sections' entries replaced by those given. */
export function mergeTexts(overrides: TextOverrides): Texts {
  const merged: Record<string, unknown> = { ...englishTexts };
  for (const [section, entries] of Object.entries(overrides)) {
    const base = merged[section];
    merged[section] = typeof base === 'object' && typeof entries === 'object' ? { ...base, ...entries } : entries;
  }
  return merged as Texts;
}

/** The entry of a table for this code, or its `other`. */
export function byCode<T>(table: Readonly<Record<string, T>> & { readonly other: T }, code: string): T {
  return Object.hasOwn(table, code) ? (table[code] ?? table.other) : table.other;
}
