/** Room records for tests of the store, made by the machine as in the server. */
import { defaultRoomSettings, roleDefaults } from '@hearthroom/sdk/protocol';
import { createRoomState, transition } from '../../../../server/src/rooms/machine/index.ts';
import type { RoomRecord } from '../../../../server/src/rooms/ports.ts';

export function makeRecord(id: string, createdAt = 1_790_000_000_000.25): RoomRecord {
  const state = createRoomState({ roomId: id, settings: defaultRoomSettings, now: createdAt });
  return {
    id,
    createdFrom: `hash of ${id}`,
    version: 1,
    revision: 1,
    state,
    region: null,
    createdAt,
    updatedAt: createdAt,
  };
}

/** The room with one additional participant, who waits. */
export function withSomebody(record: RoomRecord, name: string): RoomRecord {
  const event = {
    type: 'connected',
    connectionId: `c-${name}`,
    newSeatId: `p-${name}`,
    resumeHash: 'hash',
    presentedResumeHash: null,
    passcode: 'right',
    e2ee: null,
    claims: { sub: `sub-${name}`, name, label: `label of ${name}`, role: 'client', ...roleDefaults.client },
  } as const;
  const result = transition(record.state, event, record.state.now + 1);
  if ('rejected' in result) throw new Error(result.rejected);
  return { ...record, revision: record.revision + 1, state: result.state };
}

/** The room after its end, as the server stores it: without participants. */
export function asEnded(record: RoomRecord): RoomRecord {
  return { ...record, state: { ...record.state, phase: 'ended', endedBy: 'api', seats: {} } };
}
