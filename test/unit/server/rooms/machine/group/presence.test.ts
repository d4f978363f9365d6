import t from 'tap';
import { client, observer } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

const roomOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room : null);
const namesOf = ({ known }: Device) => (known?.state === 'admitted' ? known.participants.map(({ name }) => name) : []);

function two(settings: ConstructorParameters<typeof Stage>[0] = {}) {
  const canRename = { grants: { canRename: true } };
  const { stage, host, devices } = Stage.live([client('anna', canRename), client('ben')], settings);
  const [anna, ben] = devices;
  if (!anna || !ben) throw new Error('two clients came');
  return { stage, host, anna, ben };
}

t.test('hands stand in the order in which they were raised', async (t) => {
  const { stage, host, anna } = two();
  stage.play({ type: 'raiseHand', actor: stage.by('ben') });
  stage.play({ type: 'raiseHand', actor: stage.by('anna') });
  stage.play({ type: 'raiseHand', actor: stage.by('ben') });
  t.same(roomOf(host)?.hands, ['p-ben', 'p-anna'], 'raised twice keeps the place');
  stage.play({ type: 'lowerHand', actor: stage.by('ben'), seatId: null });
  stage.play({ type: 'raiseHand', actor: stage.by('ben') });
  t.same(roomOf(anna)?.hands, ['p-anna', 'p-ben'], 'lowered and raised again comes last');
});

t.test('a host lowers the hand of somebody, others their own', async (t) => {
  const { stage, host, anna } = two();
  stage.arrive(client('dora'));
  stage.play({ type: 'raiseHand', actor: stage.by('anna') });
  const lower = { type: 'lowerHand', seatId: 'p-anna' } as const;
  t.equal(stage.refusal({ ...lower, actor: stage.by('ben') }), 'not-allowed');
  t.equal(stage.refusal({ ...lower, actor: stage.by('dora') }), 'not-admitted', 'who waits has no hand');
  t.equal(stage.refusal({ ...lower, actor: stage.by('weber'), seatId: 'p-dora' }), 'not-admitted');
  stage.play({ ...lower, actor: stage.by('weber') });
  t.same([roomOf(host)?.hands, roomOf(anna)?.hands], [[], []]);
});

t.test('a dropped one keeps the hand up, one who is not in the group any more does not', async (t) => {
  const { stage, host, anna } = two();
  stage.play({ type: 'raiseHand', actor: stage.by('anna') });
  stage.play({ type: 'raiseHand', actor: stage.by('ben') });
  stage.drop(anna);
  t.same(roomOf(host)?.hands, ['p-anna', 'p-ben']);
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  stage.pass(60_000);
  t.same(roomOf(host)?.hands, []);
  stage.admit(api, 'ben');
  t.same(roomOf(host)?.hands, [], 'nor when they come again');
});

t.test('in a closed circle a hand is seen by the person who sees its owner', async (t) => {
  const { stage, host, anna, ben } = two({ reveal: 'together' });
  stage.play({ type: 'raiseHand', actor: stage.by('anna') });
  t.same([roomOf(host)?.hands, roomOf(anna)?.hands, roomOf(ben)?.hands], [['p-anna'], ['p-anna'], []]);
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  t.same(roomOf(ben)?.hands, ['p-anna']);
});

t.test('a reaction reaches the others who see one, in the same place', async (t) => {
  const { stage, host, anna, ben } = two({ reveal: 'together' });
  const olga = stage.arrive(observer());
  for (const one of [host, anna, ben, olga]) one.heard.length = 0;
  const reaction = { method: 'reactionReceived', params: { participantId: 'p-anna', reaction: 'heart' } } as const;
  stage.play({ type: 'react', actor: stage.by('anna'), reaction: 'heart' });
  t.same([host.heard, anna.heard, ben.heard, olga.heard], [[reaction], [], [], []], 'the circle is closed, olga waits');
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  for (const one of [host, anna, ben]) one.heard.length = 0;
  stage.play({ type: 'react', actor: stage.by('anna'), reaction: 'heart' });
  t.same([host.heard, ben.heard], [[reaction], [reaction]]);
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  for (const one of [host, anna, ben]) one.heard.length = 0;
  stage.play({ type: 'react', actor: stage.by('anna'), reaction: 'heart' });
  t.same([host.heard, ben.heard], [[], []], 'they are in a room of their own');
  t.equal(stage.refusal({ type: 'react', actor: stage.by('olga'), reaction: 'heart' }), 'not-admitted');
});

t.test('a person who may rename themselves is called so by everybody, until they come anew', async (t) => {
  const { stage, host, anna, ben } = two();
  t.equal(stage.refusal({ type: 'rename', actor: stage.by('ben'), name: 'Benjamin' }), 'not-allowed');
  t.equal(stage.refusal({ type: 'rename', actor: stage.by('anna'), name: '  ' }), 'invalid-params');
  stage.play({ type: 'rename', actor: stage.by('anna'), name: ' Nana ' });
  t.equal(anna.known?.self.name, 'Nana');
  t.ok(namesOf(host).includes('Nana'));
  t.ok(namesOf(ben).includes('Nana'));
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.match(host.known, { waiting: [{ name: 'Nana' }] }, 'also in the waiting room');
  stage.admit(api, 'anna');
  stage.drop(anna);
  const claims = client('anna', { grants: { canRename: true } });
  const back = stage.arrive(claims, anna);
  t.equal(back.known?.self.name, 'Nana', 'and after a drop');
  stage.leave(back);
  t.equal(stage.arrive(claims).known?.self.name, 'name of anna');
});

t.test('a host puts somebody in the middle, for as long as they are inside', async (t) => {
  const { stage, host, anna, ben } = two();
  stage.arrive(client('dora'));
  const spotlight = { type: 'setSpotlight', seatId: 'p-anna' } as const;
  t.equal(stage.refusal({ ...spotlight, actor: stage.by('ben') }), 'not-allowed');
  t.equal(stage.refusal({ ...spotlight, actor: stage.by('weber'), seatId: 'p-dora' }), 'not-admitted');
  t.equal(stage.refusal({ ...spotlight, actor: stage.by('weber'), seatId: 'p-nobody' }), 'not-found');
  stage.play({ ...spotlight, actor: stage.by('weber') });
  t.same([roomOf(host)?.spotlightId, roomOf(anna)?.spotlightId, roomOf(ben)?.spotlightId], Array(3).fill('p-anna'));
  stage.play({ ...spotlight, actor: stage.by('weber'), seatId: null });
  t.equal(roomOf(ben)?.spotlightId, null);
  stage.play({ ...spotlight, actor: stage.by('weber') });
  stage.drop(anna);
  t.equal(roomOf(ben)?.spotlightId, 'p-anna');
  stage.pass(60_000);
  t.equal(roomOf(ben)?.spotlightId, null);
  stage.arrive(client());
  stage.admit(api, 'anna');
  t.equal(roomOf(ben)?.spotlightId, null, 'nor when they come again');
});

t.test('a closed circle hides who is in the middle from those who do not see them', async (t) => {
  const { stage, anna, ben } = two({ reveal: 'together' });
  stage.play({ type: 'setSpotlight', actor: stage.by('weber'), seatId: 'p-anna' });
  t.same([roomOf(anna)?.spotlightId, roomOf(ben)?.spotlightId], ['p-anna', null]);
});
