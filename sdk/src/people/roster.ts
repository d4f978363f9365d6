/**
 * The state that this client knows, as data: the protocol's snapshot and the changes to it. Pure: each function returns the
 * changed snapshot, or the same object when nothing changes.
 */
import type {
  AdmittedSnapshot,
  Participant,
  Self,
  Snapshot,
  WaitingEntry,
  WaitingSnapshot,
} from '../../protocol/messages/messages.ts';

export const withSelf = (snapshot: Snapshot, self: Self): Snapshot => ({ ...snapshot, self });

type AnyRoom = Snapshot['room'];

const isAdmittedRoom = (room: AnyRoom): room is AdmittedSnapshot['room'] => 'phase' in room;

/**
 * Ignores a view of the other kind: it belongs to a state that this client has left or not yet entered, whose snapshot
 * brings it.
 */
export function withRoom(snapshot: Snapshot, room: AnyRoom): Snapshot {
  if (snapshot.state === 'admitted') return isAdmittedRoom(room) ? { ...snapshot, room } : snapshot;
  return isAdmittedRoom(room) ? snapshot : withWaitingRoom(snapshot, room);
}

function withWaitingRoom(snapshot: WaitingSnapshot, room: WaitingSnapshot['room']): Snapshot {
  return { ...snapshot, room };
}

/** Replaces the equal item, or appends. */
function put<T>(list: readonly T[], item: T, isSame: (other: T) => boolean): T[] {
  const index = list.findIndex(isSame);
  return index === -1 ? [...list, item] : list.with(index, item);
}

export function withParticipant(snapshot: Snapshot, participant: Participant): Snapshot {
  if (snapshot.state !== 'admitted') return snapshot;
  const participants = put(snapshot.participants, participant, ({ id }) => id === participant.id);
  return { ...snapshot, participants };
}

export function withoutParticipant(snapshot: Snapshot, participantId: string): Snapshot {
  if (snapshot.state !== 'admitted') return snapshot;
  return { ...snapshot, participants: snapshot.participants.filter(({ id }) => id !== participantId) };
}

/**
 * One person may have two waits: their own and a second device. A newer wait replaces the older one of the same kind.
 */
export function withWaiting(snapshot: Snapshot, entry: WaitingEntry): Snapshot {
  if (snapshot.state !== 'admitted') return snapshot;
  const others = (snapshot.waiting ?? []).filter(
    ({ id, secondDevice }) => id !== entry.id || secondDevice !== entry.secondDevice,
  );
  return { ...snapshot, waiting: [...others, entry].sort(byWaitingSince) };
}

/** The server's order. */
const byWaitingSince = (one: WaitingEntry, other: WaitingEntry): number =>
  one.waitingSince - other.waitingSince || compareText(one.id, other.id) || one.epoch - other.epoch;

/** By code units, independent of the locale. */
const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Removes only the wait with this epoch, not one that replaced it. */
export function withoutWaiting(snapshot: Snapshot, participantId: string, epoch: number): Snapshot {
  if (snapshot.state !== 'admitted' || snapshot.waiting === undefined) return snapshot;
  const waiting = snapshot.waiting.filter((entry) => entry.id !== participantId || entry.epoch !== epoch);
  return { ...snapshot, waiting };
}

/** Each note that is not encrypted is replaced by one that can't be read, as texts are: it may be anybody's. */
export function withoutPlainNotes(snapshot: Snapshot): Snapshot {
  if (snapshot.state !== 'admitted') return snapshot;
  const help = snapshot.room.help.map((request) =>
    request.sealed || request.note === null ? request : { ...request, note: null, unreadable: true },
  );
  return { ...snapshot, room: { ...snapshot.room, help } };
}
