/**
 * Somebody with a participant's token but without their resume secret learns nothing about them. Response times are not
 * compared.
 */
import assert from 'node:assert/strict';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { everyRequest } from '../../../../support/server/clients/every-request.ts';
import { QualityMedia } from '../../../../support/server/rooms/quality-media.ts';
import { noStore, RoomDesk, type Visitor } from '../../../../support/server/rooms/room-desk.ts';

const agreement = { version: '1', text: 'What is said here stays here.' };
const seed = Number(process.env.HEARTHROOM_SEED ?? Math.floor(Math.random() * 2 ** 31));

t.setTimeout(240_000);

/** Where the owner of the token is when the other one connects. */
const owners = [
  'never came',
  'left',
  'dropped while waiting',
  'waits',
  'is in a preview',
  'is inside',
  'is suspended',
  'expired',
] as const;
type Owner = (typeof owners)[number];

/** What the owner does meanwhile, where possible: the other must not notice it. */
const ownersDoings = ['drops', 'comes back', 'leaves', 'speaks', 'is put back'] as const;

/** Every method, and requests that only a handler rejects. */
const requestsTo = (host: string): [method: string, params: object][] => [
  ...Object.entries(everyRequest(host)),
  ['rename', { name: '\u0007' }],
  ['sendChat', { to: 'participant', text: 'To whom?' }],
  ['sendChat', { to: 'hosts', participantId: host, text: 'To both?' }],
  ['publishTrack', { ...everyRequest(host).publishTrack, kind: 'video' }],
  ['acceptAgreement', { version: 'another' }],
];
const requestCount = requestsTo('p-weber').length;
const openMedia = requestsTo('p-weber').findIndex(([method]) => method === 'openMedia');
type Action =
  | { type: 'connect'; keepMedia: boolean; secret: 'none' | 'own' }
  | { type: 'message' | 'quality' }
  | { type: 'drop' | 'leave'; pick: number }
  | { type: 'request'; pick: number; which: number; times: number }
  | { type: 'owner'; does: (typeof ownersDoings)[number] };

const pick = fc.nat(7);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('connect' as const),
      keepMedia: fc.boolean(),
      secret: fc.constantFrom('none' as const, 'own' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom({ type: 'message' as const }, { type: 'quality' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('drop' as const, 'leave' as const), pick }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('request' as const),
      pick,
      which: fc.oneof(fc.nat(requestCount - 1), fc.constant(openMedia)),
      times: fc.constantFrom(1, 1, 15),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('owner' as const), does: fc.constantFrom(...ownersDoings) }) },
);

class Stage {
  readonly desk: RoomDesk;
  readonly host: Visitor;
  owner: Visitor | null = null;

  private constructor(desk: RoomDesk, host: Visitor) {
    this.desk = desk;
    this.host = host;
  }

  static async set(desk: RoomDesk, where: Owner): Promise<Stage> {
    const stage = new Stage(desk, await desk.enter(therapist()));
    // Other waiting participants, so that the waiting room is almost full.
    await desk.enter(client('ben'));
    if (where !== 'never came') await stage.#place(where);
    return stage;
  }

  async #place(where: Owner): Promise<void> {
    const owner = await this.desk.enter(client());
    this.owner = owner;
    await owner.codeOf('acceptAgreement', { version: '1' });
    if (where === 'is in a preview') await this.#preview(owner);
    if (where === 'is inside' || where === 'is suspended' || where === 'expired') await this.desk.admit(owner);
    if (where === 'is suspended' || where === 'dropped while waiting' || where === 'expired') await owner.drop();
    if (where === 'left') await owner.codeOf('leave');
    if (where === 'expired') await this.#expire(owner.id);
  }

  async #preview(owner: Visitor): Promise<void> {
    const { id } = owner;
    await this.host.codeOf('openPreview', { participantId: id, epoch: this.desk.room.state.seats[id]?.epoch });
    await owner.codeOf('answerMeeting', { participantId: this.host.id, accept: true });
    assert.equal(this.desk.room.state.privatePairs.length, 1);
  }

  async #expire(id: string): Promise<void> {
    const timer = this.desk.room.state.timers[`lease:${id}`];
    assert.ok(timer);
    this.desk.clock.atMs = timer.dueAt;
    await this.desk.room.apply({ type: 'timerFired', name: `lease:${id}`, epoch: timer.epoch });
  }

  /** Only an owner who is inside acts: a waiting one is closed by a newer device, and is told so. */
  async ownerDoes(does: (typeof ownersDoings)[number]): Promise<void> {
    const { owner, desk } = this;
    if (!owner) return;
    const state = desk.room.state.seats[owner.id]?.state;
    if (does === 'drops' && state === 'admitted') await owner.drop();
    if (does === 'comes back' && state === 'suspended')
      this.owner = await desk.enter(client(), { resumeSecret: owner.resumeSecret });
    if (does === 'leaves' && state === 'admitted') await owner.codeOf('leave');
    if (does === 'speaks' && state === 'admitted') await owner.codeOf('sendChat', { to: 'group', text: 'Hello' });
    if (does === 'is put back' && state === 'admitted')
      await desk.room.apply({ type: 'putInWaitingRoom', actor: { kind: 'api' }, seatId: owner.id });
  }
}

