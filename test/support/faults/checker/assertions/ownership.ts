/** Each version of a room is written by its one owner on the one before it, and its end of the audit log is in the log. */
import type { History, RoomVersion } from '../history.ts';
import { byRoom } from '../versions-of-room.ts';

export function problemsOfOwnership({ versions, audit }: History): string[] {
  const ends = new Map(
    (audit?.entries ?? []).flatMap(({ chain }) => (chain ? [[`${chain.id} ${chain.seq}`, chain.hash] as const] : [])),
  );
  return byRoom(versions).flatMap(([room, ofRoom]) => [
    ...problemsOfOwners(room, ofRoom),
    ...ofRoom.flatMap((version, index) => problemsOfStep(ofRoom[index - 1], version)),
    ...(audit ? ofRoom.flatMap((version) => problemsOfChain(version, ends)) : []),
  ]);
}

function problemsOfOwners(room: string, versions: readonly RoomVersion[]): string[] {
  const problems: string[] = [];
  let owners = new Map<number, string | null>();
  for (const { epoch, owner, adopted, isDeleted } of versions) {
    if (isDeleted) owners = new Map();
    if (isDeleted || !adopted) continue;
    if ((owners.get(epoch) ?? owner) !== owner) problems.push(`${room}: epoch ${epoch} has two owners`);
    owners.set(epoch, owner);
  }
  return problems;
}

function problemsOfStep(before: RoomVersion | undefined, version: RoomVersion): string[] {
  if (!before || before.isDeleted || version.isDeleted) return [];
  const { room, epoch, revision, owner } = version;
  const problems: string[] = [];
  const say = (what: string): void => void problems.push(`${room}: ${what}`);
  if (epoch < before.epoch) say(`epoch ${epoch} follows ${before.epoch}`);
  if (revision < before.revision) say(`revision ${revision} follows ${before.revision}`);
  const isSameRevision = revision === before.revision;
  if (isSameRevision && version.stateHash !== before.stateHash) say(`revision ${revision} has two states`);
  if (isSameRevision && version.chainSeq !== before.chainSeq) say(`revision ${revision} has two ends of the audit log`);
  if (version.chainSeq < before.chainSeq) say(`entry ${version.chainSeq} of the audit log follows ${before.chainSeq}`);
  if (version.lastEvent < before.lastEvent) say(`webhook ${version.lastEvent} follows ${before.lastEvent}`);
  if (isSameRevision && version.stateHash === before.stateHash) return problems;
  if (owner !== before.owner || epoch !== before.epoch || !before.adopted)
    say(`revision ${revision} was not written by the owner of ${before.revision}`);
  if (version.writer !== null && version.writer !== version.ownerName)
    say(`revision ${revision} was written by ${version.writer}, but ${version.ownerName ?? 'no node'} owns it`);
  return problems;
}

function problemsOfChain({ room, revision, chainSeq, chainHash }: RoomVersion, ends: Map<string, string>): string[] {
  if (chainSeq === 0) return [];
  const hash = ends.get(`${room} ${chainSeq}`);
  if (hash === undefined) return [`${room}: entry ${chainSeq} of revision ${revision} is not in the audit log`];
  return hash === chainHash ? [] : [`${room}: entry ${chainSeq} of the audit log is not that of revision ${revision}`];
}
