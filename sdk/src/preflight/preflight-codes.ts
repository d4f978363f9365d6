/** What a preflight can find. Codes are stable: never renamed, only added. docs/preflight.md has the same table (a test compares them). */

/** `good`: fit for a session; `poor`: possible, with losses; `bad`: this part will not work. */
export type PreflightVerdict = 'good' | 'poor' | 'bad';

/** Each code with what it means for its part; `good`: for information. */
export const preflightCodes = {
  'browser-insecure-page': 'bad',
  'browser-no-webrtc': 'bad',
  'browser-no-encryption': 'good',
  'browser-no-screen-sharing': 'good',
  'browser-no-speaker-choice': 'good',

  'camera-not-allowed': 'bad',
  'camera-blocked-by-page': 'bad',
  'camera-in-use': 'bad',
  'camera-not-found': 'bad',
  'camera-failed': 'bad',
  'camera-no-pictures': 'bad',
  'camera-black': 'poor',
  'camera-frozen': 'poor',
  'camera-page-hidden': 'poor',

  'microphone-not-allowed': 'bad',
  'microphone-blocked-by-page': 'bad',
  'microphone-in-use': 'bad',
  'microphone-not-found': 'bad',
  'microphone-failed': 'bad',
  'microphone-muted': 'bad',
  'microphone-silent': 'bad',
  'microphone-quiet': 'poor',
  'microphone-others-available': 'good',
  'microphone-not-measured': 'good',

  'speaker-not-heard': 'bad',
  'speaker-failed': 'bad',

  'server-unreachable': 'bad',
  'server-websocket-blocked': 'bad',
  'server-token-refused': 'bad',
  'server-too-old': 'bad',
  'server-off': 'poor',
  'server-busy': 'poor',
  'server-interrupted': 'poor',
  'server-slow': 'poor',

  'path-udp-blocked': 'good',
  'path-relay-only': 'good',
  'path-relay-blocked': 'good',
  'path-tcp-only': 'poor',
  'path-server-unreachable-from-relay': 'bad',
  'path-none': 'bad',

  'line-no-echo': 'bad',
  'line-loss': 'poor',
  'line-loss-heavy': 'bad',
  'line-delay': 'poor',
  'line-delay-heavy': 'bad',
  'line-jitter': 'poor',
  'line-bandwidth-low': 'poor',
  'line-bandwidth-very-low': 'bad',
  'line-page-hidden': 'poor',
} as const satisfies Record<string, PreflightVerdict>;

/** Code of a finding of a preflight. New ones may be added. */
export type PreflightCode = keyof typeof preflightCodes;
