import t from 'tap';
import { client, cotherapist, observer } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage } from '../../../../../support/machine/stage.ts';

const agreement = { version: '1', text: 'What is said here stays here.' };
const departuresOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room.departures : 'none');

t.test('hosts are told who left and how, and clients are not', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben'), client('dora'), observer()]);
  const [anna, ben, dora, olga] = devices;
  if (!anna || !ben || !dora || !olga) throw new Error('all are inside');
  stage.leave(anna);
  stage.play({ type: 'left', connectionId: ben.connectionId, quickly: true });
  const at = stage.now;
  stage.drop(dora);
  stage.pass(59_000);
  t.match(departuresOf(host), { length: 2 }, 'who may still come back has not left');
  stage.pass(2_000);
  t.match(departuresOf(host), [
    { participantId: 'p-anna', name: 'name of anna', how: 'left', at },
    { participantId: 'p-ben', name: 'name of ben', how: 'left-quickly', at },
    { participantId: 'p-dora', name: 'name of dora', how: 'connection-lost' },
  ]);
  t.equal(departuresOf(olga), undefined);
});

t.test('taking back the agreement is told as that, until the person is in the group again', async (t) => {
  const stage = new Stage({ agreement });
  const host = stage.arrive(cotherapist('weber'));
  const anna = stage.arrive(client());
  stage.play({ type: 'acceptAgreement', connectionId: anna.connectionId, version: '1' });
  stage.admit(stage.by('weber'), 'anna');
  stage.play({ type: 'withdrawAgreement', connectionId: anna.connectionId });
  t.match(departuresOf(host), [{ participantId: 'p-anna', how: 'agreement-withdrawn' }]);
  t.match(host.known, { waiting: [{ id: 'p-anna', agreed: false, waitsBecause: 'agreement-withdrawn' }] });
  t.match(anna.known, { state: 'waiting', room: { waitsBecause: 'agreement-withdrawn' } });
  stage.play({ type: 'acceptAgreement', connectionId: anna.connectionId, version: '1' });
  t.match(departuresOf(host), { length: 1 });
  stage.admit(stage.by('weber'), 'anna');
  t.strictSame(departuresOf(host), []);
});

t.test('each host marks it as seen for themselves; it outlasts a reload and a restart until then', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben')]);
  const [anna] = devices;
  if (!anna) throw new Error('anna is inside');
  const cole = stage.arrive(cotherapist());
  stage.leave(anna);
  const seen = (sub: string) => ({ type: 'markDepartureSeen', actor: stage.by(sub), seatId: 'p-anna' }) as const;
  stage.play(seen('weber'));
  t.strictSame(departuresOf(host), []);
  t.match(departuresOf(cole), [{ participantId: 'p-anna' }]);
  t.equal(stage.refusal(seen('weber')), 'not-found');
  t.equal(stage.refusal(seen('ben')), 'not-allowed');
  stage.restart();
  t.match(departuresOf(stage.arrive(cotherapist(), cole)), [{ participantId: 'p-anna', how: 'left' }]);
});

t.test('what a host does to somebody, and the end of the session, is no departure', async (t) => {
  const { stage, host } = Stage.live([client(), client('ben')]);
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-anna', ban: false });
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  t.strictSame(departuresOf(host), []);
  stage.play({ type: 'end', actor: stage.by('weber') });
  t.strictSame(stage.state.departures, []);
});
