/** A preflight is done by the node that runs the room, since media goes there. */
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import type { Echo } from '../../../../../server/src/preflight/ports.ts';
import { Preflights } from '../../../../../server/src/preflight/preflights.ts';
import { RawClient } from '../../../../support/server/clients/raw-client.ts';
import { startPair, tokenFor } from '../../../../support/server/cluster/linked-nodes.ts';

/** The lifetime says whose they are. */
function preflightsOf(t: Test, lifetimeMs: number): Preflights {
  const echo: Echo = {
    openTransport: () => Promise.reject(new Error('not used')),
    connectTransport: async () => {},
    echoTrack: () => Promise.reject(new Error('not used')),
    close: () => {},
  };
  const media = { openEcho: async () => echo };
  const preflights = new Preflights({ media, observer: new ServerObserver(), max: 5, lifetimeMs });
  t.teardown(() => preflights.close());
  return preflights;
}

t.test('the node that runs the room does it, and ends it, whatever node is asked', async (t) => {
  const owner = { preflights: preflightsOf(t, 300) };
  const pair = await startPair(t, { owner, preflights: preflightsOf(t, 60_000) });
  const room = await pair.owner.createRoom();
  const client = await RawClient.open(pair.front.url);
  const answer = await client.request('beginPreflight', { token: await tokenFor(room, 'anna') });
  t.match(answer, { result: { endsInMs: 300 } });
  t.equal(await client.codeOf('ping'), 'ok');
  t.equal(await client.codeOf('sendChat', { to: 'group', text: 'hello' }), 'not-allowed');
  t.match(await client.notification('closing'), { code: 'preflight-over' });
  t.same(await client.closed, { code: 4412, reason: 'preflight-over' });
});

t.test('a refusal of that node reaches the client', async (t) => {
  const pair = await startPair(t, { preflights: preflightsOf(t, 60_000) });
  const room = await pair.owner.createRoom();
  const client = await RawClient.open(pair.front.url);
  t.equal(await client.codeOf('beginPreflight', { token: await tokenFor(room, 'anna') }), 'preflight-off');
  t.same(await client.closed, { code: 4404, reason: 'preflight-off' });
});
