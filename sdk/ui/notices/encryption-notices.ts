/** Notices while it is not encrypted, while the keys of somebody are in doubt, and while encryption does not work. */

import type { SessionController } from '../controllers/session-controller.ts';
import type { Texts } from '../texts/texts.ts';
import { problemText, whyNotEncrypted } from '../views/session/encryption-view.ts';
import type { CallView, NoticeView } from '../views/view-types.ts';

/** @param view with names that may be shown */
export function encryptionNotices(
  controller: Pick<SessionController, 'encryption' | 'openEncryption'>,
  texts: Texts,
  { encryption: view }: Pick<CallView, 'encryption'>,
): NoticeView[] {
  if (!view) return [];
  const more = { label: texts.encryption.more, press: () => controller.openEncryption(), quiet: true };
  const problems = view.problems.map<NoticeView>((one) => ({
    id: `encryption ${one.problem} ${one.id}`,
    kind: one.problem === 'key-missing' ? 'calm' : 'important',
    text: problemText(one, view.isHost, texts),
    buttons: [more],
  }));
  if (view.interruption) {
    const text = texts.encryption.interruptions[view.interruption];
    problems.unshift({ id: `encryption ${view.interruption}`, kind: 'important', text });
  }
  const why = whyNotEncrypted(view, texts);
  if (why === '' || controller.encryption.isDismissed) return problems;
  // Announced once by the news: this one changes with each person.
  const fallback: NoticeView = {
    id: 'not-encrypted',
    kind: 'important',
    text: why,
    buttons: [more],
    silent: true,
    dismiss: () => controller.encryption.dismiss(),
  };
  return [...problems, fallback];
}
