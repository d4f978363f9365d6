/** What of the session is in its small window. Pure. */
import type { Texts } from '../texts/texts.ts';
import type { SmallView } from '../views/small-view-types.ts';
import type { CallView, NoticeView, PersonView } from '../views/view-types.ts';
import { stageOf } from './stage-of.ts';

export interface SmallContext {
  /** The last speaker. */
  speakerId: string | null;
  /** A question is open above the session. */
  isAsked: boolean;
}

/** Notices that wait for an answer, or for a click in the session. */
const asking = new Set(['agreement', 'meeting', 'turn-missed', 'sound']);
/** Notices that are short, and about what the others see and hear of this person, most urgent first. */
const brief = ['reconnecting', 'held', 'muted'];

export function smallViewOf(view: CallView, context: SmallContext, texts: Texts): SmallView {
  const asks = context.isAsked || view.notices.some(isAsking);
  return {
    person: personOf(view, context.speakerId),
    alone: view.alone,
    pictureOff: view.audioOnly,
    microphone: view.devices.microphone,
    note: asks ? texts.smallWindow.asks : noteOf(view, texts),
    asks: asks || (view.host?.help.length ?? 0) > 0,
    canExit: view.host === null,
  };
}

function isAsking({ id, buttons = [] }: NoticeView): boolean {
  return buttons.length > 0 && (asking.has(id) || id.startsWith('consent '));
}

/** As in the speaker view, but before anybody has spoken the therapist; else the first in the gallery. */
function personOf({ shown, stage, spotlightId }: CallView, speakerId: string | null): PersonView | null {
  const others = shown.filter((person) => !person.isSelf);
  const here = others.filter((person) => !person.away);
  const speaker = here.find(({ id }) => id === speakerId) ?? here.find(({ role }) => role === 'therapist');
  const pinnedId = stage?.why === 'pinned' ? stage.id : null;
  const choice = { pinnedId, spotlightId, speakerId: speaker?.id ?? null, layout: 'speaker' } as const;
  const large = stageOf(others, choice);
  return others.find(({ id }) => id === large?.id) ?? shown[0] ?? null;
}

function noteOf({ host, notices, devices }: CallView, { toolbar }: Texts): string {
  if (host && host.help.length > 0) return toolbar.helpOpen(host.help.length);
  for (const id of brief) {
    const notice = notices.find((one) => one.id === id);
    if (notice) return notice.text;
  }
  if (devices.microphone.state === 'interrupted') return toolbar.interrupted(toolbar.microphone);
  return host && host.waiting.length > 0 ? toolbar.peopleWaiting(host.waiting.length) : '';
}
