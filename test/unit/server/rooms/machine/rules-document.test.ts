/** The table of events in the machine's README matches the machine: grants are tried, codes are searched for. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorCodes, type Grants, type RoomSettings, roleDefaults } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import type { RoomEvent, SeatActor } from '../../../../../server/src/rooms/machine/index.ts';
import { forwardingRules, transition } from '../../../../../server/src/rooms/machine/index.ts';
import { command, roomSettings } from '../../../../support/machine/player/commands.ts';
import { client, person, therapist } from '../../../../support/machine/player/people.ts';
import { sealedText } from '../../../../support/machine/player/sealed-texts.ts';
import { Stage } from '../../../../support/machine/stage.ts';
import { World } from '../../../../support/machine/world.ts';

const seed = Number(process.env.HEARTHROOM_SEED ?? Math.floor(Math.random() * 2 ** 31));
t.setTimeout(120_000);

interface Row {
  needs: string[];
  codes: string[];
}

const rows = readRows();

/** @param head start of its first line */
function linesOfTable(head: string): string[] {
  const path = new URL('../../../../../server/src/rooms/machine/README.md', import.meta.url);
  const [, table = ''] = readFileSync(path, 'utf8').split(head);
  return (table.split('\n\n')[0] ?? '').split('\n').slice(2);
}

function readRows(): Map<string, Row> {
  return new Map(
    linesOfTable('| event | needs |').map((line) => {
      const [, event = '', needs = '', codes = ''] = line.split('|').map((cell) => cell.trim());
      const names = codes.split(',').map((code) => code.trim().replaceAll('`', ''));
      const row = { needs: needs.split(',').map((need) => need.trim()), codes: names.filter((code) => code !== '') };
      return [event.replaceAll('`', ''), row];
    }),
  );
}

