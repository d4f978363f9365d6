/**
 * Sentences for hosts while the therapist is away: who, since when, what happens to the session, and what this host may
 * do. Pure.
 */
import { formatTime } from '../texts/format.ts';
import type { Texts } from '../texts/texts.ts';
import type { HostView } from './view-types.ts';

export interface AbsenceMoment {
  endsAtMs: number | null;
  nowMs: number;
  /** Everybody may see this person's screen: no names. */
  isSharing: boolean;
}

export function absenceText(texts: Texts, host: HostView, moment: AbsenceMoment): string {
  const sentences = [
    absenceSentence(texts, host, moment),
    endSentence(texts, host, moment),
    grantsSentence(texts, host),
  ];
  return sentences.filter((one) => one !== '').join(' ');
}

export function absenceSentence(
  texts: Texts,
  { therapistAway: away }: Pick<HostView, 'therapistAway'>,
  { nowMs, isSharing }: Pick<AbsenceMoment, 'nowMs' | 'isSharing'>,
): string {
  if (!away) return '';
  const { absence } = texts;
  return absence.gone[away.how](isSharing ? absence.somebody : away.name, formatTime(away.sinceMs, nowMs, texts));
}

/** When the session ends, and who can change that. */
function endSentence(
  texts: Texts,
  { therapistAway: away, canExtend }: HostView,
  { endsAtMs, nowMs }: AbsenceMoment,
): string {
  if (!away || endsAtMs === null) return '';
  const { absence } = texts;
  const end = formatTime(endsAtMs, nowMs, texts);
  if (canExtend) return absence.endsUnlessExtended(end);
  if (away.mayExtendAtMs !== null) return absence.extendableFrom(end, formatTime(away.mayExtendAtMs, nowMs, texts));
  return away.canBeExtended ? absence.othersExtend(end) : absence.nobodyExtends(end);
}

function grantsSentence({ absence }: Texts, { canModerate, canEnd }: HostView): string {
  return `${canModerate ? absence.mayModerate : absence.mayAdmit} ${canEnd ? absence.mayEnd : absence.mayNotEnd}`;
}
