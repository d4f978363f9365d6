import t from 'tap';
import {
  type ChatAudience,
  type RoomEvent,
  type SeenPlace,
  transition,
} from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, observer, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../../support/machine/stage.ts';

const group: ChatAudience = { kind: 'group' };
const hosts: ChatAudience = { kind: 'hosts' };
const only = (sub: string): ChatAudience => ({ kind: 'participant', seatId: `p-${sub}` });

function full(settings: ConstructorParameters<typeof Stage>[0] = {}) {
  const { stage, devices } = Stage.live([client('anna'), client('ben'), observer()], settings);
  stage.arrive(cotherapist());
  stage.arrive(client('dora'));
  const says = (sub: string, to: ChatAudience): RoomEvent => ({
    type: 'sendChat',
    actor: stage.by(sub),
    to,
    text: 'Hello',
  });
  const readers = (sub: string, to: ChatAudience): string[] => {
    stage.play(says(sub, to));
    const [message] = stage.effects.filter((effect) => effect.type === 'deliverChat');
    return message?.recipients.map((id) => id.replace('p-', '')).sort() ?? [];
  };
  const refused = (sub: string, to: ChatAudience) => stage.refusal(says(sub, to));
  return { stage, devices, readers, refused };
}

t.test('to the group: everybody inside, its writer among them, and nobody who waits', async (t) => {
  const { stage, readers } = full();
  t.same(readers('anna', group), ['anna', 'ben', 'cole', 'olga', 'weber']);
  t.same(stage.effects, [
    {
      type: 'deliverChat',
      from: { seatId: 'p-anna', name: 'name of anna' },
      to: group,
      recipients: ['p-anna', 'p-weber', 'p-ben', 'p-olga', 'p-cole'],
      text: 'Hello',
    },
  ]);
});

t.test('a person who dropped within the lease is among the readers', async (t) => {
  const { stage, devices, readers } = full();
  if (devices[1]) stage.drop(devices[1]);
  t.ok(readers('anna', group).includes('ben'));
});

t.test('to the hosts: all of them, wherever they are', async (t) => {
  const { stage, readers } = full();
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  stage.arrive(therapist('wolf', { waitingRoom: 'required' }));
  t.same(readers('anna', hosts), ['anna', 'cole', 'weber'], 'but one who waits');
});

t.test('those apart write to each other as their group, and are not reached by it', async (t) => {
  const { stage, readers } = full();
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  t.same(readers('ben', group), ['ben', 'weber']);
  t.same(readers('anna', group), ['anna', 'cole', 'olga']);
  stage.play({ type: 'closeSideRoom', actor: stage.by('ben') });
  t.same(readers('anna', group), ['anna', 'ben', 'cole', 'olga', 'weber']);
});

