/** Frames of a real server in a session with media match the JSON Schema that it serves. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { opusParameters, vp8Parameters } from '../../support/media/rtp-packets.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

interface Served {
  $id: string;
  $schema: string;
  methods: Record<string, { result?: { $ref: string } }>;
}

t.test('every frame of a session fits the schema at /v1/protocol.json', async (t) => {
  const server = await startTestServer();
  t.teardown(() => server.close());
  const answer = await fetch(`${server.url}/v1/protocol.json`);
  t.match(answer.headers.get('content-type'), /^application\/schema\+json/);
  const schema = (await answer.json()) as Served;
  t.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
  const ajv = new Ajv2020({ strict: true });
  ajv.addVocabulary(['protocolVersion', 'subprotocol', 'methods', 'errorCodes']);
  ajv.addSchema(schema);

  const room = await server.createRoom();
  const join = async (sub: string, role: 'therapist' | 'client') =>
    RawClient.join(server.url, { token: await server.tokenFor(room, { sub, role, name: sub, label: 'L.' }) });
  const { client: host, arrival } = await join('weber', 'therapist');
  const { client } = await join('anna', 'client');
  const { entry } = (await host.notification('waitingAdded')) as { entry: { id: string; epoch: number } };
  await host.codeOf('admit', { participantId: entry.id, epoch: entry.epoch });
  await client.notification('snapshotReplaced');
  for (const one of [host, client]) {
    const rtpCapabilities = arrival.routerRtpCapabilities;
    t.equal(await one.codeOf('openMedia', { rtpCapabilities }), 'ok', 'what hello says is a right value');
  }
  const publish = (one: RawClient, ssrc: number) =>
    one.codeOf('publishTrack', { source: 'microphone', kind: 'audio', rtpParameters: opusParameters(ssrc) });
  t.equal(await publish(host, 1111), 'ok');
  t.equal(
    await host.codeOf('publishTrack', { source: 'camera', kind: 'video', rtpParameters: vp8Parameters(3) }),
    'ok',
  );
  await client.notification('consumersAdded');
  t.equal(await client.codeOf('raiseHand'), 'ok');
  t.equal(await client.codeOf('requestHelp', { note: 'Can we talk?' }), 'ok');
  t.equal(await host.codeOf('sendChat', { to: 'group', text: 'Hello' }), 'ok');
  t.equal(await host.codeOf('extendRoom', { minutes: 10 }), 'ok');
  t.equal(await host.codeOf('undoExtension'), 'ok');
  t.equal(await client.codeOf('admit', { participantId: entry.id, epoch: 1 }), 'not-allowed');
  t.equal(await host.codeOf('startGoRound', { secondsPerPerson: 60 }), 'ok');
  t.equal(await host.codeOf('pauseGoRound'), 'ok');
  t.equal(await host.codeOf('endRoom', { message: 'Until next week.' }), 'ok');
  await Promise.all([host.closed, client.closed]);

  const root = ajv.compile({ $ref: schema.$id });
  const seen = new Set<string>();
  for (const text of [...host.frames, ...client.frames]) {
    const frame: { method?: string } = JSON.parse(text);
    t.ok(root(frame), text);
    if (frame.method === undefined) continue;
    seen.add(frame.method);
    const name = `${frame.method.charAt(0).toUpperCase()}${frame.method.slice(1)}Notification`;
    const fits = ajv.compile({ $ref: `${schema.$id}#/$defs/${name}` });
    t.ok(fits(frame), `${text}: ${JSON.stringify(fits.errors)}`);
  }
  t.ok(seen.has('hello') && seen.has('consumersAdded') && seen.has('roomUpdated') && seen.has('closing'));
  const arrives = ajv.compile({ $ref: `${schema.$id}#/$defs/AuthenticateResult` });
  t.ok(arrives(arrival), JSON.stringify(arrives.errors));
  const media = host.frames.map((text) => JSON.parse(text)).find(({ result }) => result?.send);
  const opens = ajv.compile({ $ref: `${schema.$id}#/$defs/OpenMediaResult` });
  t.ok(opens(media.result), JSON.stringify(opens.errors));
  const { params } = client.notifications.find(({ method }) => method === 'consumersAdded') ?? {};
  t.match(params, { consumers: [{ paused: false, rtpParameters: { codecs: [{ payloadType: Number }] } }] });
});
