import type { PreflightCode, PreflightPart } from '../../../src/index.ts';

/** What each finding means, and what the person can do. The key is a code of the report. */
const findings = {
  'browser-insecure-page':
    'This page has no secure connection, so browsers do not allow a camera or microphone here. Open the address with https, or tell the people who sent you the link.',
  'browser-no-webrtc': 'This browser cannot hold video sessions. Please use a current Chrome, Edge, Firefox or Safari.',
  'browser-no-encryption':
    'This browser cannot encrypt end to end. If your group asks for it, use a current Chrome, Edge, Firefox or Safari.',
  'browser-no-screen-sharing': 'This browser cannot show your screen to others. You do not need that to take part.',
  'browser-no-speaker-choice':
    'In this browser you choose the speaker in the settings of your device, not in the session.',

  'camera-not-allowed':
    'This page may not use your camera. Click the icon next to the web address, allow the camera, then check again.',
  'camera-blocked-by-page':
    'This website does not allow a camera here. It is nothing you did. Please tell the people who run the website.',
  'camera-in-use': 'Another program is using your camera. Close other video or phone programs, then check again.',
  'camera-not-found': 'No camera was found. Plug one in, then check again. You can take part without one.',
  'camera-failed': 'Your camera could not be started. Unplug it and plug it in again, or restart your device.',
  'camera-no-pictures':
    'Your camera is on but sends no picture. Unplug it and plug it in again, or restart your device.',
  'camera-black': 'The picture of your camera is black. Look for a cover or a slider on the lens, and turn on a light.',
  'camera-frozen':
    'The picture of your camera stands still. Unplug the camera and plug it in again, or choose another one.',
  'camera-page-hidden':
    'This page was not in front during the check, so we could not see whether your camera works. Leave it in front, then check again.',

  'microphone-not-allowed':
    'This page may not use your microphone. Click the icon next to the web address, allow the microphone, then check again.',
  'microphone-blocked-by-page':
    'This website does not allow a microphone here. It is nothing you did. Please tell the people who run the website.',
  'microphone-in-use':
    'Another program is using your microphone. Close other video or phone programs, then check again.',
  'microphone-not-found': 'No microphone was found. Plug in one or a headset, then check again.',
  'microphone-failed': 'Your microphone could not be started. Unplug it and plug it in again, or restart your device.',
  'microphone-muted':
    'Your microphone is muted by your device. Look for a switch on the headset or a key on the keyboard.',
  'microphone-silent':
    'We heard nothing from your microphone. Please speak while the check runs. If you did, look for a switch that mutes it.',
  'microphone-quiet':
    'We heard you only faintly. Speak closer to the microphone, or raise its volume in the settings of your device.',
  'microphone-others-available': 'You have more than one microphone. Another one may be the right one.',
  'microphone-not-measured':
    'Your microphone works, but we could not measure how loud it is. Click on this page, then check again.',

  'speaker-not-heard':
    'You did not hear the sound. Turn up the volume, check that your headphones are plugged in, or choose another speaker.',
  'speaker-failed': 'The sound could not be played. Choose another speaker, or restart your browser.',

  'server-unreachable':
    'We could not reach the server. Check whether other websites open. If they do, your network may block it: try another network, for example your phone’s.',
  'server-websocket-blocked':
    'The server answers, but your network blocks the connection that a session needs. Try another network, or show the report to the people who run the network.',
  'server-token-refused':
    'The server did not accept this link. It may be out of date. Ask the people who sent it for a new one.',
  'server-too-old':
    'This page and the server do not fit each other. Load the page again. If that does not help, tell the people who run it.',
  'server-off': 'This server offers no check of the connection.',
  'server-busy': 'The server cannot check your connection now. Please try again in a few minutes.',
  'server-interrupted': 'The connection to the server was lost during the check. Please check again.',
  'server-slow': 'The server answers slowly. A connection by cable, or closer to your router, may help.',

  'path-udp-blocked': 'Your network blocks the fastest way to the server. Another way works.',
  'path-relay-only': 'Sound and picture go over a relay. That works as well.',
  'path-relay-blocked': 'The relay cannot be reached from here. You do not need it in this network.',
  'path-tcp-only':
    'Your network allows only a slow way for sound and picture. They may stop for moments. Another network, or turning off a VPN, may help.',
  'path-server-unreachable-from-relay':
    'The server cannot be reached for sound and picture. This is not caused by your network. Please send the report to the people who run the sessions.',
  'path-none':
    'Your network lets no sound or picture through. Try another network, for example your phone’s, or turn off a VPN. The people who run the network can use the report.',

  'line-no-echo':
    'A connection was made, but nothing came back on it. Please check again. If it stays so, try another network.',
  'line-loss': 'Some of what is sent is lost on the way. Sit closer to your router, or use a cable.',
  'line-loss-heavy':
    'Much of what is sent is lost on the way. You may not be understood. Use a cable, sit closer to your router, or try another network.',
  'line-delay':
    'Sound takes long to arrive. You and the others may begin to speak at the same time. Turning off a VPN may help.',
  'line-delay-heavy':
    'Sound takes very long to arrive, so that talking is hard. Turn off a VPN, or try another network.',
  'line-jitter': 'Your connection is uneven. Sit closer to your router, use a cable, or stop downloads.',
  'line-bandwidth-low':
    'Your connection is slow. You will hear the others, and see them in small pictures. Stop downloads and other videos in your home, or use a cable.',
  'line-bandwidth-very-low':
    'Your connection is very slow: enough for sound at most. Stop downloads and other videos, use a cable, or try another network.',
  'line-page-hidden':
    'This page was not in front during the check, so we could not measure your connection. Leave it in front, then check again.',
  other: 'Something was found. The report says more.',
} as const satisfies Record<PreflightCode | 'other', string>;

