/** What was acknowledged is in a stored version, and in the audit log; and the audit log is whole. */
import type { AnsweredRequest, AuditEntryRead, Decision, History, RoomVersion } from '../history.ts';
import { clockErrorMs, nodeClockErrorMs } from '../limits.ts';
import { versionsWithin } from '../versions-of-room.ts';

export function problemsOfDecisions({ versions, audit, requests }: History): string[] {
  const rooms = Map.groupBy(versions, ({ room }) => room);
  const acknowledged = requests.filter(({ outcome, decision }) => outcome === 'acknowledged' && decision !== null);
  return [
    ...(audit?.problems ?? ['the audit log could not be read']).map((problem) => `audit log: ${problem}`),
    ...acknowledged.flatMap((request) => problemsOfState(request, rooms.get(request.room ?? '') ?? [])),
    ...(audit ? acknowledged.flatMap((request) => problemsOfAudit(request, audit.entries)) : []),
  ];
}

function problemsOfState({ room, decision, startedAt, endedAt }: AnsweredRequest, versions: RoomVersion[]): string[] {
  if (!decision || decision.type === 'revoke') return [];
  const there = versionsWithin(versions, startedAt - clockErrorMs, endedAt + clockErrorMs);
  return partsOf(decision)
    .filter((part) => !there.some((version) => shows(version, part)))
    .map((part) => `${room}: ${nameOf(part)} was acknowledged, and no stored state shows it`);
}

function problemsOfAudit(request: AnsweredRequest, entries: readonly AuditEntryRead[]): string[] {
  const { room, decision, startedAt, endedAt } = request;
  if (!decision) return [];
  const isThen = ({ at }: AuditEntryRead): boolean =>
    at >= startedAt - nodeClockErrorMs && at <= endedAt + nodeClockErrorMs;
  return partsOf(decision).flatMap((part) =>
    entriesFor(part)
      .filter(
        (names) =>
          !entries.some((one) => one.room === room && names.includes(one.what) && isOf(part, one) && isThen(one)),
      )
      .map(([name]) => `${room}: ${nameOf(part)} was acknowledged, and the audit log has no ${name} of it`),
  );
}

/** One for each seat. */
const partsOf = (decision: Decision): Decision[] =>
  'seats' in decision ? decision.seats.map((seat) => ({ ...decision, seats: [seat] })) : [decision];

const nameOf = (part: Decision): string => ('seats' in part ? `${part.type} of ${part.seats[0]}` : part.type);

const isOf = (part: Decision, { seat }: AuditEntryRead): boolean => !('seats' in part) || part.seats[0] === seat;

function shows({ seats, phase, title, isDeleted }: RoomVersion, part: Decision): boolean {
  const seat = 'seats' in part ? seats[part.seats[0] ?? ''] : undefined;
  switch (part.type) {
    case 'admit':
      return seat?.state === 'admitted' || seat?.state === 'suspended';
    case 'put-back':
      return seat?.state === 'waiting';
    case 'remove':
      return seat?.state === 'removed' && (seat.banned || !part.ban);
    case 'deny':
      return seat?.state === 'denied' && (seat.banned || !part.ban);
    case 'title':
      return title === part.title;
    case 'end':
      return phase === 'ended';
    case 'create':
      return !isDeleted;
    case 'revoke':
      return true;
  }
}

/** Each of these entries has to be there, by one of its names. */
function entriesFor(part: Decision): string[][] {
  switch (part.type) {
    case 'admit':
      return [['seat.admitted', 'device.admitted']];
    case 'put-back':
      return [['seat.waiting']];
    case 'remove':
    case 'deny':
      return [[part.type === 'remove' ? 'seat.removed' : 'seat.denied'], ...(part.ban ? [['seat.banned']] : [])];
    case 'title':
      return [['room.changed']];
    case 'end':
      return [['room.ended']];
    case 'revoke':
      return [['revocation.added']];
    case 'create':
      return [];
  }
}
