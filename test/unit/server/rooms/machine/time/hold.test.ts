import type { RoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { loadState, saveState } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, therapist } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

const holdOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room.lastHold : undefined);

/** The only host loses the connection; «ben» stays. */
function alone(settings: Partial<RoomSettings> = {}) {
  const { stage, host, devices } = Stage.live([client('ben')], { absenceGraceSeconds: 60, ...settings });
  const [ben] = devices;
  if (!ben) throw new Error('ben is inside');
  stage.drop(host);
  stage.pass(5_000);
  const since = stage.now;
  return { stage, ben, since, back: () => stage.arrive(therapist(), host) };
}

t.test('a host who comes back is told how long the session was held, and that media was paused', async (t) => {
  const { stage, ben, since, back } = alone();
  stage.pass(20_000);
  const host = back();
  t.strictSame(holdOf(host), { since, until: since + 20_000, mediaPaused: true, sentToWait: false });
  t.equal(holdOf(ben), undefined, 'the others have seen it themselves');
});

t.test('a short loss of the connection is no hold', async (t) => {
  const { stage, host } = Stage.live([client('ben')]);
  stage.drop(host);
  stage.pass(4_999);
  t.equal(holdOf(stage.arrive(therapist(), host)), undefined);
});

t.test('media that continued is not told as paused, unless it was changed meanwhile', async (t) => {
  t.equal(holdOf(alone({ whileHeld: 'continue' }).back())?.mediaPaused, false);
  const { stage, back } = alone({ whileHeld: 'continue' });
  stage.play({ type: 'updateSettings', actor: api, patch: { whileHeld: 'pause' } });
  stage.play({ type: 'updateSettings', actor: api, patch: { whileHeld: 'continue' } });
  t.equal(holdOf(back())?.mediaPaused, true);
});

t.test('after the grace the host is told that everybody was sent to the waiting room', async (t) => {
  const { stage, since, back } = alone({ seatLeaseSeconds: 300 });
  stage.pass(90_000);
  t.strictSame(holdOf(back()), { since, until: since + 90_000, mediaPaused: true, sentToWait: true });
});

t.test('the newest hold replaces the last one, and a restart of the server is one', async (t) => {
  const { stage, back } = alone();
  stage.drop(back());
  stage.pass(5_000);
  const since = stage.now;
  stage.pass(1_000);
  t.match(holdOf(back()), { since, until: since + 1_000 });
  const { hold: _unknown, ...earlier } = JSON.parse(saveState(stage.state));
  t.equal(loadState(JSON.stringify(earlier)).hold, null, 'rooms of earlier versions can be read');
});