const parts = {
  browser: 'Browser',
  camera: 'Camera',
  microphone: 'Microphone',
  speaker: 'Speaker',
  server: 'Connection to the server',
  paths: 'Way for sound and picture',
  line: 'Quality of the connection',
} as const satisfies Record<PreflightPart, string>;

/** Texts of the check of devices and connection before a session. */
export const preflightTexts = {
  preflight: {
    open: 'Check camera, microphone and connection',
    title: 'Check before the session',
    close: 'Close the check',
    intro:
      'This takes about half a minute. Nobody sees or hears you, and nobody is told. Your browser may ask for your camera and microphone. Please choose “Allow”.',
    /** In place of `intro`, where therapists learn that the check was done. */
    introReported:
      'This takes about half a minute. Nobody sees or hears you. The therapists of your group will see that you have done this check, and on which day, but not what it found. Your browser may ask for your camera and microphone. Please choose “Allow”.',
    start: 'Start the check',
    again: 'Check again',
    stop: 'Stop',
    running: 'Checking: {part}',
    speak: 'Please say a few words now, so that we can hear your microphone.',
    soundQuestion: 'Do you hear the sound?',
    soundHint: 'Press “Play the sound”, then say whether you heard it.',
    play: 'Play the sound',
    playing: 'The sound is playing',
    heard: 'I heard it',
    notHeard: 'I did not hear it',
    failed: 'The check could not be carried out. Please load the page again.',
    stateWaiting: 'not yet checked',
    stateRunning: 'being checked',
    received: 'Received: {number} kbit/s',
    sent: 'Sent: {number} kbit/s',
    roundTrip: 'There and back: {number} ms',
    report: 'Report for support',
    reportHint: 'It has findings and figures. It has no names, names of devices, or addresses.',
    copy: 'Copy the report',
    copied: 'The report is copied.',
  },
  preflightParts: parts,
  preflightVerdicts: {
    good: 'Good',
    poor: 'Could be better',
    bad: 'Needs attention',
    none: 'Not checked',
  },
  preflightSummaries: {
    good: 'All is well for your session.',
    poor: 'You can take part. Something could be better.',
    bad: 'Something needs attention before your session.',
  },
  preflightFindings: findings,
} as const;
