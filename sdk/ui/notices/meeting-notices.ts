/** Notices before a change of who sees and hears whom, with the remaining time and the possible actions. */

import type { SessionController } from '../controllers/session-controller.ts';
import { namesText } from '../texts/isolated-texts.ts';
import type { Texts } from '../texts/texts.ts';
import { groupName } from '../views/group-name.ts';
import type { CallView, MeetingView, NoticeView } from '../views/view-types.ts';

type View = Omit<CallView, 'notices'>;

export function announcedNotices(controller: SessionController, texts: Texts, view: View): NoticeView[] {
  const { meeting } = controller.session.room ?? {};
  return [
    ...(meeting ? [meeting.byYou ? ownMeeting(controller, texts, view) : askedNotice(controller, texts)] : []),
    ...arrivals(controller, texts, view),
    ...circle(controller, texts),
  ].filter((notice) => notice !== null);
}

/** The request that this person is asked to answer, in the waiting room or in the session. */
export function askedOf({ session, own }: SessionController, { meeting: texts }: Texts): MeetingView | null {
  const { meeting } = session.room ?? {};
  if (!meeting || meeting.byYou || meeting.state !== 'pending') return null;
  const { kind, participantId, name, startsAt } = meeting;
  const [withTime, ifYes] = kind === 'preview' ? [texts.begins, texts.onlyIfYes] : [texts.apart, texts.apartIfYes];
  return {
    text: texts.asks(name),
    startsAtMs: startsAt,
    withTime,
    hint: startsAt === null ? ifYes : '',
    yes: startsAt === null ? texts.yes : texts.ready,
    answer: (accept) => own.answerMeeting(participantId, accept),
  };
}

function askedNotice(controller: SessionController, texts: Texts): NoticeView | null {
  const asked = askedOf(controller, texts);
  if (!asked) return null;
  const { text, hint, startsAtMs, withTime, yes, answer } = asked;
  const notice: NoticeView = {
    id: 'meeting',
    kind: 'important',
    text: hint === '' ? text : `${text} ${hint}`,
    buttons: [
      { label: texts.meeting.notNow, press: () => answer(false) },
      { label: yes, press: () => answer(true), quiet: true },
    ],
  };
  return startsAtMs === null ? notice : { ...notice, countdown: inSeconds(startsAtMs, texts, withTime) };
}

/** The request of this host. Contains no names while everybody may see this person's screen. */
function ownMeeting({ session, own, controls }: SessionController, texts: Texts, view: View): NoticeView | null {
  const { meeting } = session.room ?? {};
  if (!meeting) return null;
  const { kind, participantId, startsAt, state } = meeting;
  const name = view.mask === 'masked' ? texts.meeting.somebody : meeting.name;
  const close = (): void => (kind === 'preview' ? controls.closePreview() : own.closeSideRoom());
  if (state === 'pending') {
    const text = startsAt === null ? texts.meeting.asked(name) : texts.meeting.told(name);
    const buttons = [{ label: texts.meeting.takeBack, press: close, quiet: true }];
    const notice: NoticeView = { id: 'meeting', kind: 'calm', text, buttons };
    return startsAt === null ? notice : { ...notice, countdown: inSeconds(startsAt, texts, texts.meeting.toldBegins) };
  }
  const buttons = [
    { label: texts.meeting.askAgain, press: () => controls.askMeetingAgain(kind, participantId), quiet: true },
    { label: texts.meeting.close, press: close, quiet: true },
  ];
  return { id: `meeting ${state}`, kind: 'important', text: texts.meeting.refusal[state](name), buttons };
}

/** Hosts and observers who are about to come to this person's group, or this person's own visit to another group. */
function arrivals({ session, controls }: SessionController, texts: Texts, { place }: View): NoticeView[] {
  const { room, localParticipant, participants, place: own } = session;
  const groupId = own.kind === 'breakout' ? own.groupId : null;
  return (room?.breakout?.groups ?? []).flatMap<NoticeView>(({ id, name, arriving = [] }) => {
    const isVisiting = arriving.find(({ participantId }) => participantId === localParticipant.id);
    if (isVisiting) {
      const buttons = [{ label: texts.meeting.takeBack, press: () => controls.visitGroup(groupId), quiet: true }];
      const countdown = inSeconds(isVisiting.at, texts, texts.meeting.visitingIn);
      return [
        { id: 'visiting', kind: 'calm', text: texts.meeting.visiting(groupName(name, texts)), countdown, buttons },
      ];
    }
    const [first] = arriving;
    if (!first || id !== groupId || place.kind !== 'breakout') return [];
    const people = arriving.map(({ participantId }) => ({ name: participants.get(participantId)?.name ?? '' }));
    const names = namesText(people, texts);
    const countdown = inSeconds(first.at, texts, texts.meeting.arrivingIn);
    return [{ id: 'arriving', kind: 'important', text: texts.meeting.arriving(names), countdown }];
  });
}

function circle({ session, controls }: SessionController, texts: Texts): NoticeView[] {
  const { circleOpening } = session.room ?? {};
  if (!circleOpening) return [];
  const { at, people, mayCancel } = circleOpening;
  const countdown = inSeconds(at, texts, (time) => texts.meeting.circleIn(time, people));
  const takeBack = { label: texts.meeting.takeBack, press: () => controls.cancelCircle(), quiet: true };
  const buttons = mayCancel ? [takeBack] : [];
  return [{ id: 'circle-opens', kind: 'important', text: texts.meeting.circle, countdown, buttons }];
}

const inSeconds = (
  untilMs: number,
  { meeting }: Texts,
  withTime: (time: string) => string,
): NonNullable<NoticeView['countdown']> => ({ untilMs, withTime, inSeconds: meeting.seconds });
