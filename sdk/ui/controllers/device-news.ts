import type { DeviceInterruption, DeviceRestoration, Session, TrackSource } from '../../src/index.ts';
import type { Answer, Question } from '../elements/shared/confirm-dialog.ts';
import { byCode, type Texts } from '../texts/texts.ts';
import type { NoticeView, Source } from '../views/view-types.ts';
import { unmuteQuestion } from './questions.ts';

export interface DeviceNewsOptions {
  session: Pick<Session, 'on'>;
  texts: () => Texts;
  isHost: () => boolean;
  /** Notices on the board; a newer one with the same id takes the place of the older. */
  show: (id: string, text: string, kind?: NoticeView['kind']) => void;
  ask: (question: Question) => Promise<Answer | null>;
  /** On, or on its way. */
  isEnabled: (source: Source) => boolean;
  interrupted: (source: Source, reason: DeviceInterruption, deviceId: string) => void;
  restored: (source: Source, how: DeviceRestoration) => void;
  ring: () => void;
  enable: (source: Source) => void;
}

/** What hosts and failures do to one's own devices and media. @returns what stops it */
export function tellDeviceNews(options: DeviceNewsOptions): (() => void)[] {
  const { session } = options;
  return [
    session.on('askedToUnmute', (source) => askToUnmute(source, options)),
    session.on('mutedByHost', (source) => tellMuted(source, options)),
    session.on('deviceInterrupted', (source, reason, deviceId) => {
      options.interrupted(source, reason, deviceId);
      // Someone who doesn't look at the screen would go on speaking without being heard.
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

function tellMuted(source: TrackSource, { isHost, texts, show }: DeviceNewsOptions): void {
  const { notices } = texts();
  const { mutedByHost, cameraOffByHost, screenOffByHost } = isHost() ? { ...notices, ...notices.toHost } : notices;
  show('muted', source === 'microphone' ? mutedByHost : source === 'camera' ? cameraOffByHost : screenOffByHost);
}

function tellRestored(source: Source, how: DeviceRestoration, { texts, show, restored }: DeviceNewsOptions): void {
  restored(source, how);
  const { microphoneRestored, cameraRestored } = texts().notices;
  if (how === 'same-device') show('restored', source === 'microphone' ? microphoneRestored : cameraRestored);
}

function tellFailed(code: string, source: TrackSource | null, { texts, show }: DeviceNewsOptions): void {
  // Shown for as long as it lasts, by outageNotice.
  if (code === 'media-unreachable') return;
  const { deviceErrors, devices, notices } = texts();
  // It is tried again and again, and said as long: nothing is broken, and nobody need act.
  if (source === null && code === 'capacity') show('media', notices.serverFull);
  else show('media', source === null ? notices.mediaFailed : byCode(deviceErrors, code)(devices[source]), 'important');
}
