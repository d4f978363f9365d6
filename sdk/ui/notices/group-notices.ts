/** Notices about breakout groups for hosts: that groups are running, who is in which, and who is alone. */

import type { SessionController } from '../controllers/session-controller.ts';
import { membersText } from '../texts/isolated-texts.ts';
import type { Texts } from '../texts/texts.ts';
import { groupName } from '../views/group-name.ts';
import type { BreakoutView, CallView, HostView, NoticeView } from '../views/view-types.ts';

type View = Pick<CallView, 'place' | 'panel' | 'people' | 'mask'>;

export function groupNotices(
  controller: SessionController,
  texts: Texts,
  view: View,
  { breakout, canModerate }: HostView,
): NoticeView[] {
  if (!breakout) return [];
  const isMasked = view.mask === 'masked';
  const isInMainRoom = view.place.kind === 'group' && view.panel !== 'people';
  return [
    ...(isMasked ? [] : aloneNotices(controller, texts, view, canModerate)),
    ...(isInMainRoom ? [runningNotice(controller, texts, breakout, { isMasked, canModerate })] : []),
  ];
}

interface Scene {
  /** Everybody may see this person's screen: no names of people and groups. */
  isMasked: boolean;
  canModerate: boolean;
}

function aloneNotices(
  { loneGroups, controls }: SessionController,
  texts: Texts,
  { people }: View,
  canModerate: boolean,
): NoticeView[] {
  const { breakout } = texts;
  return loneGroups.people.map((lone) => {
    const { groupId, personId } = lone;
    const group = groupName(lone.groupName, texts);
    const name = people.find(({ id }) => id === personId)?.name ?? '';
    const visit = { label: breakout.visitName(group), press: () => controls.visitGroup(groupId) };
    return {
      id: `alone ${groupId}`,
      kind: 'calm',
      text: breakout.alone(name, group),
      ...(canModerate && { buttons: [visit] }),
      dismiss: () => loneGroups.markSeen(lone),
    };
  });
}

/** One row for each group, with a button to visit it. */
function runningNotice(
  { controls, own }: SessionController,
  texts: Texts,
  { groups, endsAtMs, closingAtMs }: BreakoutView,
  { isMasked, canModerate }: Scene,
): NoticeView {
  const { breakout, notices } = texts;
  const rows = (isMasked ? [] : groups).map(({ id, name, members }) => ({
    title: name,
    text: members.length === 0 ? breakout.empty : membersText(members, texts),
    ...(canModerate && {
      button: { label: breakout.visit, name: breakout.visitName(name), press: () => controls.visitGroup(id) },
    }),
  }));
  const message = { label: breakout.messageShort, press: () => own.setPanel('people'), quiet: true };
  const end = { label: breakout.end, press: () => controls.endBreakout(), quiet: true };
  const buttons = canModerate ? [message, ...(closingAtMs === null ? [end] : [])] : [];
  const notice: NoticeView = { id: 'groups', kind: 'calm', text: breakout.running, rows, buttons };
  if (closingAtMs !== null) notice.countdown = { untilMs: closingAtMs, withTime: breakout.closingIn };
  else if (endsAtMs !== null) notice.countdown = { untilMs: endsAtMs, withTime: notices.breakoutLeft };
  return notice;
}
