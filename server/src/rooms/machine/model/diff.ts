/** Notifications as the difference between two snapshots of one connection. */
import {
  type AdmittedSnapshot,
  isEqual,
  type Notification,
  type Participant,
  type Snapshot,
  type WaitingEntry,
} from '@hearthroom/sdk/protocol';

/**
 * Applied in this order, the notifications turn `before` into `after`: new participants are added at the end of the
 * roster, waiting entries are ordered by `waitingSince` and then `id`.
 * @returns the notifications for a connection that knew `before` and may now know `after`; none if either is null
 */
export function diffViews(before: Snapshot | null, after: Snapshot | null): Notification[] {
  if (!after || !before) return [];
  if (kindOf(before) !== kindOf(after) || !joinsComeLast(before, after)) {
    return [{ method: 'snapshotReplaced', params: { snapshot: after } }];
  }
  const news: Notification[] = [];
  if (differs(before.self, after.self)) news.push({ method: 'selfUpdated', params: { self: after.self } });
  if (differs(before.room, after.room)) news.push({ method: 'roomUpdated', params: { room: after.room } });
  if (before.state === 'admitted' && after.state === 'admitted') {
    news.push(...diffParticipants(before.participants, after.participants), ...diffWaiting(before, after));
  }
  return news;
}

/**
 * Snapshots of different kinds are not compared. Gaining or losing access to the waiting room is a change of kind too.
 */
const kindOf = (view: Snapshot): string => (view.state === 'admitted' && view.waiting ? 'host' : view.state);

/**
 * New participants are usually last in the roster. When the circle opens, people who were there all the time appear, at
 * their own positions, which `participantJoined` cannot express.
 */
function joinsComeLast(before: Snapshot, after: Snapshot): boolean {
  if (before.state !== 'admitted' || after.state !== 'admitted') return true;
  const known = new Set(before.participants.map(({ id }) => id));
  const firstNew = after.participants.findIndex(({ id }) => !known.has(id));
  return firstNew === -1 || after.participants.slice(firstNew).every(({ id }) => !known.has(id));
}

const differs = (a: unknown, b: unknown): boolean => !isEqual(a, b);

function diffParticipants(before: Participant[], after: Participant[]): Notification[] {
  const known = new Map(before.map((participant) => [participant.id, participant]));
  const news: Notification[] = [];
  for (const participant of after) {
    const previous = known.get(participant.id);
    known.delete(participant.id);
    if (!previous) news.push({ method: 'participantJoined', params: { participant } });
    else if (differs(previous, participant)) news.push({ method: 'participantUpdated', params: { participant } });
  }
  const gone: Notification[] = [...known.keys()].map((participantId) => ({
    method: 'participantLeft',
    params: { participantId },
  }));
  return [...gone, ...news];
}

const keyOf = (entry: WaitingEntry): string => `${entry.id} ${entry.secondDevice}`;

/** An entry with another number is an update: the same person waits again. */
function diffWaiting(before: AdmittedSnapshot, after: AdmittedSnapshot): Notification[] {
  const known = new Map((before.waiting ?? []).map((entry) => [keyOf(entry), entry]));
  const news: Notification[] = [];
  for (const entry of after.waiting ?? []) {
    const previous = known.get(keyOf(entry));
    known.delete(keyOf(entry));
    if (!previous) news.push({ method: 'waitingAdded', params: { entry } });
    else if (differs(previous, entry)) news.push({ method: 'waitingUpdated', params: { entry } });
  }
  const gone: Notification[] = [...known.values()].map(({ id, epoch }) => ({
    method: 'waitingRemoved',
    params: { participantId: id, epoch },
  }));
  return [...gone, ...news];
}
