/** Announcements before a change of who sees and hears whom, and reasons why nobody is visible. */
import type { TemplateResult } from 'lit';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import type { MeetingView, NoticeView } from '../../../../../sdk/ui/views/view-types.ts';
import { callPage, waitingPage } from './state-parts.ts';
import { call, group, hosting, longName, person } from './states.ts';

const { elsewhere, meeting, notices, seen } = englishTexts;
const inSeconds = (left: number, withTime: (time: string) => string): NonNullable<NoticeView['countdown']> => ({
  untilMs: Date.now() + left * 1_000,
  withTime,
  inSeconds: meeting.seconds,
});
const buttons = (...labels: string[]) => labels.map((label, index) => ({ label, press: () => {}, quiet: index > 0 }));
const quiet = (...labels: string[]) => labels.map((label) => ({ label, press: () => {}, quiet: true }));

const asked = (changes: Partial<MeetingView> = {}): MeetingView => ({
  text: meeting.asks('Dr. Weber'),
  startsAtMs: Date.now() + 5_000,
  withTime: meeting.begins,
  hint: '',
  yes: meeting.ready,
  answer: () => {},
  ...changes,
});
const self = person(0, { isSelf: true, mirrored: true });
const withNotice = (notice: Omit<NoticeView, 'id'>): TemplateResult =>
  callPage(call(group(4), { notices: [{ id: 'one', ...notice }] }));

export const seenStates: Record<string, () => TemplateResult> = {
  'meeting-waiting': () => waitingPage({ meeting: asked() }),
  'meeting-waiting-asked': () =>
    waitingPage({
      meeting: asked({ text: meeting.asks(longName), startsAtMs: null, hint: meeting.onlyIfYes, yes: meeting.yes }),
    }),
  'meeting-call': () =>
    withNotice({
      kind: 'important',
      text: meeting.asks('Dr. Weber'),
      countdown: inSeconds(5, meeting.apart),
      buttons: buttons(meeting.notNow, meeting.ready),
    }),
  'meeting-host': () =>
    callPage(
      call(group(4), {
        host: hosting(),
        notices: [
          {
            id: 'meeting',
            kind: 'calm',
            text: meeting.told('Anna'),
            countdown: inSeconds(4, meeting.toldBegins),
            buttons: quiet(meeting.takeBack),
          },
        ],
      }),
    ),
  'meeting-refused': () =>
    callPage(
      call(group(4), {
        host: hosting(),
        notices: [
          {
            id: 'meeting',
            kind: 'important',
            text: meeting.refusal['not-now']('Anna'),
            buttons: quiet(meeting.askAgain, meeting.close),
          },
        ],
      }),
    ),
  arriving: () =>
    withNotice({
      kind: 'important',
      text: meeting.arriving('Dr. Weber'),
      countdown: inSeconds(5, meeting.arrivingIn),
    }),
  'circle-opens': () =>
    withNotice({
      kind: 'important',
      text: meeting.circle,
      countdown: inSeconds(5, (time) => meeting.circleIn(time, 7)),
    }),
  'seen-entered': () => withNotice({ kind: 'calm', text: `${seen.entered} ${seen.byAll}`, dismiss: () => {} }),
  'alone-pair': () =>
    callPage(
      call(
        [
          person(1, { away: true, camera: null, microphone: 'none', where: elsewhere.withPerson('Dr. Weber') }),
          person(2, { away: true, camera: null, microphone: 'none', where: englishTexts.call.away }),
          self,
        ],
        { alone: elsewhere.pairAway('Anna', 'Dr. Weber') },
      ),
    ),
  'alone-groups': () => callPage(call([self], { alone: elsewhere.inGroups })),
  'held-paused': () =>
    callPage(
      call(
        group(4).map((one) =>
          one.isSelf ? one : { ...one, camera: null, microphone: 'none', where: elsewhere.pausedShort },
        ),
        {
          notices: [
            {
              id: 'held',
              kind: 'important',
              text: `${notices.held} ${notices.heldPaused}`,
              countdown: { untilMs: Date.now() + 95_000, withTime: notices.heldThen['return-to-waiting'] },
            },
          ],
        },
      ),
    ),
};
