/** States of a co-therapist who continues the session while the therapist is away. */
import type { TemplateResult } from 'lit';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { absenceText } from '../../../../../sdk/ui/views/absence-texts.ts';
import type { CallView, HostView, TherapistAwayView } from '../../../../../sdk/ui/views/view-types.ts';
import { callPage } from './state-parts.ts';
import { call, group, hosting, longName, names } from './states.ts';

const minuteMs = 60_000;
const { notices, host: hostTexts } = englishTexts;
const nobody = (): void => {};

interface Overrides {
  away?: Partial<TherapistAwayView>;
  host?: Partial<HostView>;
  panel?: CallView['panel'];
}

function absence({ away = {}, host = {}, panel = null }: Overrides): TemplateResult {
  const nowMs = Date.now();
  const therapistAway: TherapistAwayView = {
    id: 'p-0',
    name: names[0] ?? '',
    how: 'connection-lost',
    sinceMs: nowMs - 4 * minuteMs,
    mayExtendAtMs: null,
    canBeExtended: false,
    ...away,
  };
  const view = hosting({ canEnd: false, canExtend: false, therapistAway, ...host });
  const endsAtMs = nowMs + 12 * minuteMs;
  const seen = { label: notices.departedSeen, press: nobody, quiet: true };
  const extend = { label: hostTexts.extendBy(10), press: nobody };
  return callPage(
    call(group(5).slice(1), {
      host: view,
      panel,
      screen: 'off',
      room: { title: 'Tuesday group', locked: false, endsAtMs, held: null },
      notices: [
        {
          id: 'absence',
          kind: 'important',
          text: absenceText(englishTexts, view, { endsAtMs, nowMs, isSharing: false }),
          buttons: view.canExtend ? [extend, seen] : [seen],
        },
      ],
    }),
  );
}

const mayExtend = { canExtend: true };

export const absenceStates: Record<string, () => TemplateResult> = {
  'absence-soon': () => absence({ away: { mayExtendAtMs: Date.now() + 2 * minuteMs } }),
  'absence-extend': () => absence({ away: { canBeExtended: true }, host: mayExtend }),
  'absence-fixed': () => absence({ away: { how: 'left' }, host: { canModerate: false } }),
  'absence-long': () => absence({ away: { how: 'not-admitted', name: longName, canBeExtended: true } }),
  'absence-panel': () => absence({ away: { canBeExtended: true }, host: mayExtend, panel: 'people' }),
};
