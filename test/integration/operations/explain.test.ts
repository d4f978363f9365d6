/** Real media, a real store, and the command that explains afterwards why a participant was not heard. */

import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { nodeOptions } from '../../../server/setup/install/compiled.mjs';
import type { MediaEvent } from '../../../server/src/core/events/media-events.ts';
import { rewritingEnvironment } from '../../support/faults/causes/rewriting-environment.ts';
import { UdpProxy } from '../../support/faults/causes/udp-proxy.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import { startTestServer } from '../../support/server/test-server.ts';
import { SyntheticPerson } from '../../support/werift/synthetic-person.ts';

t.setTimeout(300_000);

const command = fileURLToPath(new URL('../../../server/src/commands/explain.ts', import.meta.url));
const beginAt = Date.now() - 1_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** A session with a therapist, and admitted clients who send audio. `person` adds one more. */
async function startSession(t: Test, settings: Partial<RoomSettings> = {}) {
  const server = await startTestServer({ mediaTimings: { connectTimeoutMs: 1_000, consentTimeoutS: 2 } });
  t.teardown(() => server.close());
  const room = await server.createRoom(settings);
  const events: MediaEvent[] = [];
  server.app.observer.on('mediaEvent', ({ event }) => events.push(event));
  const enter = async (sub: string, options: { role?: 'therapist' | 'client'; proxy?: UdpProxy } = {}) => {
    const { role = 'client', proxy } = options;
    const environment = proxy && rewritingEnvironment((sdp) => proxy.rewrite(sdp));
    const getToken = () => server.tokenFor(room, { sub, role, name: `Canary ${sub}` });
    const person = new SyntheticPerson({ url: server.url, getToken, ...(environment && { environment }) });
    t.teardown(() => person.leave());
    await person.session.connect();
    const id = () => person.session.localParticipant.id ?? '';
    return { session: person.session, person, id };
  };
  const weber = await enter('weber', { role: 'therapist' });
  const admit = async (sub: string, proxy?: UdpProxy) => {
    const client = await enter(sub, proxy ? { proxy } : {});
    await weber.session.admitAll();
    await waitUntil(() => client.session.state === 'joined', `${sub} is in`);
    return client;
  };
  type Member = Awaited<ReturnType<typeof enter>>;
  const happens = (wanted: Partial<Record<string, unknown>>) =>
    waitUntil(
      () => events.some((event) => Object.entries(wanted).every(([key, value]) => Reflect.get(event, key) === value)),
      JSON.stringify(wanted),
    );
  /**
   * Waits until audio packets arrive and the listener's path is recorded, some milliseconds after the first packets.
   */
  const hears = async (listener: Member, speaker: Member) => {
    await waitUntil(() => listener.person.packetsFrom(speaker.id(), 'microphone') > 0, 'packets of the voice');
    await happens({ what: 'path.connected', seatId: listener.id(), direction: 'receive' });
  };
  /** Stops the server and runs the command. */
  const explain = async (listener: Member, speaker: Member, ...more: string[]) => {
    await server.stop();
    const args = ['--room', room, '--from', iso(beginAt), '--to', iso(Date.now() + 1_000), ...more];
    const seats = ['--listener', listener.id(), '--speaker', speaker.id()];
    const env = { PATH: process.env.PATH, HEARTHROOM_DATA_DIR: server.dataDir };
    const run = promisify(execFile)(process.execPath, [...nodeOptions, command, ...args, ...seats], { env });
    const { stdout } = await run;
    t.notMatch(stdout, /canary|127\.0\.0\.1/i, 'nobody is named');
    return stdout;
  };
  return { server, room, events, weber, admit, hears, happens, explain };
}

/** Checks that these lines appear in this order, with any lines between them. */
function inOrder(t: Test, text: string, ...parts: RegExp[]): void {
  let rest = text;
  for (const part of parts) {
    const found = part.exec(rest);
    if (!t.ok(found, `${part} in its place`)) {
      t.comment(text);
      return;
    }
    rest = rest.slice((found?.index ?? 0) + (found?.[0].length ?? 0));
  }
}

