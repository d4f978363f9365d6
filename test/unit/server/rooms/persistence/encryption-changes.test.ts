import t from 'tap';
import type { Actor, Claims, RoomEvent } from '../../../../../server/src/rooms/machine/index.ts';
import { changesOf } from '../../../../../server/src/rooms/persistence/changes.ts';
import { client, cotherapist, keysOf, therapist } from '../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../support/machine/stage.ts';

const none = { e2ee: null };

/** What a step writes to the audit log about encryption. */
function linesOf(stage: Stage, step: () => void, event: RoomEvent, apiKeyId?: string) {
  const { state: before } = stage;
  step();
  const { state: after, effects } = stage;
  const changes = changesOf({ before, after, event, effects, apiKeyId });
  t.notMatch(JSON.stringify(changes), keysOf('anna').sign);
  return changes.flatMap(({ what, seatId, by }) => (what.startsWith('encryption.') ? [[what, seatId, by]] : []));
}

t.test('the audit log says who let encryption end, for whom, and when it is back', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'preferred' });
  const ben = stage.arrive(client('ben'), null, none);
  const admit = (sub: string, actor: Actor = stage.by('weber')): RoomEvent => ({
    type: 'admit',
    actor,
    entries: [stage.entry(sub)],
    all: false,
    unencrypted: true,
  });
  const ending = admit('ben');
  t.same(
    linesOf(stage, () => stage.play(ending), ending),
    [['encryption.ended', 'p-ben', 'seat:p-weber']],
  );
  stage.arrive(client('cleo'), null, none);
  const another = admit('cleo');
  t.same(
    linesOf(stage, () => stage.play(another), another),
    [],
    'it has ended already',
  );
  stage.play({ type: 'remove', actor: api, seatId: 'p-cleo', ban: false });
  const leaving: RoomEvent = { type: 'left', connectionId: ben.connectionId };
  t.same(
    linesOf(stage, () => stage.play(leaving), leaving),
    [['encryption.restored', 'p-ben', 'seat:p-ben']],
  );
  stage.arrive(client('dora'), null, none);
  const byApi = admit('dora', api);
  t.same(
    linesOf(stage, () => stage.play(byApi), byApi, 'portal'),
    [['encryption.ended', 'p-dora', 'api:portal']],
  );
});

t.test('where nothing was encrypted nothing ends, and where nobody is left nothing is restored', async (t) => {
  const stage = new Stage({ encryption: 'preferred' });
  const connected = (claims: Claims, before: Device | null): RoomEvent => ({
    type: 'connected',
    connectionId: `of ${claims.sub}`,
    claims,
    newSeatId: `p-${claims.sub}`,
    resumeHash: 'new',
    presentedResumeHash: before?.secret ?? null,
    passcode: 'right',
    e2ee: null,
  });
  const coming = connected(cotherapist(), null);
  t.same(
    linesOf(stage, () => stage.play(coming), coming),
    [],
    'the first one has no keys',
  );
  const leaving: RoomEvent = { type: 'left', connectionId: 'of cole' };
  t.same(
    linesOf(stage, () => stage.play(leaving), leaving),
    [],
  );
  const host = stage.arrive(therapist());
  const again = connected(therapist(), host);
  t.same(
    linesOf(stage, () => stage.play(again), again),
    [['encryption.ended', 'p-weber', 'seat:p-weber']],
    'also for somebody alone',
  );
});

t.test('nobody is said to have let in a host who comes in because the other one has gone', async (t) => {
  const { stage, host } = Stage.live([client()], { encryption: 'preferred' });
  stage.arrive(cotherapist(), null, none);
  const { state: before } = stage;
  const event: RoomEvent = { type: 'left', connectionId: host.connectionId };
  stage.play(event);
  const changes = changesOf({ before, after: stage.state, event, effects: stage.effects });
  t.match(changes, [
    { what: 'seat.left', seatId: 'p-weber', by: 'seat:p-weber' },
    { what: 'seat.admitted', seatId: 'p-cole', by: null },
    { what: 'encryption.ended', seatId: 'p-cole', by: null },
  ]);
});

t.test('neither a change of the setting nor the end of the room is a change of the encryption', async (t) => {
  const stage = new Stage();
  const setting: RoomEvent = { type: 'updateSettings', actor: api, patch: { encryption: 'preferred' } };
  t.same(
    linesOf(stage, () => stage.play(setting), setting),
    [],
  );
  const { stage: live } = Stage.live([], { encryption: 'preferred' });
  live.arrive(client(), null, none);
  live.play({ type: 'admit', actor: api, entries: [live.entry('anna')], all: false, unencrypted: true });
  const end: RoomEvent = { type: 'end', actor: api };
  t.same(
    linesOf(live, () => live.play(end), end),
    [],
  );
});
