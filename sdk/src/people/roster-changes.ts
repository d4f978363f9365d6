/** The differences between two snapshots, in the order in which they are reported to the application. Pure. */
import { isEqual } from '../../protocol/equal.ts';
import type { Participant, Place, Snapshot, WaitingEntry } from '../../protocol/messages/messages.ts';

export interface ListChanges<T> {
  removed: T[];
  updated: T[];
  added: T[];
}

export interface RosterChanges {
  participants: ListChanges<Participant>;
  waiting: ListChanges<WaitingEntry>;
  /** The room's view, or this client's name, role, grants or place. */
  room: boolean;
  place: boolean;
  isPutBack: boolean;
}

const group: Place = { kind: 'group' };

const participantsOf = (snapshot: Snapshot | null): readonly Participant[] =>
  snapshot?.state === 'admitted' ? snapshot.participants : [];

export const waitingOf = (snapshot: Snapshot | null): readonly WaitingEntry[] =>
  snapshot?.state === 'admitted' ? (snapshot.waiting ?? []) : [];

/** The place of this client; the group as long as nothing else is known. */
export const placeOf = (snapshot: Snapshot | null): Place => snapshot?.self.place ?? group;

/** Whether this client may exchange media with anybody: in the group, or with one host while waiting. */
export const sharingOf = ({ state, self }: Snapshot): 'on' | 'off' =>
  state === 'admitted' || self.place.kind === 'preview' ? 'on' : 'off';

/** The other person in this client's preview; null without one. */
export function previewedOf(snapshot: Snapshot | null): Participant | null {
  const place = placeOf(snapshot);
  if (place.kind !== 'preview') return null;
  const { participantId: id } = place;
  const entry = waitingOf(snapshot).find((one) => one.id === id && !one.secondDevice);
  const { e2ee, stay } = entry ?? place;
  return {
    id,
    name: entry?.name ?? place.name ?? '',
    role: entry?.role ?? (snapshot?.state === 'waiting' ? 'therapist' : 'client'),
    connection: entry?.connection === 'dropped' ? 'reconnecting' : 'connected',
    away: false,
    ...(entry?.label !== undefined && { label: entry.label }),
    ...(e2ee && { e2ee }),
    ...(stay !== undefined && { stay }),
  };
}

export function compareSnapshots(before: Snapshot | null, after: Snapshot | null): RosterChanges {
  return {
    participants: compareLists(participantsOf(before), participantsOf(after), ({ id }) => id),
    waiting: compareLists(waitingOf(before), waitingOf(after), ({ id, epoch }) => `${id} ${epoch}`),
    room: !isEqual(before?.room, after?.room) || !isEqual(before?.self, after?.self),
    place: !isEqual(placeOf(before), placeOf(after)),
    isPutBack: before?.state === 'admitted' && after?.state === 'waiting',
  };
}

function compareLists<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): ListChanges<T> {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const kept = new Set(after.map(keyOf));
  return {
    removed: before.filter((item) => !kept.has(keyOf(item))),
    updated: after.filter((item) => {
      const previous = old.get(keyOf(item));
      return previous !== undefined && !isEqual(previous, item);
    }),
    added: after.filter((item) => !old.has(keyOf(item))),
  };
}