t.test('a mute by a host is reported with who did it, and its start and end', async (t) => {
  const { weber, admit, hears, happens, explain } = await startSession(t);
  const [anna, ben] = [await admit('anna'), await admit('ben')];
  await ben.person.speak();
  await hears(anna, ben);
  const isTold = new Promise<void>((resolve) => ben.session.on('localTrackUpdated', () => resolve()));
  await weber.session.mute(ben.id(), 'microphone');
  await happens({ what: 'track.muted', by: 'host' });
  await isTold;
  const toldAt = Date.now();
  await waitUntil(
    () => Date.now() > toldAt + 1,
    'a later millisecond than that of the mute: records are kept by the millisecond',
  );
  await ben.session.localParticipant.setMicrophoneEnabled(true);
  await happens({ what: 'track.unmuted' });
  const told = await explain(anna, ben);
  inOrder(
    t,
    told,
    /A is seat p-\S+ \(listener\)\nB is seat p-\S+ \(speaker\)\n/,
    /B: microphone published/,
    /A is offered B's microphone/,
    /A receives B's microphone/,
    /B: microphone muted by a host/,
    /B: microphone unmuted by B/,
    /Answer, from .*: the server sent B's microphone to A/,
    /Answer, from .*: A did not receive B's microphone: B's microphone was muted by a host\./,
    /Answer, from .*: the server sent B's microphone to A/,
  );
  t.match(told, /A: media connected over UDP after \d\.\d s \(receiving\)/);
  t.match(told, new RegExp(`microphone muted by seat ${weber.id()}`));
});

t.test('another breakout group: the rule is named', async (t) => {
  const { weber, admit, hears, happens, explain } = await startSession(t);
  const [anna, ben] = [await admit('anna'), await admit('ben')];
  await ben.person.speak();
  await hears(anna, ben);
  await weber.session.startBreakout({ groups: [{ name: 'Canary', participantIds: [anna.id()] }] });
  await happens({ what: 'consumer.withheld', seatId: anna.id(), rule: 'other-breakout-group' });
  const told = await explain(anna, ben);
  inOrder(
    t,
    told,
    /A receives B's microphone/,
    /breakout groups started/,
    /A does not receive B's microphone: they were in different breakout groups \(rule other-breakout-group\)/,
    /Answer, .*: A did not receive B's microphone: they were in different breakout groups \(rule other-breakout-group\)\./,
  );
});

t.test('a closed circle: clients are told apart from hosts', async (t) => {
  const { weber, admit, hears, happens, explain } = await startSession(t, {
    reveal: 'together',
    meetingNoticeSeconds: 0,
  });
  const [anna, ben] = [await admit('anna'), await admit('ben')];
  await ben.person.speak();
  await hears(weber, ben);
  await happens({ what: 'consumer.withheld', seatId: anna.id(), rule: 'circle-closed' });
  await weber.session.openCircle();
  await hears(anna, ben);
  inOrder(
    t,
    await explain(anna, ben),
    /A does not receive B's microphone: neither is a host, and the circle was not opened yet \(rule circle-closed\)/,
    /the circle was opened/,
    /A receives B's microphone/,
  );
});

t.test('a participant whose media never reached the server is reported as such', async (t) => {
  const { admit, happens, explain } = await startSession(t);
  const blocked = new UdpProxy();
  t.teardown(() => blocked.close());
  blocked.block();
  const [anna, ben] = [await admit('anna'), await admit('ben', blocked)];
  await ben.person.speak().catch(() => {});
  await happens({ what: 'path.failed', seatId: ben.id(), direction: 'send', stage: 'ice' });
  inOrder(
    t,
    await explain(anna, ben),
    /B: no path for media after 1\.\d s: no packet of theirs reached the server \(ice\) \(sending\)/,
    /Answer, .*: A did not receive B's microphone: B's media did not connect: no packet of theirs reached the server \(ice\)/,
  );
});

t.test('a lost and restored connection is reported with both times', async (t) => {
  const { admit, hears, happens, explain } = await startSession(t);
  const proxy = new UdpProxy();
  t.teardown(() => proxy.close());
  const [anna, ben] = [await admit('anna'), await admit('ben', proxy)];
  await ben.person.speak();
  await hears(anna, ben);
  proxy.block();
  await happens({ what: 'path.lost', seatId: ben.id(), direction: 'send' });
  proxy.unblock();
  await waitUntil(async () => {
    const before = anna.person.packetsFrom(ben.id(), 'microphone');
    await new Promise((resolve) => setImmediate(resolve));
    return anna.person.packetsFrom(ben.id(), 'microphone') > before;
  }, 'the voice goes on');
  const told = await explain(anna, ben);
  inOrder(
    t,
    told,
    /A receives B's microphone/,
    /B: media lost: nothing came from the client any more \(sending\)/,
    /B: media (back|connected) over UDP after \d+\.\d s \(sending\)/,
    /Answer, .*: A did not receive B's microphone: B's media was lost/,
    /Answer, .*: the server sent B's microphone to A/,
  );
});
