/** Random commands, which a world turns into events that are valid in its current state. */
import { defaultRoomSettings, type RoomSettings, type TrackSource } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import { startMs } from '../stage.ts';
import { type GroupCommand, groupCommand } from './group-commands.ts';
import { type PlaceCommand, placeCommand } from './place-commands.ts';

/**
 * The token that a participant connects with: the usual one, or one with fewer grants, more grants, another role, or an
 * invalid one.
 */
export const tokens = ['usual', 'narrow', 'wide', 'required', 'bypass', 'as-host', 'as-client', 'invalid'] as const;
export type TokenKind = (typeof tokens)[number];
export const secretKinds = ['right', 'former', 'none', 'wrong'] as const;

export type Passcode = 'right' | 'wrong' | 'missing';

/** The person's usual keys for encryption, others (as after a reload), or none. */
export type Keys = 'usual' | 'other' | 'none';

/** The actor: a present host, the API, or anybody. */
export interface Who {
  kind: 'host' | 'api' | 'anybody';
  pick: number;
}

export type Command =
  | {
      type: 'connect';
      who: number;
      token: TokenKind;
      secret: (typeof secretKinds)[number];
      passcode: Passcode;
      keys: Keys;
    }
  | { type: 'drop'; pick: number }
  | { type: 'leave'; pick: number }
  | { type: 'admit'; by: Who; pick: number; isStale: boolean; unencrypted: boolean }
  | { type: 'admitAll'; by: Who; mask: number; withStrangers: boolean }
  | { type: 'deny'; by: Who; pick: number; ban: boolean; isStale: boolean }
  | { type: 'remove'; by: Who; pick: number; ban: boolean }
  | { type: 'putInWaitingRoom'; by: Who; pick: number }
  | { type: 'pardon'; by: Who; pick: number }
  | { type: 'messageWaiting'; by: Who; pick: number }
  | { type: 'mute' | 'askToUnmute'; by: Who; pick: number; source: TrackSource }
  | { type: 'updateSettings'; by: Who; patch: Patch }
  | { type: 'end'; by: Who }
  | { type: 'wait'; ms: number }
  | { type: 'wrongTimer'; pick: number; how: 'stale' | 'early' | 'unknown' }
  | { type: 'clockBack'; ms: number }
  | { type: 'clockStep'; ms: number }
  | { type: 'restart'; behindMs: number }
  | { type: 'takeOver'; behindMs: number }
  | { type: 'place'; what: PlaceCommand }
  | { type: 'group'; what: GroupCommand };

/** Settings with times relative to now. */
export type Patch = Omit<Partial<RoomSettings>, 'opensAt' | 'closesAt'> & {
  opensIn?: number | null;
  closesIn?: number | null;
};

const pick = fc.nat(63);
const by: fc.Arbitrary<Who> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('host' as const) },
    { weight: 2, arbitrary: fc.constant('api' as const) },
    { weight: 2, arbitrary: fc.constant('anybody' as const) },
  ),
  pick,
});
const rarely = fc.integer({ min: 0, max: 7 }).map((n) => n === 0);
const source = fc.constantFrom<TrackSource[]>('microphone', 'camera', 'screen', 'screen-audio');

/** Almost half of the participants are hosts: without a host little happens in a room. */
const who = fc.oneof(fc.nat(2), fc.nat(7), fc.nat(7));

const token: fc.Arbitrary<TokenKind> = fc.oneof(
  { weight: 24, arbitrary: fc.constant('usual' as const) },
  { weight: 8, arbitrary: fc.constantFrom(...tokens) },
);
const secret = fc.oneof(
  { weight: 3, arbitrary: fc.constant('right' as const) },
  { weight: 5, arbitrary: fc.constantFrom(...secretKinds) },
);

const passcode: fc.Arbitrary<Passcode> = fc.oneof(
  { weight: 30, arbitrary: fc.constant('right' as const) },
  { weight: 1, arbitrary: fc.constantFrom('wrong' as const, 'missing' as const) },
);

const keys: fc.Arbitrary<Keys> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('usual' as const) },
  { weight: 2, arbitrary: fc.constantFrom('other' as const, 'none' as const) },
);

const agreementOf = (version: string | null) =>
  version === null ? null : { version, text: 'What is said here stays here' };

const absenceExtendSeconds = fc.constantFrom(null, 5, 30, 180);

