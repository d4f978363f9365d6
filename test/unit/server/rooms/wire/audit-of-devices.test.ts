import t, { type Test } from 'tap';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { StoredDesk } from '../../../../support/server/room-desk.ts';

function setUp(t: Test) {
  const desk = StoredDesk.open(t);
  t.teardown(() => {
    desk.close();
    desk.store.close();
  });
  desk.enter(therapist());
  const devices = () =>
    desk
      .auditLines()
      .map((line): string => JSON.parse(line).what)
      .filter((what) => what.startsWith('device.'));
  return { desk, devices };
}

t.test('the audit log has that a device took the wait of another one with the token alone', async (t) => {
  const { desk, devices } = setUp(t);
  const anna = desk.enter(client());
  anna.drop();
  const back = desk.enter(client(), { resumeSecret: anna.resumeSecret });
  t.same(devices(), []);
  desk.enter(client());
  t.same(back.told.at(-1), { closed: 'replaced' });
  t.same(devices(), ['device.waiting']);
  desk.enter(client());
  t.same(devices(), ['device.waiting', 'device.waiting'], 'each time');
});

t.test('a second device that dropped is not gone when the first one leaves: it keeps its wait', async (t) => {
  const { desk, devices } = setUp(t);
  const anna = desk.enter(client());
  desk.admit(anna);
  const device = desk.enter(client());
  device.drop();
  await anna.codeOf('leave');
  t.equal(desk.room.state.seats[anna.id]?.state, 'waiting');
  t.same(devices(), ['device.waiting']);
});

t.test('a second device that leaves is gone', async (t) => {
  const { desk, devices } = setUp(t);
  desk.admit(desk.enter(client()));
  await desk.enter(client()).codeOf('leave');
  t.same(devices(), ['device.waiting', 'device.gone']);
});
