/** Host requests about the session and people in it. */
import { requests } from '@hearthroom/sdk/protocol';
import { command } from './route.ts';

export const moderationRoutes = {
  remove: command(requests.remove, (actor, { participantId, ban = false, ...reason }) => ({
    type: 'remove',
    actor,
    seatId: participantId,
    ban,
    ...reason,
  })),
  mute: command(requests.mute, (actor, { participantId, source }) => ({
    type: 'mute',
    actor,
    seatId: participantId,
    source,
  })),
  askToUnmute: command(requests.askToUnmute, (actor, { participantId, source }) => ({
    type: 'askToUnmute',
    actor,
    seatId: participantId,
    source,
  })),
  lock: command(requests.lock, (actor) => ({ type: 'updateSettings', actor, patch: { locked: true } })),
  unlock: command(requests.unlock, (actor) => ({ type: 'updateSettings', actor, patch: { locked: false } })),
  openCircle: command(requests.openCircle, (actor) => ({ type: 'openCircle', actor })),
  cancelCircle: command(requests.cancelCircle, (actor) => ({ type: 'cancelCircle', actor })),
  setSpotlight: command(requests.setSpotlight, (actor, { participantId }) => ({
    type: 'setSpotlight',
    actor,
    seatId: participantId,
  })),
  extendRoom: command(requests.extendRoom, (actor, { minutes }) => ({ type: 'extend', actor, minutes })),
  undoExtension: command(requests.undoExtension, (actor) => ({ type: 'undoExtension', actor })),
  endRoom: command(requests.endRoom, (actor, { ...message }) => ({ type: 'end', actor, ...message })),
};