const patch: fc.Arbitrary<Patch> = fc.oneof(
  { weight: 6, arbitrary: rarely.map((locked) => ({ locked })) },
  { weight: 4, arbitrary: fc.boolean().map((waitingRoom) => ({ waitingRoom })) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 6 }).map((maxParticipants) => ({ maxParticipants })) },
  { weight: 1, arbitrary: fc.constantFrom('pause', 'continue').map((whileHeld) => ({ whileHeld })) },
  { weight: 1, arbitrary: fc.constantFrom(null, -5_000, 20_000, 400_000).map((opensIn) => ({ opensIn })) },
  { weight: 1, arbitrary: fc.constantFrom(null, null, -1, 100_000).map((closesIn) => ({ closesIn })) },
  { weight: 1, arbitrary: fc.constantFrom(0, 60, 900).map((earlyEntrySeconds) => ({ earlyEntrySeconds })) },
  { weight: 1, arbitrary: fc.constantFrom('Hello', 'Soon').map((waitingMessage) => ({ waitingMessage })) },
  { weight: 1, arbitrary: fc.constantFrom(null, '1', '2').map((version) => ({ agreement: agreementOf(version) })) },
  { weight: 1, arbitrary: fc.boolean().map((privateChat) => ({ privateChat })) },
  { weight: 1, arbitrary: fc.constantFrom('allowed', 'off').map((backgroundBlur) => ({ backgroundBlur })) },
  { weight: 1, arbitrary: fc.constantFrom('none', 'all').map((observerConsent) => ({ observerConsent })) },
  { weight: 1, arbitrary: fc.constantFrom('announced', 'asked').map((meeting) => ({ meeting })) },
  { weight: 1, arbitrary: fc.constantFrom(0, 5).map((meetingNoticeSeconds) => ({ meetingNoticeSeconds })) },
  { weight: 1, arbitrary: fc.constantFrom('immediately', 'together').map((reveal) => ({ reveal })) },
  { weight: 1, arbitrary: fc.boolean().map((warnEverybody) => ({ warnEverybody })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<number[][]>([10, 5, 1], [3, 2]).map((endWarningsMinutes) => ({ endWarningsMinutes })),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, 5, 60).map((lengthMinutes) => ({ lengthMinutes })) },
  { weight: 1, arbitrary: fc.constantFrom('required', 'preferred', 'off').map((encryption) => ({ encryption })) },
  { weight: 1, arbitrary: absenceExtendSeconds.map((seconds) => ({ absenceExtendSeconds: seconds })) },
);

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 50, arbitrary: fc.record({ type: fc.constant('connect'), who, token, secret, passcode, keys }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('drop'), pick }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('leave'), pick }) },
  {
    weight: 24,
    arbitrary: fc.record({ type: fc.constant('admit'), by, pick, isStale: rarely, unencrypted: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('admitAll'), by, mask: pick, withStrangers: rarely }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('deny'), by, pick, ban: rarely, isStale: rarely }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('remove'), by, pick, ban: rarely }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('putInWaitingRoom'), by, pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pardon'), by, pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('messageWaiting'), by, pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('mute', 'askToUnmute'), by, pick, source }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('updateSettings'), by, patch }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('end'), by: fc.record({ kind: fc.constant('anybody'), pick }) }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('wait'),
      ms: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(0, 1, 900, 4_900, 5_000, 6_000) },
        { weight: 2, arbitrary: fc.constantFrom(31_000, 70_000, 130_000) },
        { weight: 1, arbitrary: fc.constant(700_000) },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('wrongTimer'), pick, how: fc.constantFrom('stale', 'early', 'unknown') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clockBack'), ms: fc.integer({ min: 1, max: 100_000 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('clockStep'),
      ms: fc.constantFrom(5_000, 61_000, 400_000, 3_600_000, -5_000, -61_000, -400_000, -3_600_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('restart', 'takeOver'),
      behindMs: fc.constantFrom(0, 0, 0, 61_000, 3_600_000),
    }),
  },
  { weight: 40, arbitrary: fc.record({ type: fc.constant('place'), what: placeCommand }) },
  { weight: 44, arbitrary: fc.record({ type: fc.constant('group'), what: groupCommand }) },
);

const comes = { type: 'connect', token: 'usual', secret: 'none', passcode: 'right', keys: 'usual' } as const;
const accepts = { type: 'acceptAgreement', version: 'current' } as const;

/** A good start of a session: a therapist and a few clients are present, so that many events are possible. */
export const beginning: Command[] = [
  ...[0, 3, 4, 5, 6].map((who) => ({ ...comes, who })),
  ...[1, 2, 3, 4].map((pick) => ({ type: 'group', what: { ...accepts, pick } }) as const),
  { type: 'admitAll', by: { kind: 'api', pick: 0 }, mask: 0, withStrangers: false },
];

const anySettings: fc.Arbitrary<RoomSettings> = fc.record({
  title: fc.constant('A group'),
  maxParticipants: fc.constantFrom(2, 4, 6, 8, 8, 8),
  maxWaiting: fc.integer({ min: 1, max: 6 }),
  waitingRoom: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  locked: rarely,
  opensAt: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.integer({ min: 10_000, max: 2_000_000 }).map(instantIn) },
  ),
  closesAt: fc.oneof(
    { weight: 7, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 3_000_000 }).map(instantIn) },
  ),
  earlyEntrySeconds: fc.constantFrom(0, 60, 900),
  emptyTimeoutSeconds: fc.constantFrom(60, 600),
  seatLeaseSeconds: fc.constantFrom(10, 60, 300),
  absencePolicy: fc.constantFrom('end', 'return-to-waiting', 'return-to-waiting', 'hand-over'),
  absenceGraceSeconds: fc.constantFrom(10, 120),
  absenceExtendSeconds,
  whileHeld: fc.constantFrom('pause', 'pause', 'continue'),
  waitingMessage: fc.constant(defaultRoomSettings.waitingMessage),
  reveal: fc.constantFrom('immediately', 'immediately', 'together'),
  observerConsent: fc.constantFrom('none', 'all'),
  meeting: fc.constantFrom('announced', 'announced', 'asked'),
  meetingNoticeSeconds: fc.constantFrom(0, 1, 5),
  agreement: fc.constantFrom(null, null, agreementOf('1')),
  recording: fc.constant('never' as const),
  privateChat: fc.boolean(),
  chatHistory: fc.constantFrom('none', 'session'),
  encryption: fc.constantFrom('off', 'off', 'off', 'preferred', 'preferred', 'required'),
  backgroundBlur: fc.constantFrom('allowed', 'allowed', 'off'),
  lengthMinutes: fc.constantFrom(null, null, null, null, null, 5, 60),
  endWarningsMinutes: fc.constantFrom<number[][]>([10, 5, 1], [2], []),
  warnEverybody: fc.boolean(),
});

/** Small rooms with short times, so that limits and timers matter. */
export const roomSettings = anySettings.map(
  (settings): RoomSettings => (settings.encryption === 'off' ? settings : { ...settings, chatHistory: 'none' }),
);

function instantIn(ms: number): string {
  return new Date(startMs + ms).toISOString();
}
