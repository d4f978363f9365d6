/** Clients are promised that nobody learns their answer about an observer. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { opusAndVp8 } from '../support/media/rtp-packets.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import { testKey } from '../support/server/test-server.ts';

const codecs = [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }];
const microphone = (ssrc: number) => ({
  ...{ source: 'microphone', kind: 'audio' },
  rtpParameters: { codecs, encodings: [{ ssrc }] },
});

interface Entry {
  what: string;
  by: string | null;
  seatId: string | null;
}

interface Story {
  lines: { text: string }[];
  answers: { cause: string | null }[];
}

t.test('neither audit log, records of media, story nor log says which client agreed to an observer', async (t) => {
  const server = await ServerProcess.start({ HEARTHROOM_LOG_LEVEL: 'trace' });
  t.teardown(() => server.remove());
  const url = await server.url();
  const headers = { authorization: `Bearer ${await createAdminToken({ key: testKey })}` };
  const created = await fetch(`${url}/v1/rooms`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ observerConsent: 'all' }),
  });
  const { id: room } = (await created.json()) as { id: string };
  const enter = async (sub: string, role: 'therapist' | 'client' | 'observer') => {
    const token = await createAccessToken({ key: testKey, room, sub, role, name: sub });
    const { client, arrival } = await RawClient.join(url, { token });
    return { client, id: (arrival.snapshot as { self: { id: string } }).self.id };
  };
  type Person = Awaited<ReturnType<typeof enter>>;
  const ask = async ({ client }: Person, method: string, params: object = {}) =>
    t.equal(await client.codeOf(method, params), 'ok', method);
  const about = (person: Person) => (params: object) => JSON.stringify(params).includes(person.id);
  const host = await enter('weber', 'therapist');
  const admit = async (person: Person) => {
    const { entry } = await host.client.notification('waitingAdded', about(person));
    await ask(host, 'admit', { participantId: person.id, epoch: (entry as { epoch: number }).epoch });
    await ask(person, 'openMedia', { rtpCapabilities: opusAndVp8 });
  };
  const olga = await enter('olga', 'observer');
  await admit(olga);
  const [anna, ben] = [await enter('anna', 'client'), await enter('ben', 'client')];
  for (const [index, person] of [anna, ben].entries()) {
    await admit(person);
    await ask(person, 'publishTrack', microphone(1_000 + index));
  }
  await ask(ben, 'answerConsent', { participantId: olga.id, consent: true });
  await olga.client.notification('consumersAdded', about(ben));
  await ask(anna, 'answerConsent', { participantId: olga.id, consent: false });
  await olga.client.notification('snapshotReplaced', (params) => JSON.stringify(params).includes('"waiting"'));
  const since = new Date(Date.now() - 3_600_000).toISOString();
  await ask(host, 'endRoom');
  await host.client.closed;
  const tell = async ({ id }: Person) => {
    const query = `from=${since}&to=${new Date().toISOString()}&listener=${olga.id}&speaker=${id}`;
    return (await fetch(`${url}/v1/rooms/${room}/media-story?${query}`, { headers })).json() as Promise<Story>;
  };
  const stories = [await tell(anna), await tell(ben)];
  server.child.kill('SIGTERM');
  t.equal(await server.exited, 0);

  const database = new DatabaseSync(join(server.dataDir, 'hearthroom.sqlite'), { readOnly: true });
  t.teardown(() => database.close());
  const entries = database
    .prepare('SELECT line FROM audit ORDER BY seq')
    .all()
    .map(({ line }): Entry => JSON.parse(String(line)));
  const answers = entries.filter(({ what }) => what === 'consent.given' || what === 'consent.refused');
  t.match(answers, [
    { what: 'consent.given', by: null, seatId: olga.id },
    { what: 'consent.refused', by: null, seatId: olga.id },
  ]);
  t.match(
    entries.findLast(({ what, seatId }) => what === 'seat.waiting' && seatId === olga.id),
    { by: null },
    'nor by whom the observer was sent back',
  );
  const named = (text: string) => [anna, ben].some(({ id }) => text.includes(id));
  for (const entry of answers) t.notOk(named(JSON.stringify(entry)), entry.what);
  const records = database
    .prepare('SELECT event FROM media_journal')
    .all()
    .map(({ event }) => String(event));
  t.ok(records.some(named), 'there are records to look at');
  t.same(
    records.filter((text) => text.includes(olga.id) && named(text)),
    [],
  );
  t.same(
    records.filter((text) => text.includes('consent')),
    [],
  );
  const log = server.output.split('\n');
  t.ok(log.some(named), 'there is a log to look at');
  t.same(
    log.filter((line) => /consent/i.test(line) || (line.includes(olga.id) && named(line))),
    [],
  );
  for (const story of stories) t.notMatch(JSON.stringify(story), /consent|agree|observ/);
  const [ofAnna, ofBen] = stories.map(({ answers: told }) => told.map(({ cause }) => cause));
  t.ok(ofAnna?.length);
  t.same(ofAnna, ofBen, 'of one who agreed and one who refused the same is told');
});
