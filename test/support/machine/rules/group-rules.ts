/** Oracle for actions in the group: passcode, agreement, rounds, hands, help, names, the end, attendance. */
import assert from 'node:assert/strict';
import type { Snapshot } from '@hearthroom/sdk/protocol';
import { type Accepted, attendanceOf, type RoomState, type Seat } from '../../../../server/src/rooms/machine/index.ts';
import type { GroupBook } from '../books/group-book.ts';
import type { PlaceBook } from '../books/place-book.ts';
import type { RoundBook } from '../books/round-book.ts';
import { type History, holdsHostGrants, isIn, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';
import { maySee } from './places-rules.ts';

/** Checked before anything else: the refusal is the same in every state of the room, also after its end. */
export function checkPasscode({ before, event, result }: Step, history: History): void {
  if (event.type !== 'connected') return;
  const refusal = 'rejected' in result ? result.rejected : null;
  const seat = seatsIn(before).find(({ claims }) => claims.sub === event.claims.sub);
  const isAsked =
    event.passcode !== 'right' && !(seat && (history.proves(seat, event) || history.provesDevice(seat, event)));
  const expected = event.passcode === 'wrong' ? 'passcode-wrong' : 'passcode-required';
  if (isAsked) assert.equal(refusal, expected, 'nobody connects without the passcode');
  else assert.ok(!refusal?.startsWith('passcode'), 'a person who has it, or proves to be who was here, is not asked');
}

/** @param group as it is after the step */
export function checkGroup(step: Step, { state }: Accepted, group: GroupBook): void {
  checkAgreement(step, state, group);
  checkShows(state, group);
  checkEnd(step, state, group);
  checkAttendance(state, group);
}

function checkAgreement({ before }: Step, after: RoomState, group: GroupBook): void {
  const version = after.settings.agreement?.version;
  for (const seat of seatsIn(after)) {
    assert.equal(seat.acceptedAgreement, group.accepted.get(seat.id) ?? null, 'who accepted what is what they did');
    const previous = seatBy(before, seat.id);
    const cameIn = isIn(seat) && (!isIn(previous) || (holdsHostGrants(previous) && !holdsHostGrants(seat)));
    if (!cameIn || holdsHostGrants(seat) || version === undefined) continue;
    assert.equal(group.accepted.get(seat.id), version, 'nobody but a host is let in without the agreement of now');
  }
}

function checkShows(after: RoomState, group: GroupBook): void {
  const raised = seatsIn(after).filter(({ handRaised }) => handRaised !== null);
  const inOrder = raised.toSorted((a, b) => (a.handRaised ?? 0) - (b.handRaised ?? 0)).map(({ id }) => id);
  assert.deepEqual(inOrder, group.hands, 'hands stand in the order in which they were raised');
  assert.equal(after.spotlightId, group.spotlight);
  for (const seat of seatsIn(after)) {
    assert.equal(seat.help?.since, group.asking.get(seat.id), 'help is asked for by clients inside');
    assert.equal(seat.renamedTo, group.names.get(seat.id) ?? null, 'names are given by their bearers');
  }
}

function checkEnd({ before, event }: Step, after: RoomState, group: GroupBook): void {
  const end = group.endsAt(after);
  if (event.type === 'extend' && after.settings.closesAt !== before.settings.closesAt) {
    assert.equal(end, group.madeEnd, 'an end that was not set is set from now');
  }
  if (after.phase !== 'ended') {
    assert.ok((end ?? Infinity) > after.now, 'the session ends at its time');
    assert.equal(after.timers.closes?.dueAt, end ?? undefined);
    for (const [key, state] of group.warnings) {
      const [of = '', minutes] = key.split(' ');
      const isOfThisEnd = Number(of) === end && after.settings.endWarningsMinutes.includes(Number(minutes));
      const isMissed = isOfThisEnd && state === 'ahead' && Number(of) - Number(minutes) * 60_000 < after.now;
      assert.ok(!isMissed, 'no warning is left out');
    }
  } else if (after.endedBy === 'closes-at') assert.ok((end ?? Infinity) <= after.now, 'and not before');
}

function checkAttendance(after: RoomState, group: GroupBook): void {
  const records = new Map(attendanceOf(after).map((record) => [record.seatId, record]));
  assert.equal(records.size, group.stays.size, 'everybody who was ever there, and nobody else');
  for (const [id, { first, last, ms, since }] of group.stays) {
    const record = records.get(id);
    const presentMs = ms + (since === null ? 0 : after.now - since);
    const lastLeftAt = since === null ? last : null;
    assert.deepEqual(record, { seatId: id, role: record?.role, firstAdmittedAt: first, lastLeftAt, presentMs });
  }
}

/** Checks what an admitted participant is shown of it. */
export function checkGroupInView(
  after: RoomState,
  viewer: Seat,
  view: Snapshot | null,
  { group, places, rounds }: { group: GroupBook; places: PlaceBook; rounds: RoundBook },
): void {
  if (view?.state !== 'admitted') return;
  const { room } = view;
  const sees = (id: string) => {
    const other = seatBy(after, id);
    return other !== undefined && maySee(viewer, other, places);
  };
  assert.deepEqual(room.hands, group.hands.filter(sees), 'hands of those who are seen');
  assert.equal(room.spotlightId, group.spotlight !== null && sees(group.spotlight) ? group.spotlight : null);
  assert.equal(room.endsAt, group.endsAt(after));
  const asked = room.help.map(({ participantId }) => participantId).sort();
  const askers = [...group.asking.keys()].filter((id) => id === viewer.id || holdsHostGrants(viewer));
  assert.deepEqual(asked, askers.sort(), 'hosts see who asks for help, the others themselves');
  rounds.checkView(after, viewer, room, places, sees);
  const { agreement } = after.settings;
  const accepted = holdsHostGrants(viewer) || group.accepted.get(viewer.id) === agreement?.version;
  assert.deepEqual(room.agreement, agreement && { ...agreement, accepted });
}
