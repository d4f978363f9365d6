import t from 'tap';
import type { LeaseState } from '../../../../server/src/cluster/lease.ts';
import { RoomPlacement } from '../../../../server/src/cluster/room-placement.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { OwnershipLost } from '../../../../server/src/rooms/ports.ts';

/** A placement of a node with these rooms, and how many people are in each. */
function placementOf(occupants: Map<string, number>) {
  const observer = new ServerObserver();
  const failures: string[] = [];
  observer.on('storeFailed', ({ roomId }) => failures.push(roomId));
  const reserved: [roomId: string, load: number][] = [];
  const state = { lease: 'valid' as LeaseState, failing: new Map<string, () => Error>() };
  const placement = new RoomPlacement({
    ownership: {
      leastLoaded: async () => 'own',
      place: async () => 'own',
      reserveWithNextSave: () => {},
      give: async () => true,
      reserve: async (roomId, load) => {
        const failure = state.failing.get(roomId);
        if (failure) throw failure();
        reserved.push([roomId, load]);
      },
    },
    nodes: { noteFull: async () => {} },
    incarnation: 'own',
    onUnsure: () => {},
    registry: { running: () => undefined, occupants: () => occupants, release: async () => true },
    lease: {
      get state() {
        return state.lease;
      },
      ...{ peers: [], load: 0, renewedAt: 0 },
    },
    ...{ observer, region: 'default', stateVersion: 1, loadMax: 1_000, isFull: () => false },
  });
  return { placement, reserved, failures, state };
}

const threeRooms = (): Map<string, number> =>
  new Map([
    ['r-1', 9],
    ['r-2', 9],
    ['r-3', 9],
  ]);

t.test('a room for which nothing can be reserved does not keep the others from being followed', async (t) => {
  const { placement, reserved, failures, state } = placementOf(threeRooms());
  state.failing.set('r-1', () => new OwnershipLost('r-1'));
  state.failing.set('r-2', () => new Error('canary'));
  await placement.follow();
  t.same(reserved, [['r-3', 81]]);
  t.same(failures, ['r-2'], 'a room of another node is no failure of the store');
  state.failing.clear();
  await placement.follow();
  t.same(
    reserved,
    [
      ['r-3', 81],
      ['r-1', 81],
      ['r-2', 81],
    ],
    'tried again',
  );
});

t.test('when the lease runs out meanwhile the rest waits', async (t) => {
  const { placement, reserved, failures, state } = placementOf(threeRooms());
  state.failing.set('r-1', () => {
    state.lease = 'holding';
    return new Error('canary');
  });
  await placement.follow();
  t.same(reserved, []);
  t.same(failures, ['r-1']);
});