/** One event of every type, with «cole» as actor. The compiler checks that none is missing. */
const samples: { [T in RoomEvent['type']]: (actor: SeatActor, stage: Stage) => Extract<RoomEvent, { type: T }> } = {
  connected: () => ({
    type: 'connected',
    connectionId: 'new',
    claims: client('new'),
    newSeatId: 'p-new',
    resumeHash: 'x',
    presentedResumeHash: null,
    passcode: 'right',
    e2ee: null,
  }),
  disconnected: () => ({ type: 'disconnected', connectionId: 'c1' }),
  left: () => ({ type: 'left', connectionId: 'c1' }),
  acceptAgreement: () => ({ type: 'acceptAgreement', connectionId: 'c1', version: '1' }),
  withdrawAgreement: () => ({ type: 'withdrawAgreement', connectionId: 'c1' }),
  answerMeeting: () => ({ type: 'answerMeeting', connectionId: 'c1', hostId: 'p-cole', accept: true }),
  sendPreviewText: () => ({ type: 'sendPreviewText', connectionId: 'c1', text: 'Hello' }),
  admit: (actor, stage) => ({ type: 'admit', actor, entries: [stage.entry('ben')], all: false }),
  deny: (actor, stage) => ({ type: 'deny', actor, ...stage.entry('ben'), ban: false }),
  putInWaitingRoom: (actor) => ({ type: 'putInWaitingRoom', actor, seatId: 'p-anna' }),
  messageWaiting: (actor) => ({ type: 'messageWaiting', actor, seatId: null, text: 'Hello' }),
  openPreview: (actor, stage) => ({ type: 'openPreview', actor, ...stage.entry('ben') }),
  closePreview: (actor) => ({ type: 'closePreview', actor }),
  openCircle: (actor) => ({ type: 'openCircle', actor }),
  cancelCircle: (actor) => ({ type: 'cancelCircle', actor }),
  askConsent: (actor, stage) => ({ type: 'askConsent', actor, ...stage.entry('olga') }),
  answerConsent: (actor) => ({ type: 'answerConsent', actor, seatId: 'p-olga', consent: true }),
  remove: (actor) => ({ type: 'remove', actor, seatId: 'p-anna', ban: false }),
  mute: (actor) => ({ type: 'mute', actor, seatId: 'p-anna', source: 'camera' }),
  askToUnmute: (actor) => ({ type: 'askToUnmute', actor, seatId: 'p-anna', source: 'camera' }),
  updateSettings: (actor) => ({ type: 'updateSettings', actor, patch: { locked: true } }),
  pardon: (actor) => ({ type: 'pardon', actor, seatId: 'p-anna' }),
  end: (actor) => ({ type: 'end', actor }),
  extend: (actor) => ({ type: 'extend', actor, minutes: 5 }),
  undoExtension: (actor) => ({ type: 'undoExtension', actor }),
  requestHelp: (actor) => ({ type: 'requestHelp', actor, note: null }),
  closeHelp: (actor) => ({ type: 'closeHelp', actor, seatId: null }),
  markDepartureSeen: (actor) => ({ type: 'markDepartureSeen', actor, seatId: 'p-anna' }),
  answerHelp: (actor) => ({ type: 'answerHelp', actor, seatId: 'p-anna', text: 'Hello' }),
  openSideRoom: (actor) => ({ type: 'openSideRoom', actor, seatId: 'p-anna' }),
  closeSideRoom: (actor) => ({ type: 'closeSideRoom', actor }),
  raiseHand: (actor) => ({ type: 'raiseHand', actor }),
  lowerHand: (actor) => ({ type: 'lowerHand', actor, seatId: null }),
  react: (actor) => ({ type: 'react', actor, reaction: 'hug' }),
  rename: (actor) => ({ type: 'rename', actor, name: 'Somebody' }),
  setSpotlight: (actor) => ({ type: 'setSpotlight', actor, seatId: 'p-anna' }),
  startGoRound: (actor) => ({ type: 'startGoRound', actor, order: null, secondsPerPerson: null, muteOthers: false }),
  nextTurn: (actor) => ({ type: 'nextTurn', actor }),
  pauseGoRound: (actor) => ({ type: 'pauseGoRound', actor }),
  resumeGoRound: (actor) => ({ type: 'resumeGoRound', actor }),
  stopGoRound: (actor) => ({ type: 'stopGoRound', actor }),
  giveTurn: (actor) => ({ type: 'giveTurn', actor, seatId: null, when: 'end' }),
  undoTurn: (actor) => ({ type: 'undoTurn', actor }),
  startBreakout: (actor) => ({ type: 'startBreakout', actor, groups: [], seconds: null }),
  moveToGroup: (actor) => ({ type: 'moveToGroup', actor, seatId: 'p-anna', groupId: null }),
  messageGroups: (actor) => ({ type: 'messageGroups', actor, text: 'Hello' }),
  endBreakout: (actor) => ({ type: 'endBreakout', actor, countdownMs: 0 }),
  startCheckIn: (actor) => ({
    type: 'startCheckIn',
    actor,
    id: 'q1',
    question: { text: 'How are you?', scale: { min: 0, max: 10 } },
  }),
  shareCheckIn: (actor) => ({ type: 'shareCheckIn', actor, checkInId: 'q1', sealed: sealedText([]) }),
  answerCheckIn: (actor) => ({ type: 'answerCheckIn', actor, checkInId: 'q1', value: 5 }),
  endCheckIn: (actor) => ({ type: 'endCheckIn', actor, checkInId: 'q1' }),
  sendChat: (actor) => ({ type: 'sendChat', actor, to: { kind: 'group' }, text: 'Hello' }),
  timerFired: () => ({ type: 'timerFired', name: 'closes', epoch: 1 }),
  clockStepped: () => ({ type: 'clockStepped', byMs: 3_600_000 }),
  restarted: () => ({ type: 'restarted' }),
  takenOver: () => ({ type: 'takenOver' }),
};

const types = Object.keys(samples) as RoomEvent['type'][];
const grantNames = Object.keys(roleDefaults.client.grants) as (keyof Grants)[];
const isGrant = (need: string): need is keyof Grants => grantNames.some((name) => name === need);

