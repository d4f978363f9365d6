/**
 * What a participant without host grants can cause to be written to disk, by any requests and over any number of
 * connections.
 */
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { requests } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { Value } from 'typebox/value';
import type { ConnectOptions } from '../../../../../server/src/rooms/room.ts';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { type AnyMethod, everyRequest } from '../../../../support/server/clients/every-request.ts';
import { type RoomDesk, StoredDesk, type Visitor } from '../../../../support/server/rooms/room-desk.ts';

const agreement = { version: '1', text: 'What is said here stays here.' };
const rounds = 40;
/**
 * Log lines that one participant may cause in a short time: the burst of the rate limit, and the summary when the room
 * closes.
 */
const mostLines = 80;

t.setTimeout(120_000);

type Arrive = (desk: RoomDesk, options?: ConnectOptions) => Promise<Visitor>;

/** Sends everything repeatedly, and reconnects after each round. @returns lines and bytes written */
async function flood(t: Test, settings: Partial<RoomSettings>, arrive: Arrive, goes: 'leaves' | 'drops') {
  const desk = await StoredDesk.open(t, settings);
  const host = await desk.enter(therapist());
  const first = await arrive(desk);
  const before = (await desk.auditLines()).length;
  let visitor = first;
  const codes = new Map<string, Set<string>>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [method, params] of Object.entries(everyRequest(host.id)) as [AnyMethod, object][]) {
      if (method === 'leave' && goes === 'drops') continue;
      const code = await visitor.codeOf(method, params);
      codes.set(method, (codes.get(method) ?? new Set()).add(code));
    }
    if (goes === 'drops') await visitor.drop();
    visitor = await arrive(desk, goes === 'drops' ? { resumeSecret: visitor.resumeSecret } : {});
  }
  const { room } = desk;
  const { length: receipts } = await desk.registry.receipts(room.record.id);
  await desk.registry.close();
  const lines = (await desk.auditLines()).slice(before);
  return {
    lines,
    receipts,
    events: (await desk.store.outbox.due(Date.now() + 1e9, 10_000)).length,
    codes,
    bytes: await desk.bytesOnDisk(),
  };
}

const arrivals: Record<string, { settings: Partial<RoomSettings>; arrive: Arrive }> = {
  waits: { settings: { agreement }, arrive: (desk, options) => desk.enter(client(), options) },
  'was denied': {
    settings: { agreement },
    arrive: async (desk, options) => {
      const known = Object.values(desk.room.state.seats).find(({ claims }) => claims.sub === 'anna');
      const visitor = await desk.enter(client(), options);
      if (known) return visitor;
      const { id: seatId, epoch } = desk.room.state.seats[visitor.id] ?? { id: '', epoch: 0 };
      await desk.room.apply({ type: 'deny', actor: { kind: 'api' }, seatId, epoch, ban: false });
      return await desk.enter(client());
    },
  },
  'waits as a second device': {
    settings: { agreement },
    arrive: async (desk, options) => {
      const known = Object.values(desk.room.state.seats).find(({ claims }) => claims.sub === 'anna');
      if (known) return await desk.enter(client(), options);
      const owner = await desk.enter(client());
      await owner.codeOf('acceptAgreement', { version: '1' });
      await desk.admit(owner);
      return await desk.enter(client());
    },
  },
  'is in the group': { settings: { waitingRoom: false }, arrive: (desk, options) => desk.enter(client(), options) },
};

t.test('there is a valid request of every method', async (t) => {
  for (const [method, params] of Object.entries(everyRequest('p-1')))
    t.ok(Value.Check(requests[method as AnyMethod].params, params), method);
});

for (const [name, { settings, arrive }] of Object.entries(arrivals)) {
  for (const goes of ['leaves', 'drops'] as const) {
    t.test(
      `somebody who ${name}, sends every request over and over, ${goes} and comes back does not fill the disk`,
      async (t) => {
        const { lines, receipts, bytes, codes, events } = await flood(t, settings, arrive, goes);
        // A second device that disconnects and returns to its wait, and whose messages do not count, causes no line at
        // all.
        const isCounted = name === 'waits as a second device' && goes === 'drops' && lines.length < 5;
        t.comment(`${lines.length} lines, ${receipts} receipts, ${events} events, ${bytes} bytes`);
        t.ok(lines.length <= mostLines, `${lines.length} lines`);
        t.ok(receipts <= mostLines, `${receipts} receipts`);
        t.ok(bytes <= 400_000, `${bytes} bytes`);
        t.ok(isCounted || lines.some((line) => line.includes('seat.repeated')), 'what was left out is counted');
        for (const method of ['leave', 'requestHelp', 'withdrawAgreement', 'ping'])
          t.notOk(codes.get(method)?.has('rate-limited'), `${method} is never refused for it`);
        if (name !== 'is in the group')
          t.notOk(
            [...codes.values()].some((seen) => seen.has('rate-limited')),
            'who waits is refused nothing for it',
          );
      },
    );
  }
}
