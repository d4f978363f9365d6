import type { AdmittedSnapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { keysOf } from '../../support/machine/player/people.ts';
import { type Person, snapshotOf, startSession, therapist } from '../../support/server/clients/joined-session.ts';

const withKeys = (name: string) => ({ e2ee: keysOf(name) });

t.test('a host lets somebody in who cannot encrypt, and everybody is told that it ends and is back', async (t) => {
  const session = await startSession(t, { encryption: 'preferred' });
  const host = await session.enter('weber', therapist, withKeys('weber'));
  t.match(snapshotOf(host), {
    room: { encryption: 'preferred' },
    self: { encryption: 'e2e', stay: 1, audience: [] },
  });
  const anna = await session.enter('anna', {}, withKeys('anna'));
  t.match(snapshotOf(anna), { state: 'waiting', self: { encryption: 'e2e', stay: 0, audience: [] } });
  t.notMatch(JSON.stringify(anna.arrival.snapshot), keysOf('weber').sign);
  t.equal(await host.client.codeOf('admit', await session.entryOf(anna)), 'ok');
  const { snapshot } = await anna.client.notification('snapshotReplaced');
  t.match((snapshot as AdmittedSnapshot).participants, [{ id: host.id, e2ee: keysOf('weber'), stay: 1 }]);

  const ben = await session.enter('ben', { waitingRoom: 'bypass' });
  t.equal(snapshotOf(ben).state, 'waiting');
  t.equal(await host.client.codeOf('admit', await session.entryOf(ben)), 'e2ee-would-end');
  const all = { entries: [await session.entryOf(ben)] };
  const answer = await host.client.request('admitAll', all);
  t.match(answer, { result: { skippedEntries: [{ code: 'e2ee-would-end' }] } });
  const agreed = { ...(await session.entryOf(ben)), unencrypted: true };
  t.equal(await host.client.codeOf('admit', agreed), 'ok');
  const toldMode = (person: Person, mode: string) =>
    person.client.notification('selfUpdated', (params) => JSON.stringify(params).includes(`"encryption":"${mode}"`));
  await toldMode(anna, 'none');
  t.equal(await ben.client.codeOf('leave'), 'ok');
  const { self } = await toldMode(anna, 'e2e');
  t.match(self, { encryption: 'e2e', audience: [host.id] });
});

t.test('after a restart a host without keys waits for the other host, and comes in when that one leaves', async (t) => {
  const session = await startSession(t, { encryption: 'preferred', waitingRoom: false });
  const host = await session.enter('weber', therapist, withKeys('weber'));
  const anna = await session.enter('anna', {}, withKeys('anna'));
  const other = await session.enter('cole', { role: 'cotherapist', name: 'Cole' });
  t.equal(snapshotOf(other).state, 'waiting');
  await session.restart();
  const otherBack = await session.resume(other);
  t.equal(snapshotOf(otherBack).state, 'waiting', 'the seat of the other host is kept');
  const annaBack = await session.resume(anna, withKeys('anna'));
  t.match(snapshotOf(annaBack), { state: 'admitted', self: { encryption: 'e2e' } });
  const hostBack = await session.resume(host, withKeys('weber'));
  t.equal(await hostBack.client.codeOf('leave'), 'ok');
  const { snapshot } = await otherBack.client.notification('snapshotReplaced');
  t.match(snapshot, { state: 'admitted', self: { encryption: 'none' }, room: { phase: 'live' } });
  const { self } = await annaBack.client.notification('selfUpdated', (params) =>
    JSON.stringify(params).includes('"encryption":"none"'),
  );
  t.match(self, { audience: [other.id] });
});

t.test('a client that resumes with other keys shows them to the others, and without keys waits', async (t) => {
  const session = await startSession(t, { encryption: 'required', waitingRoom: false });
  const host = await session.enter('weber', therapist, withKeys('weber'));
  const anna = await session.enter('anna', {}, withKeys('anna'));
  t.equal(snapshotOf(anna).state, 'admitted');
  const again = await session.resume(anna, withKeys('another page'));
  const { participant } = await host.client.notification('participantUpdated', (params) =>
    JSON.stringify(params).includes(keysOf('another page').sign),
  );
  t.match(participant, { id: anna.id, e2ee: keysOf('another page'), stay: 1 });
  const without = await session.resume(again);
  t.match(snapshotOf(without), { state: 'waiting', room: { waitsBecause: 'e2ee-unsupported' } });
  const agreed = { ...(await session.entryOf(without)), unencrypted: true };
  t.equal(await host.client.codeOf('admit', agreed), 'e2ee-unsupported');
  t.equal(await host.client.codeOf('openPreview', await session.entryOf(without)), 'e2ee-unsupported');
});

t.test('keys of another form are refused, and a room that does not encrypt passes none on', async (t) => {
  const session = await startSession(t, { encryption: 'off' });
  const host = await session.enter('weber', therapist, withKeys('weber'));
  const anna = await session.enterAdmitted(host, 'anna');
  t.notMatch(JSON.stringify(anna.client.notifications), /e2ee|encryption|stay|audience/);
  const short = { e2ee: { ...keysOf('ben'), dh: 'AAAA' } };
  await t.rejects(session.enter('ben', {}, short), /invalid-params|schema/);
});

t.test('the owner sets encryption before the session, and not with a history of the chat', async (t) => {
  const session = await startSession(t, { encryption: 'off' });
  const { registry } = session.server.app;
  const change = (patch: object) => registry.updateSettings(session.room, patch, undefined);
  await change({ encryption: 'preferred' });
  await t.rejects(change({ chatHistory: 'session' }), {
    code: 'invalid-params',
    message: '`chatHistory: session` needs `encryption: off`: the server cannot keep what it cannot read',
  });
  await t.rejects(registry.createRoom({ encryption: 'required', chatHistory: 'session' }), {
    code: 'invalid-params',
    message: /encryption: off/,
  });
  await session.enter('weber', therapist, withKeys('weber'));
  await t.rejects(change({ encryption: 'off' }), { code: 'too-late' });
});
