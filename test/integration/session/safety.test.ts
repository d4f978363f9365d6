import type { AdmittedSnapshot, RoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { snapshotOf, startSession, therapist } from '../../support/server/clients/joined-session.ts';

const includes = (text: string) => (params: Record<string, unknown>) => JSON.stringify(params).includes(text);

t.test('a help signal reaches the hosts alone; a side room takes the two out of the group and back', async (t) => {
  const session = await startSession(t, { meetingNoticeSeconds: 0 });
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enterAdmitted(host, 'ben');
  t.equal(await anna.client.codeOf('requestHelp', { note: 'I feel faint' }), 'ok');
  const { room } = await host.client.notification('roomUpdated', includes('faint'));
  t.match((room as AdmittedSnapshot['room']).help, [{ participantId: anna.id, note: 'I feel faint' }]);
  t.equal(await host.client.codeOf('answerHelp', { participantId: anna.id, text: 'I am coming' }), 'ok');
  t.same(await anna.client.notification('hostMessage'), { kind: 'help', text: 'I am coming' });
  t.equal(await host.client.codeOf('openSideRoom', { participantId: anna.id }), 'ok');
  t.equal(await host.client.codeOf('openSideRoom', { participantId: ben.id }), 'busy');
  t.match(await anna.client.notification('selfUpdated', includes('side-room')), {
    self: { place: { participantId: host.id } },
  });
  await ben.client.notification(
    'participantUpdated',
    (params) => includes(anna.id)(params) && includes('true')(params),
  );
  await anna.client.request('sendChat', { to: 'group', text: 'between us' });
  await host.client.notification('chatReceived', includes('between us'));
  t.equal(await anna.client.codeOf('closeSideRoom'), 'ok', 'either of the two');
  await ben.client.notification(
    'participantUpdated',
    (params) => includes(anna.id)(params) && includes('false')(params),
  );
  t.notMatch(ben.client.frames.join(), /faint|coming|between us|side-room/);
});

t.test('hosts are warned of the end and may put it off; the others only where the room wants it', async (t) => {
  const closesAt = () => new Date(Date.now() + 62_500).toISOString();
  const session = await startSession(t, { endWarningsMinutes: [1] });
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const update = async (settings: Partial<RoomSettings>) => {
    const { registry } = session.server.app;
    await registry.updateSettings(session.room, settings, (await registry.getRecord(session.room)).version);
  };
  // Once both are inside, however long that took.
  await update({ closesAt: closesAt() });
  t.same(await host.client.notification('endWarning'), { minutesLeft: 1 });
  const before = await session.state();
  t.equal(await anna.client.codeOf('extendRoom', { minutes: 5 }), 'not-allowed');
  t.equal(await host.client.codeOf('extendRoom', { minutes: 5 }), 'ok');
  const endsAt = Date.parse(before.settings.closesAt ?? '') + 300_000;
  await anna.client.notification(
    'roomUpdated',
    (params) => (params.room as AdmittedSnapshot['room']).endsAt === endsAt,
  );
  t.notOk(anna.client.notifications.some(({ method }) => method === 'endWarning'));
  await update({ closesAt: closesAt(), warnEverybody: true });
  t.same(await anna.client.notification('endWarning'), { minutesLeft: 1 });
});

t.test(
  'an extension that is taken back is told to everybody who was told of it, and can be taken back after a reconnect too',
  async (t) => {
    const closesAt = new Date(Date.now() + 3_600_000).toISOString();
    const session = await startSession(t, { closesAt });
    const host = await session.enter('weber', therapist);
    const anna = await session.enterAdmitted(host, 'anna');
    const end = Date.parse(closesAt);
    const endsAt = (params: Record<string, unknown>) => (params.room as AdmittedSnapshot['room']).endsAt;
    t.equal(await host.client.codeOf('undoExtension'), 'too-late');
    t.equal(await host.client.codeOf('extendRoom', { minutes: 15 }), 'ok');
    await anna.client.notification('roomUpdated', (params) => endsAt(params) === end + 900_000);
    const back = await session.resume(host);
    const { room } = snapshotOf(back) as AdmittedSnapshot;
    t.match(room.extensionUndo, { endsAt: end, noticeMinutes: 10 });
    t.equal(await anna.client.codeOf('undoExtension'), 'not-allowed');
    t.equal(await back.client.codeOf('undoExtension'), 'ok');
    await anna.client.notification('roomUpdated', (params) => endsAt(params) === end);
    t.equal(await back.client.codeOf('undoExtension'), 'too-late');
  },
);

t.test('a closing message is for those inside; who waits hears that it has ended', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enter('ben');
  t.equal(await host.client.codeOf('endRoom', { message: 'Until next week' }), 'ok');
  t.same(await anna.client.notification('closing'), { code: 'room-ended', message: 'Until next week' });
  t.same(await ben.client.notification('closing'), { code: 'room-ended' });
});