/** All answers and notifications to the other devices, in order; seat ids are replaced by the same names. */
async function observe(
  where: Owner,
  settings: Partial<RoomSettings>,
  actions: Action[],
  isLocked = false,
): Promise<string> {
  const { maxWaiting = 50, ...others } = settings;
  const media = new QualityMedia();
  const desk = await RoomDesk.create(others, noStore, media);
  const stage = await Stage.set(desk, where);
  // Only now: whether the owner got a seat is not under test.
  await desk.room.apply({ type: 'updateSettings', actor: { kind: 'api' }, patch: { maxWaiting } });
  if (isLocked) await desk.room.apply({ type: 'updateSettings', actor: { kind: 'api' }, patch: { locked: true } });
  const bearers: Visitor[] = [];
  const seen: unknown[] = [];
  for (const one of actions) {
    const bearer = bearers.at('pick' in one ? one.pick % Math.max(bearers.length, 1) : 0);
    if (one.type === 'message') await stage.host.codeOf('messageWaiting', { text: 'Soon' });
    else if (one.type === 'quality') media.reportLost();
    else if (one.type === 'owner') await stage.ownerDoes(one.does);
    else if (one.type === 'connect') {
      try {
        // Of an earlier connection of their own, never the owner's.
        const resumeSecret = one.secret === 'own' ? bearers.at(-1)?.resumeSecret : undefined;
        bearers.push(
          await desk.enter(client(), { keepMedia: one.keepMedia, resumeSecret, lastSeq: 0, lastChatSeq: 0 }),
        );
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        seen.push(error.code);
      }
    } else if (one.type === 'request') {
      const [method = '', params] = requestsTo(stage.host.id)[one.which] ?? [];
      for (let time = 0; time < one.times; time += 1) seen.push([method, await bearer?.codeOf(method, params)]);
    } else if (one.type === 'leave') seen.push(await bearer?.codeOf('leave'));
    else await bearer?.drop();
    seen.push(bearers.map(({ told }) => told.length));
  }
  await desk.close();
  const text = JSON.stringify([seen, bearers.map(({ told }) => told)]);
  return bearers[0] ? text.replaceAll(bearers[0].id, 'p-anna') : text;
}

const settings: fc.Arbitrary<Partial<RoomSettings>> = fc
  .record({
    agreement: fc.constantFrom(null, agreement),
    maxWaiting: fc.constantFrom(1, 2, 50),
    chatHistory: fc.constantFrom('none', 'session'),
    seatLeaseSeconds: fc.constantFrom(60),
  })
  // A history of the chat excludes encryption.
  .map((some) => ({ ...some, encryption: some.chatHistory === 'session' ? 'off' : 'preferred' }));

t.test(
  'answers, notifications and closes are the same wherever the owner of the token is, and whatever they do',
  async (t) => {
    t.comment(`HEARTHROOM_SEED=${seed}`);
    await fc.assert(
      fc.asyncProperty(
        settings,
        fc.array(action, { minLength: 10, maxLength: 40, size: 'max' }),
        async (settings, actions) => {
          const first: Action = { type: 'connect', keepMedia: false, secret: 'none' };
          const seen = [];
          for (const where of owners) seen.push([where, await observe(where, settings, [first, ...actions])]);
          for (const [where, what] of seen) assert.equal(what, seen[0]?.[1], `${where} is noticed`);
        },
      ),
      { seed, numRuns: 60 },
    );
  },
);

t.test('a locked room treats everybody alike who ever had a seat', async () => {
  const actions: Action[] = [
    { type: 'connect', keepMedia: false, secret: 'none' },
    { type: 'request', pick: 0, which: openMedia, times: 1 },
    { type: 'quality' },
    ...Array.from({ length: requestCount }, (_, which) => ({ type: 'request', pick: 0, which, times: 15 }) as const),
    { type: 'connect', keepMedia: true, secret: 'own' },
  ];
  const seen = [];
  for (const where of owners.slice(1)) seen.push(await observe(where, { agreement }, actions, true));
  for (const what of seen) assert.equal(what, seen[0]);
});

t.test('on a second device one is told of the own connection under the id of the own seat', async (t) => {
  const media = new QualityMedia();
  const desk = await RoomDesk.create({}, noStore, media);
  await desk.enter(therapist());
  const inside = await desk.enter(client());
  await desk.admit(inside);
  const device = await desk.enter(client());
  t.equal(await device.codeOf('openMedia', everyRequest('').openMedia), 'ok');
  media.reportLost();
  const lost = {
    method: 'connectionQualityChanged',
    params: { participants: [{ participantId: inside.id, quality: 'lost' }] },
  };
  t.match(device.told.at(-1), lost);
  t.notMatch(inside.told.at(-1), lost, 'and nobody else is told');
  await desk.close();
});

t.test(
  'for monitoring all devices of a person are one seat, whose media counts while a device is connected',
  async (t) => {
    const media = new QualityMedia();
    const desk = await RoomDesk.create({}, noStore, media);
    await desk.enter(therapist());
    const inside = await desk.enter(client());
    await desk.admit(inside);
    const device = await desk.enter(client());
    await device.codeOf('openMedia', everyRequest('').openMedia);
    const [mediaId = ''] = media.open;
    t.notSame(mediaId, inside.id);
    t.equal(media.policy?.seatIdOf(mediaId), inside.id, 'while it waits beside the one inside');
    await inside.codeOf('leave');
    t.equal(media.policy?.seatIdOf(mediaId), inside.id, 'and when the wait is the own one of the seat');
    t.equal(media.policy?.isConnected(mediaId), true);
    await device.drop();
    t.equal(media.policy?.isConnected(mediaId), false);
    await desk.close();
  },
);
