import type { ConsumerDescription, RtpCapabilities } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { childrenOf } from '../../support/faults/causes/processes.ts';
import { opusAndVp8, opusParameters } from '../../support/media/rtp-packets.ts';
import { startSession, therapist } from '../../support/server/clients/joined-session.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const transports = { send: { id: String }, receive: { id: String } };
const nothing: RtpCapabilities = { codecs: [], headerExtensions: [] };

t.test('joining is one round trip: transports come with the answer, consumers right behind it', async (t) => {
  const session = await startSession(t);
  const weber = await session.enter('weber', therapist, { rtpCapabilities: opusAndVp8 });
  t.match(weber.arrival, { transports });
  const track = await weber.client.request('publishTrack', {
    source: 'microphone',
    kind: 'audio',
    rtpParameters: opusParameters(7_001),
  });
  t.match(track, { result: { trackId: String } });
  const cora = await session.enter('cora', { role: 'cotherapist' }, { rtpCapabilities: opusAndVp8 });
  const { consumers } = await cora.client.notification('consumersAdded');
  t.equal((consumers as ConsumerDescription[])[0]?.participantId, weber.id);
  const [hello, answer] = cora.client.frames.map((text) => JSON.parse(text));
  t.equal(hello.method, 'hello');
  t.equal(answer.id, 1, 'the answer is before any news');
  weber.client.close();
  cora.client.close();
});

t.test('every connection is greeted the same, before it says who it is', async (t) => {
  const session = await startSession(t);
  const [one, other] = await Promise.all([RawClient.open(session.server.url), RawClient.open(session.server.url)]);
  await Promise.all([one.notification('hello'), other.notification('hello')]);
  t.same(one.frames, other.frames);
  t.match(one.notifications, [{ method: 'hello', seq: 0, params: { routerRtpCapabilities: { codecs: Array } } }]);
  one.close();
  other.close();
});

t.test('a person who waits has transports, too, and nothing comes over them', async (t) => {
  const session = await startSession(t);
  const anna = await session.enter('anna', {}, { rtpCapabilities: opusAndVp8 });
  t.match(anna.arrival, { snapshot: { state: 'waiting' }, transports });
  anna.client.close();
});

t.test('without capabilities there are none, and openMedia makes them', async (t) => {
  const session = await startSession(t);
  const anna = await session.enter('anna');
  t.notOk('transports' in anna.arrival);
  t.match(await anna.client.request('openMedia', { rtpCapabilities: opusAndVp8 }), { result: transports });
  anna.client.close();
});

t.test('a seat is never refused for want of media', async (t) => {
  const session = await startSession(t);
  const impossible: RtpCapabilities = {
    codecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, preferredPayloadType: 100, channels: 2 }],
    headerExtensions: [{ kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 255 }],
  };
  for (const rtpCapabilities of [nothing, impossible]) {
    const anna = await session.enter('anna', {}, { rtpCapabilities });
    t.match(anna.arrival, { snapshot: { state: 'waiting' } });
    anna.client.close();
    await anna.client.closed;
  }
});

t.test('a media worker that stands still keeps nobody out', async (t) => {
  const before = new Set(childrenOf(process.pid));
  const session = await startSession(t);
  const workers = childrenOf(process.pid).filter((pid) => !before.has(pid));
  const weber = await session.enter('weber', therapist, { rtpCapabilities: opusAndVp8 });
  for (const pid of workers) process.kill(pid, 'SIGSTOP');
  const anna = await session.enter('anna', {}, { rtpCapabilities: opusAndVp8 });
  for (const pid of workers) process.kill(pid, 'SIGCONT');
  t.match(anna.arrival, { snapshot: { state: 'waiting' } });
  t.notOk('transports' in anna.arrival);
  weber.client.close();
  anna.client.close();
});

t.test('a person who is denied while their transports are being made learns the host’s words', async (t) => {
  const before = new Set(childrenOf(process.pid));
  const session = await startSession(t);
  const workers = childrenOf(process.pid).filter((pid) => !before.has(pid));
  const { client: weber } = await session.enter('weber', therapist);
  for (const pid of workers) process.kill(pid, 'SIGSTOP');
  const anna = await RawClient.open(session.server.url);
  const joining = anna.request('authenticate', {
    token: await session.server.tokenFor(session.room, { sub: 'anna', role: 'client', name: 'Anna' }),
    rtpCapabilities: opusAndVp8,
  });
  const refused = t.rejects(joining, { message: /4\d\d\d denied/ });
  const { entry } = await weber.notification('waitingAdded');
  const { id: participantId, epoch } = entry as { id: string; epoch: number };
  const answer = await weber.codeOf('deny', { participantId, epoch, reason: 'Please call me.' });
  await refused;
  for (const pid of workers) process.kill(pid, 'SIGCONT');
  t.equal(answer, 'ok');
  t.match(await anna.notification('closing'), { code: 'denied', message: 'Please call me.' });
  weber.close();
});

t.test('transports that were kept are not made anew', async (t) => {
  const session = await startSession(t);
  const weber = await session.enter('weber', therapist, { rtpCapabilities: opusAndVp8 });
  const back = await session.resume(weber, { keepMedia: true, rtpCapabilities: opusAndVp8 });
  t.match(back.arrival, { media: { tracks: [], consumers: [] } });
  t.notOk('transports' in back.arrival);
  const fresh = await session.resume(back, { keepMedia: false, rtpCapabilities: opusAndVp8 });
  t.match(fresh.arrival, { transports });
  fresh.client.close();
});

t.test('the server tells its time in milliseconds as the seat is taken, and with every ping', async (t) => {
  const session = await startSession(t);
  const weber = await session.enter('weber', therapist);
  const ping = await weber.client.request('ping');
  const told = [weber.arrival.serverTime, 'result' in ping && Object(ping.result).serverTime];
  for (const time of told) {
    t.ok(Number.isSafeInteger(time));
    t.ok(Math.abs(Number(time) - Date.now()) < 600_000, 'the clock of this machine');
  }
  t.ok(Number(told[1]) >= Number(told[0]), 'it goes on');
  weber.client.close();
});