/** The answer to «cole» with only these grants, inside a live session where it is their turn; null: accepted. */
function answerTo(type: RoomEvent['type'], grants: (keyof Grants)[]): string | null {
  const { stage } = Stage.live([client()], { observerConsent: 'all' }, therapist());
  const only = Object.fromEntries(grantNames.map((name) => [name, grants.includes(name)]));
  stage.arrive(person('cole', grants.includes('canAdmit') ? 'cotherapist' : 'client', { grants: only }));
  if (stage.stateOf('cole') === 'waiting') stage.admit(stage.by('weber'), 'cole');
  stage.arrive(client('ben'));
  stage.arrive(person('olga', 'observer'));
  stage.play({ type: 'askConsent', actor: stage.by('weber'), ...stage.entry('olga') });
  if (type === 'nextTurn') {
    const round = { order: ['p-cole', 'p-anna'], secondsPerPerson: null, muteOthers: false };
    stage.play({ type: 'startGoRound', actor: stage.by('weber'), ...round });
  }
  const result = transition(stage.state, samples[type](stage.by('cole'), stage), stage.now);
  return 'rejected' in result ? result.rejected : null;
}

t.test('the table lists every event of the machine, and no other', async (t) => {
  t.strictSame([...rows.keys()].sort(), types.toSorted());
});

t.test('the table of rules by which nothing is forwarded lists each of them, in their order', async (t) => {
  const listed = linesOfTable('| rule | no packet goes').map((line) => line.split('`')[1]);
  t.strictSame(listed, [...forwardingRules]);
});

t.test('a person who holds the grants of the table may, and a person who lacks one of them may not', async (t) => {
  for (const type of types) {
    const needs = (rows.get(type)?.needs ?? []).filter(isGrant);
    if (needs.length === 0) continue;
    t.not(answerTo(type, needs), 'not-allowed', `${type} with ${needs}`);
    for (const grant of grantNames) {
      const others = grantNames.filter((name) => name !== grant);
      const isRefused = answerTo(type, others) === 'not-allowed';
      t.equal(isRefused, needs.includes(grant), `${type} with all but ${grant}`);
    }
  }
});

t.test('what needs no grant is for everybody present, for clients, or for the API alone', async (t) => {
  for (const type of types) {
    const [need = ''] = rows.get(type)?.needs ?? [];
    if (isGrant(need)) continue;
    const event = samples[type](
      { kind: 'seat', seatId: 'p-anna' },
      Stage.live([client(), client('ben'), person('olga', 'observer')]).stage,
    );
    t.equal('actor' in event, ['present', 'client', 'API'].includes(need), `${type} is somebody's who acts`);
    t.equal('connectionId' in event, need === 'connection', `${type} is a connection's`);
    if (!('actor' in event)) continue;
    t.equal(answerTo(type, []) === 'not-allowed', need === 'API', `${type} by a client`);
    t.equal(answerTo(type, grantNames) === 'not-allowed', need !== 'present', `${type} by a host`);
  }
});

t.test('a person who waits does nothing that a seat may do', async (t) => {
  const { stage } = Stage.live([client()]);
  for (const sub of ['ben', 'olga']) stage.arrive(person(sub, sub === 'olga' ? 'observer' : 'client'));
  for (const type of types) {
    const event = samples[type](stage.by('ben'), stage);
    if ('actor' in event && type !== 'pardon') t.equal(stage.refusal(event), 'not-admitted', type);
  }
});

t.test('every code that the machine refuses with at random stands in the table', async (t) => {
  t.comment(`HEARTHROOM_SEED=${seed}`);
  let refusals = 0;
  const watch = (settings: RoomSettings) =>
    new World(settings, ({ before, event, result }) => {
      if (!('rejected' in result)) return;
      refusals += 1;
      const isGeneral =
        before.phase === 'ended' ? ['room-ended', 'not-found'] : 'actor' in event ? ['not-admitted'] : [];
      const codes = [...(rows.get(event.type)?.codes ?? []), ...isGeneral];
      assert.ok(codes.includes(result.rejected), `${event.type} was refused with ${result.rejected}`);
    });
  fc.assert(
    fc.property(
      roomSettings,
      fc.array(command, { minLength: 100, maxLength: 150, size: 'max' }),
      (settings, commands) => {
        const world = watch(settings);
        for (const one of commands) world.run(one);
      },
    ),
    { seed, numRuns: 60, endOnFailure: true },
  );
  t.ok(refusals > 1_000, `${refusals} refusals`);
  for (const { codes } of rows.values()) for (const code of codes) t.ok(Object.hasOwn(errorCodes, code), code);
});
