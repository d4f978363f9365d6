/** Texts before and after the session: lobby, passcode, waiting room, agreement, the end. */
export const enteringTexts = {
  lobby: {
    title: 'Before you go in',
    intro: 'Only you can see and hear this. Nobody sees or hears you until you are in the session.',
    introListening: 'You will see and hear the group. You will not be seen or heard.',
    preview: 'Your camera',
    cameraIsOff: 'Your camera is off',
    cameraStarts: 'Camera is starting',
    cameraInterrupted: 'Your camera is paused by your device',
    microphoneStarts: 'Microphone is starting',
    allowDevices: 'Your browser may ask whether this page may use your camera and microphone. Please choose “Allow”.',
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    systemDefault: 'Standard device',
    notConnected: 'Your chosen device (not connected)',
    useCamera: 'Use {label}',
    useOtherCamera: 'Use another camera',
    unnamedDevice: 'Device {number}',
    noDevice: 'None found',
    level: 'Microphone level',
    levelHint: 'Say a few words. The bar moves when your microphone hears you.',
    levelOff: 'Your microphone is off',
    join: 'Go in',
    joining: 'One moment',
    tryAgain: 'Try again',
    blur: 'Blur my background',
    blurHint: 'If this stops working, your camera is switched off, and your surroundings are not shown.',
    blurNotAllowed: 'This session does not allow it.',
    showWithoutBlur: 'Show without blur',
  },
  /**
   * What failed with a camera, microphone or screen sharing, and what the person can do. The key is the code of a
   * HearthroomError.
   */
  deviceErrors: {
    'permission-denied':
      'This page may not use your {device}. Click the icon next to the web address, allow the {device}, then try again.',
    'device-in-use': 'Another program is using your {device}. Close other video or phone programs, then try again.',
    'device-not-found': 'No {device} was found. Plug one in and try again, or go in without it.',
    'device-over-constrained':
      'This {device} does not support what is needed. Choose another one, or unplug it and plug it in again.',
    'device-blocked-by-page':
      'This website does not allow your {device} here. It is nothing you did, and you cannot change it here. Please tell the people who run the website. You can take part without it.',
    'chosen-device-missing':
      'The {device} you chose is not connected. Your {device} stays off, and no other one is used, until you choose.',
    'system-muted':
      'Your {device} is muted by your device or another program, for example during a phone call or by a switch. The others get nothing from it now. It continues as soon as it is unmuted; you can also try again.',
    unplugged: 'Your {device} is not connected any more, so it is off. Connect it and try again.',
    'permission-revoked':
      'This page may no longer use your {device}, so it is off. Click the icon next to the web address, allow the {device}, then try again.',
    failed: 'Your {device} stopped working, so it is off. Another program may be using it. You can try again.',
    replaced: 'The {device} you used is not available, so another one is in use now. You can choose a different one.',
    'media-unsupported':
      'Your {device} cannot be used in this browser. A current Chrome, Edge, Firefox or Safari can use it, on a page with https.',
    'encryption-failed':
      'Your {device} could not be encrypted, so the others get nothing from it. Try again; if that does not help, load the page again.',
    'background-unsupported':
      'This browser cannot blur your background, so your {device} is off. You can show your picture without blur, or take part without it.',
    'background-failed':
      'Your background could not be blurred, so your {device} is off. Your surroundings were not shown. Try again, or show your picture without blur.',
    'background-slow':
      'This device is too slow to blur your background, so your {device} is off. Your surroundings were not shown. Try again, or show your picture without blur.',
    'background-off':
      'This session does not allow a blurred background, so your {device} is off. You can show your picture without blur, or take part without it.',
    other: 'Your {device} could not be started. Try again, or go in without it.',
  },
  devices: { microphone: 'microphone', camera: 'camera', screen: 'screen sharing', 'screen-audio': 'shared sound' },
  passcode: {
    title: 'Passcode',
    intro: 'This session asks for a passcode. Your therapist gave it to you.',
    introHost:
      'This session asks for a passcode. It was set when the session was planned, and is the one your clients have.',
    label: 'Passcode',
    wrong: 'That passcode was not right. Please check it; capital and small letters are different.',
    confirm: 'Go on',
    cancel: 'Go back',
  },
  waiting: {
    title: 'Waiting room',
    calm: 'You are in the waiting room. A therapist can let you in; this page changes by itself, you don’t need to do anything.',
    private: 'Nobody can see or hear you now.',
    reconnecting:
      'Your connection was lost. We are reconnecting you, and your place is kept for a while. You don’t need to do anything.',
    opensAt: 'The session opens at {time}.',
    message: 'Message for you',
    messageFrom: {
      therapist: 'From your therapist, to everybody who is waiting',
      cotherapist: 'From a co-therapist, to everybody who is waiting',
    },
    messageToYouFrom: {
      therapist: 'From your therapist, to you alone',
      cotherapist: 'From a co-therapist, to you alone',
    },
    calmObserver:
      'You are in the waiting room. A therapist can let you in; this page changes by itself, you don’t need to do anything.',
    /** Why a person who was in the session waits again. */
    because: {
      'put-back': 'You have been asked to wait here for a while. A therapist can let you in again.',
      'host-absent': 'No therapist is in the session now, so everybody waits here. You can be let in when one is back.',
      'agreement-withdrawn':
        'You have left the group because you took back your agreement. A therapist can let you in again.',
      'consent-refused':
        'Everybody in the group has to agree to an observer, and now not everybody does. You can be let in only if that changes.',
      'e2ee-unsupported':
        'You were in the session before, but encryption does not work in your browser now. So you wait here.',
    },
    observer: 'You come in as an observer, shown to the group as one. The group may be asked first whether it agrees.',
    leave: 'Leave the waiting room',
    yourCamera: 'Your camera, seen by you alone',
    notRecorded: 'This session is not recorded.',
  },
  /** No sound or pictures get through, while waiting or in the session. Shown while it lasts. */
  outage: {
    text: 'No sound or pictures get through between this device and the session. Often the network does not allow it; you did nothing wrong. We keep trying.',
    tryThis:
      'You can try another network, such as your phone’s hotspot, or turn off a VPN if you use one. In a clinic, school or company, IT support can allow it.',
    waiting: 'You keep your place meanwhile.',
    support: 'For IT support',
    allow: 'Please allow connections from this device to:',
    /** @param port with its protocols: 40000 (UDP/TCP) */
    server: 'port {port}, at {address}',
    ended: 'Sound and pictures get through again.',
  },
  agreement: {
    title: 'What we agree on',
    intro: 'Please read this before the session. You go on when you agree.',
    withdrawn:
      'You took back your agreement and are in the waiting room. If you want to go back, please read this and agree again.',
    changed: 'The agreement of this group has a new version. Please read it; you can stay here meanwhile.',
    read: 'Read it',
    region: 'The agreement',
    agree: 'I have read this and agree',
    accepted: 'You have agreed. Thank you.',
    rather: 'If you don’t agree, or have a question, you can leave and speak with your therapist.',
  },
  /** For two people alone: before one of them is let in, or in a side room. */
  talk: {
    title: 'A short talk before the session',
    where: 'Before you are let in',
    private: 'Only this one person can see and hear you now, and you can see and hear them.',
    other: 'Your therapist',
    lines: 'Messages between the two of you',
    label: 'Write a line',
    send: 'Send',
    you: 'You',
    them: 'They',
  },
  /** How the session ended. The key is the close reason; `other` is for all further ones. */
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
      body: 'The session was opened elsewhere with your link, on another device or in another window, so it ended here. If that was not you, please tell your therapist.',
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
    'token-revoked': {
      title: 'You need a new link',
      body: 'The link you came with is no longer in use. Please ask your therapist for a new one.',
    },
    'client-too-old': {
      title: 'This page is out of date',
      body: 'Please reload the page. If that does not help, please tell the people who sent you the link; you did nothing wrong.',
    },
    'server-too-old': {
      title: 'The session cannot be entered just now',
      body: 'This page and the service do not fit together at the moment; you did nothing wrong. Please try again later, or tell the people who sent you the link.',
    },
    'too-much-media': {
      title: 'The connection was closed',
      body: 'Your device sent more sound and pictures than the session can carry. You did nothing wrong. Please come back; if it happens again, restart your browser or use another device.',
    },
    'too-many-connections': {
      title: 'The session cannot be entered just now',
      body: 'Many people are connecting from the same place. Please try again in a minute.',
    },
    'storage-unavailable': {
      title: 'The session cannot be entered just now',
      body: 'Something is not working on our side; you did nothing wrong. Please try again in a few minutes.',
    },
    'token-provider-failed': {
      title: 'The session could not be opened',
      body: 'This page could not confirm your place in the session. You did nothing wrong. Please try again in a minute.',
    },
    'origin-not-allowed': {
      title: 'The session cannot be opened from this page',
      body: 'This page is not set up correctly; you did nothing wrong. Please tell the people who sent you the link.',
    },
    'invalid-params': {
      title: 'The session could not be opened',
      body: 'This page is not set up correctly; you did nothing wrong. Please tell the people who sent you the link.',
    },
    'not-hearthroom': {
      title: 'The session could not be reached',
      body: 'You did nothing wrong. Please try again in a few minutes, or from another network: some networks of schools, clinics and companies block video sessions. If that does not help, tell the people who sent you the link.',
    },
    'encryption-failed': {
      title: 'This session is not encrypted',
      body: 'This page takes part in encrypted sessions only, so it has left this one; you did nothing wrong. No sound, picture or message of yours was sent. Please tell the people who sent you the link.',
    },
    'connection-lost': {
      title: 'The connection was lost',
      body: 'Please check your internet connection and come back. Your place may be kept for a moment.',
    },
    'server-shutdown': { title: 'The service is being restarted', body: 'Please come back in a minute.' },
    'server-draining': { title: 'The service is being restarted', body: 'Please come back in a minute.' },
    'passcode-required': {
      title: 'A passcode is needed',
      body: 'You can try again when you have the passcode from your therapist.',
    },
    'passcode-wrong': {
      title: 'The passcode was not right',
      body: 'Please ask your therapist for it and try again in a few minutes.',
    },
    'media-unsupported': {
      title: 'This browser cannot be used',
      body: 'Please open the link in a current Chrome, Edge, Firefox or Safari.',
    },
    other: {
      title: 'The session could not continue',
      body: 'Something went wrong on our side. Please try to come back.',
    },
  },
  /** The same for therapists and co-therapists, where the text differs. */
  closedForHosts: {
    removed: 'You were taken out of the session by another therapist, or by the service that runs it.',
    denied: 'You were not let in this time. Another therapist, or the people who run the service, can say why.',
    replaced:
      'The session was opened elsewhere with your link, on another device or in another window, so it ended here. If that was not you, please tell the people who run the service.',
    'not-available': 'Please try again later, or ask the people who run the service.',
    'token-revoked': 'The link you came with is no longer in use. Please get a new one where you found this one.',
    'origin-not-allowed':
      'This page is not set up correctly. Please tell the people who run the service; the code below helps them.',
    'invalid-params':
      'This page is not set up correctly. Please tell the people who run the service; the code below helps them.',
    'not-hearthroom':
      'The service does not answer. Please try again in a few minutes, from another network if you can, or tell the people who run the service.',
    'encryption-failed':
      'This page takes part in encrypted sessions only, and the service says that this one is not encrypted. So it has left; no sound, picture or message of yours was sent. Please tell the people who run the service.',
    'passcode-required': 'You can try again when you have the passcode. It was set when this session was planned.',
    'passcode-wrong':
      'The passcode was set when this session was planned. Please look there, and try again in a few minutes.',
  },
  closedPage: {
    comeBack: 'Come back',
    tryAgain: 'Try again',
    message: 'Message for you',
    onTime: 'The time of this session is over. Thank you for being here. You can close this page.',
    code: 'Code: {code}',
  },
} as const;
