import type { DeviceInterruption, DeviceRestoration, Session, TrackSource } from '../../src/index.ts';
import type { Answer, Question } from '../elements/shared/dialogs/confirm-dialog.ts';
import { byCode, type Texts } from '../texts/texts.ts';
import type { NoticeView, Source } from '../views/view-types.ts';
import { unmuteQuestion } from './questions.ts';

export interface DeviceNewsOptions {
  session: Pick<Session, 'on'>;
  texts: () => Texts;
  isHost: () => boolean;
  /** Shows a notice on the board; it replaces an earlier one with the same id. */
  show: (id: string, text: string, kind?: NoticeView['kind']) => void;
  ask: (question: Question) => Promise<Answer | null>;
  /** True when the device is on or being switched on. */
  isEnabled: (source: TrackSource) => boolean;
  interrupted: (source: Source, reason: DeviceInterruption, deviceId: string) => void;
  restored: (source: Source, how: DeviceRestoration) => void;
  ring: () => void;
  enable: (source: Source) => void;
}

/**
 * Reports what hosts and failures do to this person's devices and media.
 * @returns functions that stop it
 */
export function tellDeviceNews(options: DeviceNewsOptions): (() => void)[] {
  const { session } = options;
  return [
    session.on('askedToUnmute', (source) => askToUnmute(source, options)),
    session.on('mutedByHost', (source) => tellMuted(source, options)),
    session.on('deviceInterrupted', (source, reason, deviceId) => {
      options.interrupted(source, reason, deviceId);
      // A person who doesn't look at the screen would continue to speak without being heard.
      options.ring();
    }),
    session.on('deviceRestored', (source, how) => tellRestored(source, how, options)),
    session.on('mediaFailed', ({ code }, source) => tellFailed(code, source, options)),
    session.on('mediaRestored', () => options.show('media', options.texts().outage.ended)),
  ];
}

function askToUnmute(source: Source, { texts, ask, isEnabled, enable }: DeviceNewsOptions): void {
  if (isEnabled(source)) return;
  ask(unmuteQuestion(texts().dialogs, source)).then(
    (answer) => {
      if (answer) enable(source);
    },
    () => {},
  );
}

function tellMuted(source: TrackSource, { isHost, isEnabled, texts, show }: DeviceNewsOptions): void {
  const { notices } = texts();
  if (source === 'screen-audio') {
    // A host who stops a screen mutes its sound too: it is told once.
    if (isEnabled('screen')) show('muted-sound', notices.soundOffByHost);
    return;
  }
  const { mutedByHost, cameraOffByHost, screenOffByHost } = isHost() ? { ...notices, ...notices.toHost } : notices;
  show('muted', source === 'microphone' ? mutedByHost : source === 'camera' ? cameraOffByHost : screenOffByHost);
}

function tellRestored(source: Source, how: DeviceRestoration, { texts, show, restored }: DeviceNewsOptions): void {
  restored(source, how);
  const { microphoneRestored, cameraRestored } = texts().notices;
  if (how === 'same-device') show('restored', source === 'microphone' ? microphoneRestored : cameraRestored);
}

function tellFailed(code: string, source: TrackSource | null, { texts, show }: DeviceNewsOptions): void {
  // outageNotice and encryptionNotices show these while they last.
  if (code === 'media-unreachable' || (source === null && code === 'encryption-failed')) return;
  const { deviceErrors, devices, notices } = texts();
  // The SDK retries and reports every failure. Nothing is broken and nobody needs to act, so this is a calm notice.
  if (source === null && code === 'capacity') show('media', notices.serverFull);
  else show('media', source === null ? notices.mediaFailed : byCode(deviceErrors, code)(devices[source]), 'important');
}
