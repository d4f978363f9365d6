import t from 'tap';
import type { RoomEvent } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, therapist } from '../../../../../support/machine/player/people.ts';
import { boxFor, sealedText } from '../../../../../support/machine/player/sealed-texts.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

const forBoth = sealedText([
  { id: 'p-weber', stay: 1 },
  { id: 'p-anna', stay: 1 },
]);
const { cipher } = forBoth;

/** Every kind of text, in a room where each of them is possible. */
function everyText(encryption: 'required' | 'preferred' | 'off'): {
  stage: Stage;
  plain: RoomEvent[];
  sealed: RoomEvent[];
} {
  const { stage, host } = Stage.live([client('anna')], { encryption });
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  const groups = [{ id: 'g-1', name: 'One', seatIds: ['p-anna'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  stage.arrive(client('ben'));
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('ben') });
  const [weber, anna] = [stage.by('weber'), stage.by('anna')];
  const inForm = (written: { text: string; sealed?: typeof forBoth }): RoomEvent[] => [
    { type: 'sendChat', actor: anna, to: { kind: 'hosts' }, ...written },
    { type: 'answerHelp', actor: weber, seatId: anna.seatId, ...written },
    { type: 'messageGroups', actor: weber, ...written },
    { type: 'sendPreviewText', connectionId: host.connectionId, ...written },
  ];
  return {
    stage,
    plain: [...inForm({ text: 'Hello' }), { type: 'requestHelp', actor: anna, note: 'Hello' }],
    sealed: [
      ...inForm({ text: '', sealed: forBoth }),
      { type: 'requestHelp', actor: anna, note: null, sealed: forBoth },
    ],
  };
}

const heardBy = ({ heard }: Device, method: string): unknown[] =>
  heard.filter((notification) => notification.method === method).map(({ params }) => params);

t.test(
  'a room takes sealed texts unless it does not encrypt, and plain ones unless it requires encryption',
  async (t) => {
    for (const encryption of ['required', 'preferred', 'off'] as const) {
      const { stage, plain, sealed } = everyText(encryption);
      for (const event of plain) {
        if (encryption === 'required') t.equal(stage.refusal(event), 'e2ee-unsupported', event.type);
        else stage.play(event);
      }
      for (const event of sealed) {
        if (encryption === 'off') t.equal(stage.refusal(event), 'invalid-params', event.type);
        else stage.play(event);
      }
      stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
    }
  },
);

t.test(
  'of a sealed note each host sees their own box, the person who asks theirs, and nobody else anything',
  async (t) => {
    const { stage, host, devices } = Stage.live([client('anna'), client('ben')], { encryption: 'preferred' });
    const [anna, ben] = devices;
    const cole = stage.arrive(cotherapist());
    const noted = sealedText(['weber', 'anna', 'ben', 'cole'].map((name) => ({ id: `p-${name}`, stay: 1 })));
    stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null, sealed: noted });
    const helpOf = (device: Device | undefined) =>
      device?.known?.state === 'admitted' ? device.known.room.help : null;
    const seen = (name: string) => ({
      participantId: 'p-anna',
      since: stage.now,
      note: null,
      sealed: { from: 'p-anna', cipher, secret: boxFor(`p-${name}`, 1) },
    });
    t.same(helpOf(host), [seen('weber')]);
    t.same(helpOf(cole), [seen('cole')]);
    t.same(helpOf(anna), [seen('anna')]);
    t.same(helpOf(ben), []);
    t.same(
      stage.seat('anna').help?.sealed?.items.map(({ to }) => to),
      ['p-weber', 'p-anna', 'p-cole'],
      'boxes for people who are not to see it are not kept',
    );
    const conny = stage.arrive(cotherapist('conny'));
    t.same(
      helpOf(conny),
      [{ ...seen('conny'), sealed: { from: 'p-anna', cipher } }],
      'a host who comes later has no box',
    );
  },
);

