/** The document's table «Hosts among themselves»: each row is played on the machine. */
import { readFileSync } from 'node:fs';
import type { Grants } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { type RoomEvent, transition } from '../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist } from '../../../support/machine/player/people.ts';
import { Stage } from '../../../support/machine/stage.ts';

const document = readFileSync(new URL('../../../../sdk/protocol/PROTOCOL.md', import.meta.url), 'utf8');

const rows = (document.split('| request | needs | about a client')[1] ?? '')
  .split('\n\n')[0]
  ?.split('\n')
  .slice(2)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

/**
 * The event for each request, about a participant inside, or a waiting one if the request is about the waiting room.
 */
const events: Record<string, (stage: Stage, by: string, about: string) => RoomEvent> = {
  admit: (stage, by, about) => ({ type: 'admit', actor: stage.by(by), entries: [stage.entry(about)], all: false }),
  deny: (stage, by, about) => ({ type: 'deny', actor: stage.by(by), ...stage.entry(about), ban: false }),
  'deny with ban': (stage, by, about) => ({ type: 'deny', actor: stage.by(by), ...stage.entry(about), ban: true }),
  putInWaitingRoom: (stage, by, about) => ({
    type: 'putInWaitingRoom',
    actor: stage.by(by),
    seatId: stage.seat(about).id,
  }),
  remove: (stage, by, about) => ({ type: 'remove', actor: stage.by(by), seatId: stage.seat(about).id, ban: false }),
  mute: (stage, by, about) => ({
    type: 'mute',
    actor: stage.by(by),
    seatId: stage.seat(about).id,
    source: 'microphone',
  }),
  askToUnmute: (stage, by, about) => ({
    type: 'askToUnmute',
    actor: stage.by(by),
    seatId: stage.seat(about).id,
    source: 'microphone',
  }),
  lowerHand: (stage, by, about) => ({ type: 'lowerHand', actor: stage.by(by), seatId: stage.seat(about).id }),
  setSpotlight: (stage, by, about) => ({ type: 'setSpotlight', actor: stage.by(by), seatId: stage.seat(about).id }),
};

const isAboutWaiting = (request: string) => request === 'admit' || request.startsWith('deny');

/**
 * A live session with «weber» (with canEnd), «cole» (a host without it) and others; optionally with «weber» as the only
 * host.
 */
function session(request: string, overrides: { grants?: Partial<Grants>; hosts?: 'several' | 'one' } = {}): Stage {
  const { stage } = Stage.live([client('anna')]);
  if (overrides.hosts === 'one') return stage;
  const grants = { canEnd: false, ...overrides.grants };
  stage.arrive(cotherapist('cole', { grants, waitingRoom: 'bypass' }));
  if (stage.stateOf('cole') === 'waiting') stage.admit(stage.by('weber'), 'cole');
  stage.arrive(client('ben'));
  stage.arrive(cotherapist('dana', { waitingRoom: isAboutWaiting(request) ? 'required' : 'bypass' }));
  return stage;
}

function answer(stage: Stage, request: string, by: string, about: string): string {
  const event = events[request]?.(stage, by, about);
  if (!event) return 'no such request';
  const result = transition(stage.state, event, stage.now);
  return 'rejected' in result ? result.rejected : 'accepted';
}

t.test('the table has a row for each request about a person', async (t) => {
  t.same(
    rows?.map(([request = '']) => request),
    Object.keys(events),
  );
});

t.test('a person who holds the grant of the table may do it to a client, and nobody else', async (t) => {
  for (const [request = '', needs = '', aboutClient] of rows ?? []) {
    const person = isAboutWaiting(request) ? 'ben' : 'anna';
    t.equal(aboutClient, 'yes', request);
    t.equal(answer(session(request), request, 'cole', person), 'accepted', request);
    t.equal(answer(session(request, { grants: { [needs]: false } }), request, 'cole', person), 'not-allowed', request);
  }
});

t.test('to another host, as the table says', async (t) => {
  for (const [request = '', , , aboutHost] of rows ?? []) {
    const wanted = aboutHost === 'yes' ? 'accepted' : 'not-allowed';
    t.ok(aboutHost === 'yes' || aboutHost === 'with canEnd', request);
    t.equal(answer(session(request), request, 'cole', 'dana'), wanted, `${request}, without canEnd`);
    t.equal(answer(session(request), request, 'weber', 'dana'), 'accepted', `${request}, with canEnd`);
  }
});

t.test('to the last host present, as the table says', async (t) => {
  for (const [request = '', , , , aboutLast] of rows ?? []) {
    if (aboutLast === '–') continue;
    const wanted = aboutLast === 'yes' ? 'accepted' : 'last-host';
    t.ok(aboutLast === 'yes' || aboutLast === 'no: last-host', request);
    t.equal(answer(session(request, { hosts: 'one' }), request, 'weber', 'weber'), wanted, request);
  }
});
