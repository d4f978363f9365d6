/** The notice that the others hear themselves through this microphone, with a button that mutes it. */
import type { MicrophoneEcho } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { NoticeView } from '../views/view-types.ts';

export interface EchoSource {
  readonly session: { readonly microphoneEcho: MicrophoneEcho | null };
  readonly media: { setEnabled(source: 'microphone', enabled: boolean): void };
  readonly own: { readonly isEchoDismissed: boolean; dismissEcho(): void };
}

/** Shown until it is over, the microphone is muted, or the person dismisses it. */
export function echoNotices({ session, media, own }: EchoSource, { notices }: Texts): NoticeView[] {
  const { microphoneEcho: echo } = session;
  if (!echo || own.isEchoDismissed) return [];
  const buttons = [{ label: notices.echoMute, press: () => media.setEnabled('microphone', false) }];
  const kind = echo === 'howling' ? 'important' : 'calm';
  return [{ id: 'echo', kind, text: notices[echo], buttons, dismiss: () => own.dismissEcho() }];
}
