import { admit, deny, messageWaiting } from './admission.ts';
import { connect, disconnect, leave } from './connect.ts';
import { type Draft, Rejection, reject } from './draft.ts';
import { askToUnmute, end, mute, pardon, putInWaitingRoom, remove } from './moderation.ts';
import { updateSettings } from './settings.ts';
import { fireTimer, restart, settle } from './settle.ts';
import type { Accepted, RoomEvent, RoomState, TransitionResult } from './types.ts';

/**
 * One step of a room. Pure: the state given is never changed, and everything that came from outside (time, ids, hashes) is
 * in the event.
 * @param now milliseconds since 1970 on a clock that never goes back; a smaller one than the state has seen counts as that
 * @returns the next state with what is to be done, or the code of the rule that refused
 */
export function transition(state: RoomState, event: RoomEvent, now: number): TransitionResult {
  const draft: Draft = { state: structuredClone(state), effects: [], now: Math.max(now, state.now) };
  try {
    const answer = apply(draft, event);
    settle(draft);
    draft.state.now = draft.now;
    return { state: draft.state, effects: draft.effects, ...answer };
  } catch (error) {
    if (error instanceof Rejection) return { rejected: error.code };
    throw error;
  }
}

function apply(draft: Draft, event: RoomEvent): Pick<Accepted, 'admitted' | 'skipped'> | undefined {
  if (draft.state.phase === 'ended') refuseInEndedRoom(event);
  switch (event.type) {
    case 'connected':
      return void connect(draft, event);
    case 'disconnected':
      return void disconnect(draft, event.connectionId);
    case 'left':
      return void leave(draft, event.connectionId);
    case 'admit':
      return admit(draft, event);
    case 'deny':
      return void deny(draft, event);
    case 'putInWaitingRoom':
      return void putInWaitingRoom(draft, event);
    case 'remove':
      return void remove(draft, event);
    case 'pardon':
      return void pardon(draft, event);
    case 'messageWaiting':
      return void messageWaiting(draft, event);
    case 'mute':
      return void mute(draft, event);
    case 'askToUnmute':
      return void askToUnmute(draft, event);
    case 'updateSettings':
      return void updateSettings(draft, event);
    case 'end':
      return void end(draft, event);
    case 'timerFired':
      return void fireTimer(draft, event.name, event.epoch);
    case 'restarted':
      return void restart(draft);
    default:
      return assertUnreachable(event);
  }
}

/** `ended` is terminal: no event changes it. */
function refuseInEndedRoom(event: RoomEvent): never {
  reject(event.type === 'timerFired' || event.type === 'disconnected' ? 'not-found' : 'room-ended');
}

function assertUnreachable(event: never): never {
  // Its type alone: an event may hold names and texts.
  throw new Error(`unreachable event ${String((event as { type?: unknown }).type)}`);
}
