/** Requests about the work of the group: chat, hands, rounds, breakout groups. */
import { MintToken, type Params, requests } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import { newId } from '../../core/secrets/random.ts';
import type { ChatAudience } from '../../rooms/machine/index.ts';
import { actorOf, command, createCheck, route } from './route.ts';
import { writtenIn } from './written.ts';

/** The default, so that everybody has time to finish a sentence. */
const defaultCountdownSeconds = 30;

/**
 * A name that people give themselves follows the rules for names in tokens: visible, and without misleading characters.
 */
const checkName = createCheck(MintToken.properties.name);

function audienceOf({ to, participantId }: Params<'sendChat'>): ChatAudience {
  if ((to === 'participant') !== (participantId !== undefined)) {
    throw new AppError(
      'invalid-params',
      '/participantId is required in a message to one participant, and not allowed in other messages',
    );
  }
  return to === 'participant' && participantId !== undefined
    ? { kind: to, seatId: participantId }
    : { kind: to === 'hosts' ? 'hosts' : 'group' };
}

export const groupWorkRoutes = {
  sendChat: route(requests.sendChat, async (caller, params) => {
    const event = {
      type: 'sendChat',
      actor: actorOf(caller),
      to: audienceOf(params),
      ...writtenIn(params),
      ...(params.seen && { seen: params.seen }),
    } as const;
    return { seq: await caller.room.sendChat(event) };
  }),
  raiseHand: command(requests.raiseHand, (actor) => ({ type: 'raiseHand', actor })),
  lowerHand: command(requests.lowerHand, (actor, { participantId = null }) => ({
    type: 'lowerHand',
    actor,
    seatId: participantId,
  })),
  react: command(requests.react, (actor, { reaction }) => ({ type: 'react', actor, reaction })),
  rename: command(requests.rename, (actor, { name }) => ({ type: 'rename', actor, name: checkName(name) })),

  startGoRound: command(
    requests.startGoRound,
    (actor, { order = null, secondsPerPerson = null, muteOthers = false }) => ({
      type: 'startGoRound',
      actor,
      order,
      secondsPerPerson,
      muteOthers,
    }),
  ),
  nextTurn: command(requests.nextTurn, (actor) => ({ type: 'nextTurn', actor })),
  pauseGoRound: command(requests.pauseGoRound, (actor) => ({ type: 'pauseGoRound', actor })),
  resumeGoRound: command(requests.resumeGoRound, (actor) => ({ type: 'resumeGoRound', actor })),
  stopGoRound: command(requests.stopGoRound, (actor) => ({ type: 'stopGoRound', actor })),
  giveTurn: command(requests.giveTurn, (actor, { participantId = null, when }) => ({
    type: 'giveTurn',
    actor,
    seatId: participantId,
    when,
  })),
  undoTurn: command(requests.undoTurn, (actor) => ({ type: 'undoTurn', actor })),

  startBreakout: command(requests.startBreakout, (actor, { groups, seconds = null }) => ({
    type: 'startBreakout',
    actor,
    groups: groups.map(({ name, participantIds }) => ({ id: newId('g'), name, seatIds: participantIds })),
    seconds,
  })),
  moveToGroup: command(requests.moveToGroup, (actor, { participantId = actor.seatId, groupId }) => ({
    type: 'moveToGroup',
    actor,
    seatId: participantId,
    groupId,
  })),
  messageGroups: command(requests.messageGroups, (actor, params) => ({
    type: 'messageGroups',
    actor,
    ...writtenIn(params),
  })),
  endBreakout: command(requests.endBreakout, (actor, { countdownSeconds = defaultCountdownSeconds }) => ({
    type: 'endBreakout',
    actor,
    countdownMs: countdownSeconds * 1_000,
  })),
};
