import { admit, deny, messageWaiting } from './entry/admission.ts';
import { acceptAgreement, withdrawAgreement } from './entry/agreement.ts';
import { checkPasscode, connect, disconnect, leave } from './entry/connect.ts';
import { answerConsent, askConsent } from './entry/consent.ts';
import { markDepartureSeen } from './entry/departures.ts';
import { askToUnmute, end, mute, pardon, putInWaitingRoom, remove } from './entry/moderation.ts';
import { endBreakout, messageGroups, moveToGroup, startBreakout } from './group/breakout.ts';
import { sendChat } from './group/chat.ts';
import { answerCheckIn, endCheckIn, shareCheckIn, startCheckIn } from './group/check-in.ts';
import { cancelCircle, openCircle } from './group/circle.ts';
import { giveTurn, nextTurn, pauseGoRound, resumeGoRound, startGoRound, stopGoRound } from './group/go-round.ts';
import { answerHelp, closeHelp, requestHelp } from './group/help.ts';
import { answerMeeting } from './group/meeting.ts';
import { lowerHand, raiseHand, react, rename, setSpotlight } from './group/presence.ts';
import { closePreview, openPreview, sendPreviewText } from './group/preview.ts';
import { settlePlaces } from './group/settle-places.ts';
import { closeSideRoom, openSideRoom } from './group/side-room.ts';
import { undoTurn } from './group/turn-undo.ts';
import { type Draft, Rejection, reject } from './model/draft.ts';
import type { RoomEvent } from './model/events.ts';
import type { AdmitAnswer, Rejected, TransitionResult } from './model/results.ts';
import type { RoomState } from './model/types.ts';
import { updateSettings } from './settings.ts';
import { fireTimer, restart, settle, takeOver } from './settle.ts';
import { handleClockStep, moveTimes } from './time/clock-step.ts';
import { extend, undoExtension } from './time/extension.ts';

/**
 * One step of a room. Pure: never changes the given state; everything from outside (time, ids, hashes) is in the event.
 * @param now milliseconds since 1970. Goes back only by `clockStepped`, or from one process to the next. Any other
 *   value below the latest time in the state is replaced by that time.
 * @returns the next state with its effects, or the error code of the rule that rejected the event
 */
export function transition(state: RoomState, event: RoomEvent, now: number): TransitionResult {
  const draft = draftOf(state, event, now);
  try {
    // Ends groups whose time is over before the event is applied, even if their timer has not fired yet.
    settlePlaces(draft);
    const answer = apply(draft, event);
    settle(draft, state);
    draft.state.now = draft.now;
    return { state: draft.state, effects: draft.effects, ...answer };
  } catch (error) {
    if (error instanceof Rejection) return rejected(error);
    throw error;
  }
}

const rejected = ({ code, explanation }: Rejection): Rejected =>
  explanation === undefined ? { rejected: code } : { rejected: code, explanation };

function draftOf(before: RoomState, event: RoomEvent, now: number): Draft {
  const state = structuredClone(before);
  if (event.type === 'clockStepped') moveTimes(state, event.byMs);
  // The clock of the previous process was ahead: move the times in the state to this clock.
  const isNewProcess = event.type === 'restarted' || event.type === 'takenOver';
  if (isNewProcess && now < state.now) moveTimes(state, now - state.now);
  return { state, effects: [], now: Math.max(now, state.now) };
}

function apply(draft: Draft, event: RoomEvent): AdmitAnswer | undefined {
  if (event.type === 'connected') checkPasscode(draft.state, event);
  if (draft.state.phase === 'ended') refuseInEndedRoom(event);
  switch (event.type) {
    case 'connected':
      return void connect(draft, event);
    case 'disconnected':
      return void disconnect(draft, event.connectionId);
    case 'left':
      return void leave(draft, event);
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
    case 'extend':
      return void extend(draft, event);
    case 'undoExtension':
      return void undoExtension(draft, event);
    case 'acceptAgreement':
      return void acceptAgreement(draft, event);
    case 'withdrawAgreement':
      return void withdrawAgreement(draft, event);
    case 'openPreview':
      return void openPreview(draft, event);
    case 'closePreview':
      return void closePreview(draft, event);
    case 'answerMeeting':
      return void answerMeeting(draft, event);
    case 'sendPreviewText':
      return void sendPreviewText(draft, event);
    case 'openCircle':
      return void openCircle(draft, event);
    case 'cancelCircle':
      return void cancelCircle(draft, event);
    case 'askConsent':
      return void askConsent(draft, event);
    case 'answerConsent':
      return void answerConsent(draft, event);
    case 'requestHelp':
      return void requestHelp(draft, event);
    case 'closeHelp':
      return void closeHelp(draft, event);
    case 'answerHelp':
      return void answerHelp(draft, event);
    case 'markDepartureSeen':
      return void markDepartureSeen(draft, event);
    case 'openSideRoom':
      return void openSideRoom(draft, event);
    case 'closeSideRoom':
      return void closeSideRoom(draft, event);
    case 'raiseHand':
      return void raiseHand(draft, event);
    case 'lowerHand':
      return void lowerHand(draft, event);
    case 'react':
      return void react(draft, event);
    case 'rename':
      return void rename(draft, event);
    case 'setSpotlight':
      return void setSpotlight(draft, event);
    case 'startGoRound':
      return void startGoRound(draft, event);
    case 'nextTurn':
      return void nextTurn(draft, event);
    case 'pauseGoRound':
      return void pauseGoRound(draft, event);
    case 'resumeGoRound':
      return void resumeGoRound(draft, event);
    case 'stopGoRound':
      return void stopGoRound(draft, event);
    case 'giveTurn':
      return void giveTurn(draft, event);
    case 'undoTurn':
      return void undoTurn(draft, event);
    case 'startBreakout':
      return void startBreakout(draft, event);
    case 'moveToGroup':
      return void moveToGroup(draft, event);
    case 'messageGroups':
      return void messageGroups(draft, event);
    case 'endBreakout':
      return void endBreakout(draft, event);
    case 'startCheckIn':
      return void startCheckIn(draft, event);
    case 'shareCheckIn':
      return void shareCheckIn(draft, event);
    case 'answerCheckIn':
      return void answerCheckIn(draft, event);
    case 'endCheckIn':
      return void endCheckIn(draft, event);
    case 'sendChat':
      return void sendChat(draft, event);
    case 'timerFired':
      return void fireTimer(draft, event.name, event.epoch);
    case 'clockStepped':
      return void handleClockStep(draft);
    case 'restarted':
      return void restart(draft);
    case 'takenOver':
      return void takeOver(draft);
    default:
      return assertUnreachable(event);
  }
}

/** `ended` is terminal: no event changes it. */
function refuseInEndedRoom(event: RoomEvent): never {
  reject(event.type === 'timerFired' || event.type === 'disconnected' ? 'not-found' : 'room-ended');
}

function assertUnreachable(event: never): never {
  // Only the type: an event may contain names and texts.
  throw new Error(`unreachable event ${String((event as { type?: unknown }).type)}`);
}
