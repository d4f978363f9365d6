/** Oracle for texts that are encrypted end to end: which form a room accepts, and that nobody gets a box of others. */
import assert from 'node:assert/strict';
import type { ReceivedSealedText } from '@hearthroom/sdk/protocol';
import { type Accepted, type RoomState, type Seat, viewOf } from '../../../../server/src/rooms/machine/index.ts';
import { isIn, seatBy, seatsIn } from '../history.ts';
import { boxFor, isTextEvent, type TextEvent } from '../player/sealed-texts.ts';
import type { Step } from '../world.ts';

export function checkSealed({ before, event }: Step, { state: after, effects }: Accepted): void {
  if (isTextEvent(event)) assert.ok(mayBeWritten(event, before), `${event.type} in a form that the room accepts`);
  for (const effect of effects) {
    if (effect.type !== 'deliver' && effect.type !== 'deliverLater') continue;
    const { method, params } = effect.notification;
    if (method !== 'hostMessage' && method !== 'previewText') continue;
    assert.ok(isTextEvent(event));
    assert.equal('sealed' in params, event.sealed !== undefined, 'what was sealed stays so');
    const receiver =
      effect.type === 'deliverLater'
        ? seatBy(before, effect.seatId)
        : seatsIn(before).find(({ connectionId }) => connectionId === effect.connectionId);
    assert.ok(receiver);
    if (params.sealed && event.sealed) checkOwnBox(params.sealed, receiver, event.sealed.items);
  }
  checkNotes(after);
}

/** Checks that a refusal was justified. */
export function checkFormRefused({ before, event, result }: Step): void {
  if (!isTextEvent(event) || !('rejected' in result)) return;
  const isAboutForm = result.rejected === 'e2ee-unsupported' || result.rejected === 'invalid-params';
  if (isAboutForm) assert.ok(!mayBeWritten(event, before), 'a text is refused only for a form that the room excludes');
}

function mayBeWritten(event: TextEvent, { settings }: RoomState): boolean {
  const isWithout =
    (event.type === 'requestHelp' && event.note === null) || (event.type === 'answerCheckIn' && event.value === null);
  const isEmpty = isWithout && !event.sealed;
  if (event.sealed) return settings.encryption !== 'off';
  return isEmpty || settings.encryption !== 'required';
}

/** The box for this person and their present stay, if their sender made one; never another one. */
function checkOwnBox(
  { secret }: ReceivedSealedText,
  receiver: Seat,
  items: readonly { to: string; stay: number }[],
): void {
  const { id } = receiver;
  // Of people who wait no stay is known, whether they were inside before or not.
  const present = isIn(receiver) ? receiver.admissions : 0;
  const isMade = items.some(({ to, stay }) => to === id && stay === present);
  assert.deepEqual(secret, isMade ? boxFor(id, present) : undefined, 'each gets their own box');
}

/** Of a note each viewer gets the box for themselves or none. */
function checkNotes(state: RoomState): void {
  for (const viewer of seatsIn(state)) {
    const view = viewer.connectionId === null ? null : viewOf(state, viewer.connectionId);
    if (view?.state !== 'admitted') continue;
    for (const { participantId, note, sealed } of view.room.help) {
      if (!sealed) continue;
      assert.deepEqual([sealed.from, note], [participantId, null]);
      if (sealed.secret) assert.deepEqual(sealed.secret, boxFor(viewer.id, viewer.admissions));
    }
  }
}
