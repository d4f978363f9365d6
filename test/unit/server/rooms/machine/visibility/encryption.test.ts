import type { Notification, Participant } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { audienceOf, encryptionOf } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, keysOf, observer } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

const none = { e2ee: null };
const preferred = { encryption: 'preferred' } as const;
const textOf = (device: Device | undefined): string => JSON.stringify(device?.known);
const modeOf = (stage: Stage, sub: string) => encryptionOf(stage.state, stage.seat(sub));
const methods = (device: Device | undefined): string[] => device?.heard.map(({ method }) => method) ?? [];

function participantIn(device: Device | undefined, id: string): Participant | undefined {
  return device?.known?.state === 'admitted' ? device.known.participants.find((one) => one.id === id) : undefined;
}

t.test('people inside see the keys of those whom they see, and who may have their secrets', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben')], preferred);
  t.match(host.known, { room: { encryption: 'preferred' }, self: { encryption: 'e2e', stay: 1 } });
  t.same(host.known?.self.audience, ['p-anna', 'p-ben']);
  t.match(participantIn(devices[0], 'p-ben'), { e2ee: keysOf('ben'), stay: 1 });
  stage.arrive(client('cleo'), null, none);
  t.same(host.known?.state === 'admitted' && host.known.waiting?.map(({ e2ee, stay }) => [e2ee, stay]), [
    [undefined, 0],
  ]);
  t.notMatch(textOf(devices[0]), 'p-cleo');
});

t.test('a room that does not encrypt says nothing of it', async (t) => {
  const { stage, host, devices } = Stage.live([client()], { encryption: 'off' });
  const ben = stage.arrive(client('ben'), null, { e2ee: keysOf('ben') });
  const phone = stage.arrive(client('anna'), null, { e2ee: keysOf('phone') });
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('ben') });
  for (const device of [host, ...devices, ben, phone]) t.notMatch(textOf(device), /e2ee|encryption|"stay"|audience/);
});

t.test('somebody who waits learns no keys and no number, and in a preview those of the host', async (t) => {
  const { stage, host } = Stage.live([client()], preferred);
  const ben = stage.arrive(client('ben'));
  t.match(ben.known?.self, { encryption: 'e2e', stay: 0, audience: [], place: { kind: 'group' } });
  t.notMatch(textOf(ben), 'e2ee"');
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('ben') });
  t.match(ben.known?.self, {
    encryption: 'e2e',
    audience: ['p-weber'],
    place: { participantId: 'p-weber', e2ee: keysOf('weber'), stay: 1 },
  });
  t.notMatch(textOf(ben), keysOf('anna').sign);
  t.same(host.known?.self.audience, ['p-ben']);
  t.same(audienceOf(stage.state, 'p-weber'), [{ seatId: 'p-ben', stay: 0 }]);
  stage.play({ type: 'closePreview', actor: stage.by('weber') });
  t.notMatch(textOf(ben), 'e2ee"');
});

t.test('a device that waits is not told that its owner is or was inside', async (t) => {
  const { stage, devices } = Stage.live([client(), client('ben')], preferred);
  const phone = stage.arrive(client());
  const own = { encryption: 'e2e', stay: 0, audience: [] };
  t.match(phone.known?.self, own);
  const [anna, ben] = devices;
  if (anna && ben) for (const device of [anna, ben]) stage.leave(device);
  t.match(phone.known?.self, own);
  t.match(stage.arrive(client('ben')).known?.self, own, 'somebody who was inside before');
  t.match(stage.arrive(client('cleo'), null, none).known?.self, { ...own, encryption: 'none' });
});

t.test('what others cannot is not told to those who wait', async (t) => {
  const { stage } = Stage.live([client()], preferred);
  const ben = stage.arrive(client('ben'));
  stage.arrive(client('cleo'), null, none);
  stage.play({ type: 'admit', actor: api, entries: [stage.entry('cleo')], all: false, unencrypted: true });
  t.equal(modeOf(stage, 'anna'), 'none');
  t.equal(ben.known?.self.encryption, 'e2e');
  t.same(methods(ben), []);
});

t.test('two people alone have a mode of their own, breakout groups have that of the room', async (t) => {
  const { stage, host } = Stage.live([client(), client('ben')], preferred);
  stage.arrive(client('cleo'), null, none);
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('cleo') });
  t.same([modeOf(stage, 'weber'), modeOf(stage, 'cleo'), modeOf(stage, 'anna')], ['none', 'none', 'e2e']);
  t.equal(host.known?.self.encryption, 'none');
  stage.play({ type: 'admit', actor: api, entries: [stage.entry('cleo')], all: false, unencrypted: true });
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.same([modeOf(stage, 'weber'), modeOf(stage, 'anna'), modeOf(stage, 'ben')], ['e2e', 'e2e', 'none']);
  stage.play({ type: 'closeSideRoom', actor: stage.by('weber') });
  const groups = [{ id: 'g', name: '1', seatIds: ['p-anna', 'p-ben'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  t.equal(modeOf(stage, 'anna'), 'none');
});

t.test('who changes keys, comes or goes is told with the usual notifications', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben')], preferred);
  stage.arrive(client(), devices[0], { e2ee: keysOf('after a reload') });
  t.same(methods(host), ['participantUpdated']);
  t.match(participantIn(host, 'p-anna'), { e2ee: keysOf('after a reload'), stay: 1 });
  host.heard.length = 0;
  const cleo = stage.arrive(client('cleo'), null, none);
  stage.play({ type: 'admit', actor: api, entries: [stage.entry('cleo')], all: false, unencrypted: true });
  t.same(methods(host), ['waitingAdded', 'selfUpdated', 'participantJoined', 'waitingRemoved']);
  const self = host.heard.find(
    (news): news is Extract<Notification, { method: 'selfUpdated' }> => news.method === 'selfUpdated',
  )?.params.self;
  t.match(self, { encryption: 'none', audience: ['p-anna', 'p-ben', 'p-cleo'] });
  host.heard.length = 0;
  stage.leave(cleo);
  t.same(methods(host), ['selfUpdated', 'roomUpdated', 'participantLeft']);
  t.match(host.known?.self, { encryption: 'e2e', audience: ['p-anna', 'p-ben'] });
});

t.test('an audience names whom one sees and is seen by', async (t) => {
  const { stage, devices } = Stage.live([client(), client('ben'), observer()], { ...preferred, reveal: 'together' });
  t.same(devices[0]?.known?.self.audience, ['p-weber'], 'an observer is seen, and does not see');
  t.equal(participantIn(devices[0], 'p-ben'), undefined);
  t.notMatch(textOf(devices[0]), keysOf('ben').dh);
  stage.arrive(cotherapist());
  t.same(devices[0]?.known?.self.audience, ['p-cole', 'p-weber']);
});