t.test('a sealed note is there after a restart, and the box of a host is not for their next stay', async (t) => {
  const { stage, host, devices } = Stage.live([client('anna')], { encryption: 'preferred' });
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null, sealed: forBoth });
  stage.restart();
  stage.arrive(client('anna'), devices[0]);
  const back = stage.arrive(therapist(), host);
  const helpOf = (device: Device) => (device.known?.state === 'admitted' ? device.known.room.help : null);
  t.match(helpOf(back), [{ sealed: { cipher, secret: boxFor('p-weber', 1) } }]);
  stage.leave(back);
  const again = stage.arrive(therapist());
  t.equal(stage.seat('weber').admissions, 2);
  t.same(
    helpOf(again)?.map(({ sealed }) => sealed),
    [{ from: 'p-anna', cipher }],
  );
});

t.test('the person who asked gets the answer with their box, and members of groups get theirs', async (t) => {
  const { stage, devices } = Stage.live([client('anna'), client('ben'), client('dora')], { encryption: 'preferred' });
  const [anna, ben, dora] = devices;
  if (!anna || !ben || !dora) throw new Error('three clients came');
  const sealed = sealedText(['anna', 'ben', 'dora'].map((name) => ({ id: `p-${name}`, stay: 1 })));
  const actor = stage.by('weber');
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  stage.play({ type: 'answerHelp', actor, seatId: 'p-anna', text: '', sealed });
  const from = 'p-weber';
  const own = (name: string) => ({ text: '', sealed: { from, cipher, secret: boxFor(`p-${name}`, 1) } });
  t.same(heardBy(anna, 'hostMessage'), [{ kind: 'help', ...own('anna') }]);
  t.same(heardBy(ben, 'hostMessage'), []);
  const groups = [{ id: 'g-1', name: 'One', seatIds: ['p-ben', 'p-dora'] }];
  stage.play({ type: 'startBreakout', actor, groups, seconds: null });
  stage.drop(dora);
  stage.play({ type: 'messageGroups', actor, text: '', sealed });
  t.same(heardBy(ben, 'hostMessage'), [{ kind: 'breakout', ...own('ben') }]);
  const later = stage.effects.filter(({ type }) => type === 'deliverLater');
  t.match(later, [{ seatId: 'p-dora', notification: { params: { kind: 'breakout', ...own('dora') } } }]);
});

t.test('in a preview the other person gets the text with the box for their stay', async (t) => {
  const { stage, host } = Stage.live([], { encryption: 'preferred' });
  const ben = stage.arrive(client('ben'));
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('ben') });
  const toBen = sealedText([
    { id: 'p-ben', stay: 0 },
    { id: 'p-weber', stay: 1 },
  ]);
  stage.play({ type: 'sendPreviewText', connectionId: host.connectionId, text: '', sealed: toBen });
  t.same(heardBy(ben, 'previewText'), [{ text: '', sealed: { from: 'p-weber', cipher, secret: boxFor('p-ben', 0) } }]);
  stage.play({ type: 'sendPreviewText', connectionId: ben.connectionId, text: '', sealed: toBen });
  t.match(heardBy(host, 'previewText'), [{ sealed: { from: 'p-ben', secret: boxFor('p-weber', 1) } }]);
  stage.admit(api, 'ben');
});

t.test('somebody who was put back gets the texts of a preview like anybody who waits', async (t) => {
  const { stage, host, devices } = Stage.live([client()], { encryption: 'preferred' });
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('anna') });
  const [anna] = devices;
  t.equal(anna?.known?.self.stay, 0);
  const sealed = sealedText([{ id: 'p-anna', stay: 0 }]);
  stage.play({ type: 'sendPreviewText', connectionId: host.connectionId, text: '', sealed });
  if (anna) t.match(heardBy(anna, 'previewText'), [{ sealed: { secret: boxFor('p-anna', 0) } }]);
});
