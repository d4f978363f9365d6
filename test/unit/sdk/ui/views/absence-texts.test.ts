import t from 'tap';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { absenceText } from '../../../../../sdk/ui/views/absence-texts.ts';
import type { HostView, TherapistAwayView } from '../../../../../sdk/ui/views/view-types.ts';
import { hostView } from '../../../../support/ui/views.ts';

const nowMs = new Date(2026, 2, 3, 19, 0).getTime();
const minuteMs = 60_000;
const away: TherapistAwayView = {
  id: 'w',
  name: 'Dr. Weber',
  how: 'connection-lost',
  sinceMs: nowMs - 5 * minuteMs,
  mayExtendAtMs: null,
  canBeExtended: false,
};
const host = hostView({ canEnd: false, canExtend: false, therapistAway: away });
const say = (changes: Partial<HostView> = {}, { endsAtMs = nowMs + 30 * minuteMs, isSharing = false } = {}): string =>
  absenceText(englishTexts, { ...host, ...changes }, { endsAtMs, nowMs, isSharing });

t.test('a host reads who is away, how, and since when', async (t) => {
  t.match(say(), /^The connection of Dr\. Weber was lost at 0?6:55/);
  t.match(say({ therapistAway: { ...away, how: 'left' } }), /^Dr\. Weber left the session at/);
  t.match(say({ therapistAway: { ...away, how: 'not-admitted' } }), /^Dr\. Weber has not been in the session since/);
});

t.test('nobody is named while the screen is shared', async (t) => {
  t.notMatch(say({}, { isSharing: true }), 'Weber');
});

t.test('a host reads when the session ends and who can change that', async (t) => {
  t.match(say({ canExtend: true }), 'You can extend it.');
  t.match(say({ therapistAway: { ...away, mayExtendAtMs: nowMs + 2 * minuteMs } }), /You can extend it from 0?7:02/);
  t.match(say({ therapistAway: { ...away, canBeExtended: true } }), 'Another host who is here can extend it.');
  t.match(say(), /Nobody who is here can extend the session: at 0?7:30.* it ends for everybody, clients too/);
});

t.test('a host reads what they may do and what not', async (t) => {
  t.match(say(), 'You can let people in, mute and remove them, and lock the room. You cannot end it for everybody.');
  t.match(say({ canModerate: false }), 'You can let people in and send them to the waiting room.');
  t.match(say({ canEnd: true }), 'You can also end the session for everybody.');
});
