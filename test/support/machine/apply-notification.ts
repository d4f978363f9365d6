/** A minimal client: computes what it knows after a notification from what it knew before. */
import assert from 'node:assert/strict';
import type { AdmittedSnapshot, Notification, Snapshot, WaitingEntry } from '@hearthroom/sdk/protocol';

/** What a waiting client is told besides its own waiting room: words of a host, and what is written in an open preview. */
const aloneWithHost: ReadonlySet<string> = new Set(['messageToWaiting', 'previewText']);

/**
 * @returns the new snapshot; notifications without state return it unchanged. Throws if the notification contradicts
 *   the snapshot.
 */
export function applyNotification(known: Snapshot, news: Notification): Snapshot {
  if (news.method === 'snapshotReplaced') return news.params.snapshot;
  if (news.method === 'selfUpdated') return { ...known, self: news.params.self };
  if (news.method === 'roomUpdated') return withRoom(known, news.params.room);
  if (known.state !== 'admitted') {
    assert.ok(aloneWithHost.has(news.method), `a waiting client is told of nobody: ${news.method}`);
    return known;
  }
  return applyToGroup(known, news);
}

function withRoom(known: Snapshot, room: Snapshot['room']): Snapshot {
  if (known.state === 'admitted' && 'phase' in room) return { ...known, room };
  if (known.state === 'waiting' && !('phase' in room)) return { ...known, room };
  throw new Error('a room view of the wrong kind');
}

function applyToGroup(known: AdmittedSnapshot, news: Notification): AdmittedSnapshot {
  const { participants } = known;
  switch (news.method) {
    case 'participantJoined':
      assert.ok(!participants.some(({ id }) => id === news.params.participant.id), 'nobody joins twice');
      return { ...known, participants: [...participants, news.params.participant] };
    case 'participantUpdated':
      return { ...known, participants: replaceOne(participants, news.params.participant, (one) => one.id) };
    case 'participantLeft':
      return { ...known, participants: takeOne(participants, (one) => one.id === news.params.participantId) };
    default:
      return applyToQueue(known, news);
  }
}

function applyToQueue(known: AdmittedSnapshot, news: Notification): AdmittedSnapshot {
  const queue = known.waiting;
  switch (news.method) {
    case 'waitingAdded':
      assert.ok(queue, 'only a host is told who waits');
      return { ...known, waiting: inOrder([...queue, news.params.entry]) };
    case 'waitingUpdated':
      assert.ok(queue, 'only a host is told who waits');
      return {
        ...known,
        waiting: inOrder(replaceOne(queue, news.params.entry, (one) => `${one.id} ${one.secondDevice}`)),
      };
    case 'waitingRemoved': {
      assert.ok(queue, 'only a host is told who waits');
      const { participantId, epoch } = news.params;
      return { ...known, waiting: takeOne(queue, (one) => one.id === participantId && one.epoch === epoch) };
    }
    default:
      return known;
  }
}

/** Sorts entries as a client can, by the data in each entry. */
function inOrder(queue: WaitingEntry[]): WaitingEntry[] {
  return queue.toSorted(
    (a, b) => a.waitingSince - b.waitingSince || (a.id < b.id ? -1 : Number(a.id > b.id)) || a.epoch - b.epoch,
  );
}

function replaceOne<T>(list: T[], next: T, keyOf: (one: T) => string): T[] {
  assert.equal(list.filter((one) => keyOf(one) === keyOf(next)).length, 1, 'an update is of somebody known');
  return list.map((one) => (keyOf(one) === keyOf(next) ? next : one));
}

function takeOne<T>(list: T[], isGone: (one: T) => boolean): T[] {
  const rest = list.filter((one) => !isGone(one));
  assert.equal(rest.length, list.length - 1, 'exactly one is gone');
  return rest;
}
