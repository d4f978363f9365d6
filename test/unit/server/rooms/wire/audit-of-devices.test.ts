import t, { type Test } from 'tap';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { StoredDesk } from '../../../../support/server/rooms/room-desk.ts';

async function setUp(t: Test) {
  const desk = await StoredDesk.open(t);
  t.teardown(async () => {
    await desk.close();
    desk.store.close();
  });
  await desk.enter(therapist());
  const devices = async () =>
    (await desk.auditLines()).map((line): string => JSON.parse(line).what).filter((what) => what.startsWith('device.'));
  return { desk, devices };
}

t.test('the audit log has that a device took the wait of another one with the token alone', async (t) => {
  const { desk, devices } = await setUp(t);
  const anna = await desk.enter(client());
  await anna.drop();
  const back = await desk.enter(client(), { resumeSecret: anna.resumeSecret });
  t.same(await devices(), []);
  await desk.enter(client());
  t.same(back.told.at(-1), { closed: 'replaced' });
  t.same(await devices(), ['device.waiting']);
  await desk.enter(client());
  t.same(await devices(), ['device.waiting', 'device.waiting'], 'each time');
});

t.test('a second device that dropped is not gone when the first one leaves: it keeps its wait', async (t) => {
  const { desk, devices } = await setUp(t);
  const anna = await desk.enter(client());
  await desk.admit(anna);
  const device = await desk.enter(client());
  await device.drop();
  await anna.codeOf('leave');
  t.equal(desk.room.state.seats[anna.id]?.state, 'waiting');
  t.same(await devices(), ['device.waiting']);
});

t.test('a second device that leaves is gone', async (t) => {
  const { desk, devices } = await setUp(t);
  await desk.admit(await desk.enter(client()));
  await (await desk.enter(client())).codeOf('leave');
  t.same(await devices(), ['device.waiting', 'device.gone']);
});