t.test('a breakout group writes among itself', async (t) => {
  const { stage, readers } = full();
  const groups = [{ id: 'g1', name: 'One', seatIds: ['p-anna', 'p-olga'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  t.same(readers('anna', group), ['anna', 'olga']);
  t.same(readers('ben', group), ['ben', 'cole', 'weber']);
});

t.test('a message to the group is refused when its writer saw another place or other groups', async (t) => {
  const { stage, readers } = full();
  const inGroup = { place: { kind: 'group' }, breakout: false } as const;
  const besides = { place: { kind: 'group' }, breakout: true } as const;
  const inOne = { place: { kind: 'breakout', groupId: 'g1' }, breakout: true } as const;
  const alone = { place: { kind: 'side-room', participantId: 'p-weber' }, breakout: false } as const;
  const says = (sub: string, seen: SeenPlace, to: ChatAudience = group): RoomEvent => ({
    type: 'sendChat',
    actor: stage.by(sub),
    to,
    text: 'Hello',
    seen,
  });
  const codeOf = (event: RoomEvent) => {
    const result = transition(stage.state, event, stage.now);
    return 'rejected' in result ? result.rejected : 'ok';
  };
  const accepted = (sub: string) => [inGroup, besides, inOne, alone].filter((seen) => codeOf(says(sub, seen)) === 'ok');

  t.same(accepted('anna'), [inGroup]);
  const groups = [{ id: 'g1', name: 'One', seatIds: ['p-anna', 'p-olga'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  t.same(accepted('anna'), [inOne]);
  t.same(accepted('ben'), [besides], 'with the others, who are fewer than before');
  t.same(readers('anna', group), ['anna', 'olga'], 'a client that does not say what it saw is not checked');
  stage.play({ type: 'endBreakout', actor: stage.by('weber'), countdownMs: 0 });
  t.same(accepted('anna'), [inGroup]);
  t.same(accepted('ben'), [inGroup]);
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  t.same(accepted('ben'), [alone]);
  t.equal(
    codeOf(says('ben', { ...alone, breakout: true })),
    'ok',
    'groups of the others do not concern two people who are alone',
  );
  t.equal(codeOf(says('ben', inGroup)), 'too-late');
  t.equal(codeOf(says('ben', inGroup, hosts)), 'ok', 'who reads it does not depend on the place');
});

t.test('a message for the hosts in a closed circle does not reach everybody when it opens', async (t) => {
  const { stage } = full({ reveal: 'together' });
  const says = (circle: 'open' | 'closed'): RoomEvent => ({
    type: 'sendChat',
    actor: stage.by('anna'),
    to: group,
    text: 'Hello',
    seen: { place: { kind: 'group' }, breakout: false, circle },
  });
  stage.play(says('closed'));
  t.equal(stage.refusal(says('open')), 'too-late');
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  if (stage.state.circle === 'closed') stage.pass(60_000);
  t.equal(stage.state.circle, 'open');
  t.equal(stage.refusal(says('closed')), 'too-late');
  stage.play(says('open'));
});

t.test('one to one: with a host always, among clients where the room allows it', async (t) => {
  const { stage, readers, refused } = full();
  t.same(readers('anna', only('weber')), ['anna', 'weber']);
  t.same(readers('weber', only('anna')), ['anna', 'weber']);
  t.same(readers('weber', only('olga')), ['olga', 'weber']);
  t.equal(refused('anna', only('ben')), 'not-allowed');
  t.equal(refused('anna', only('olga')), 'not-allowed');
  stage.set({ privateChat: true });
  t.same(readers('anna', only('ben')), ['anna', 'ben']);
});

t.test('in a closed circle clients write to hosts, and to nobody whom they do not see', async (t) => {
  const { stage, readers, refused } = full({ reveal: 'together', privateChat: true });
  t.same(readers('anna', group), ['anna', 'cole', 'weber']);
  t.same(readers('weber', group), ['anna', 'ben', 'cole', 'olga', 'weber']);
  t.equal(refused('anna', only('ben')), 'not-found', 'as if there was nobody');
  t.equal(refused('anna', only('nobody')), 'not-found');
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  t.same(readers('anna', only('ben')), ['anna', 'ben']);
});

t.test('nobody writes who waits, dropped, or lacks the grant', async (t) => {
  const { stage, devices, refused } = full();
  t.equal(refused('dora', hosts), 'not-admitted');
  t.equal(refused('olga', group), 'not-allowed');
  if (devices[0]) stage.drop(devices[0]);
  t.equal(refused('anna', group), 'not-admitted');
});

t.test('nobody writes to who waits, left, never was, or is oneself', async (t) => {
  const { stage, refused } = full();
  t.equal(refused('weber', only('dora')), 'not-admitted');
  t.equal(refused('anna', only('dora')), 'not-found', 'who may not see the waiting room learns nothing of it');
  t.equal(refused('weber', only('nobody')), 'not-found');
  t.equal(refused('weber', only('weber')), 'not-found');
  stage.play({ type: 'remove', actor: api, seatId: 'p-ben', ban: false });
  t.equal(refused('weber', only('ben')), 'not-admitted');
});
