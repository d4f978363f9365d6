/** Requests between a client and the hosts that the group does not see. */
import { requests } from '@hearthroom/sdk/protocol';
import { command } from './route.ts';
import { noteIn, writtenIn } from './written.ts';

export const safetyRoutes = {
  requestHelp: command(requests.requestHelp, (actor, params) => ({ type: 'requestHelp', actor, ...noteIn(params) })),
  markDepartureSeen: command(requests.markDepartureSeen, (actor, { participantId }) => ({
    type: 'markDepartureSeen',
    actor,
    seatId: participantId,
  })),
  closeHelp: command(requests.closeHelp, (actor, { participantId = null }) => ({
    type: 'closeHelp',
    actor,
    seatId: participantId,
  })),
  answerHelp: command(requests.answerHelp, (actor, { participantId, ...text }) => ({
    type: 'answerHelp',
    actor,
    seatId: participantId,
    ...writtenIn(text),
  })),
  openSideRoom: command(requests.openSideRoom, (actor, { participantId }) => ({
    type: 'openSideRoom',
    actor,
    seatId: participantId,
  })),
  closeSideRoom: command(requests.closeSideRoom, (actor) => ({ type: 'closeSideRoom', actor })),
};
