import type { AdmittedSnapshot, ConsumerDescription } from '@hearthroom/sdk/protocol';
import { createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { type Person, snapshotOf, startSession, therapist } from '../../support/server/clients/joined-session.ts';
import { testKey } from '../../support/server/test-server.ts';

const agreement = { version: '1', text: 'What is said here stays here.' };
const opus = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_234 }],
};
const microphone = { source: 'microphone', kind: 'audio', rtpParameters: opus };
const openMedia = ({ client, arrival }: Person) =>
  client.codeOf('openMedia', { rtpCapabilities: arrival.routerRtpCapabilities });

const includes = (text: string) => (params: Record<string, unknown>) => JSON.stringify(params).includes(text);

t.test('nobody is admitted before they accepted the agreement; receipts say who did, when, and to what', async (t) => {
  const session = await startSession(t, { agreement });
  const host = await session.enter('weber', therapist);
  const anna = await session.enter('anna');
  t.match(snapshotOf(anna).room.agreement, { ...agreement, accepted: false });
  t.equal(await host.client.codeOf('admit', await session.entryOf(anna)), 'agreement-required');
  t.equal(await anna.client.codeOf('acceptAgreement', { version: '0' }), 'not-found');
  t.equal(await anna.client.codeOf('acceptAgreement', { version: '1' }), 'ok');
  await host.client.notification('waitingUpdated', (params) => JSON.stringify(params).includes('"agreed":true'));
  t.equal(await host.client.codeOf('admit', await session.entryOf(anna)), 'ok');
  t.equal(await anna.client.codeOf('withdrawAgreement'), 'ok');
  await anna.client.notification('snapshotReplaced', (params) => JSON.stringify(params).includes('"waiting"'));
  await host.client.request('endRoom');

  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const url = `${session.server.url}/v1/rooms/${session.room}`;
  const read = async () => fetch(`${url}/agreements`, { headers: { authorization } });
  t.match(await (await read()).json(), {
    agreements: [
      {
        seatId: anna.id,
        version: '1',
        textSha256: '928000690942b75278bd94cfbb07ad27d0631c29bea6f91cb8bd5765e41cf0c8',
        acceptedAt: /Z$/,
        withdrawnAt: /Z$/,
      },
    ],
  });
  await fetch(url, { method: 'DELETE', headers: { authorization } });
  t.equal((await read()).status, 404);
});

t.test('in an identity check a host and one who waits are alone, and the group sees the host away', async (t) => {
  const session = await startSession(t, { meetingNoticeSeconds: 1 });
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enter('ben');
  for (const person of [host, anna, ben]) t.equal(await openMedia(person), 'ok');
  t.equal(await host.client.codeOf('publishTrack', microphone), 'ok');
  await anna.client.notification('consumersAdded');
  t.equal(await ben.client.codeOf('publishTrack', microphone), 'not-admitted', 'who waits publishes nothing');

  const answer = (accept: boolean) => ben.client.codeOf('answerMeeting', { participantId: host.id, accept });
  t.equal(await host.client.codeOf('openPreview', await session.entryOf(ben)), 'ok');
  await ben.client.notification('roomUpdated', includes('"name":"Dr. Weber"'));
  t.equal(await answer(false), 'ok', 'not now');
  await host.client.notification('roomUpdated', includes('"state":"not-now"'));
  t.equal(await ben.client.codeOf('publishTrack', microphone), 'not-admitted', 'nothing comes of it');
  t.equal(await host.client.codeOf('openPreview', await session.entryOf(ben)), 'ok', 'asked again');
  await anna.client.notification('consumersClosed');
  await anna.client.notification('participantUpdated', includes('"away":true'));
  const heard = (await ben.client.notification('consumersAdded')).consumers as ConsumerDescription[];
  t.match(heard, [{ participantId: host.id, source: 'microphone' }]);
  t.equal(await ben.client.codeOf('publishTrack', microphone), 'ok');
  await host.client.notification('consumersAdded', (params) => JSON.stringify(params).includes(ben.id));
  t.equal(await ben.client.codeOf('sendPreviewText', { text: 'It is me.' }), 'ok');
  t.same(await host.client.notification('previewText'), { text: 'It is me.' });

  t.equal(await host.client.codeOf('closePreview'), 'ok');
  await ben.client.notification('consumersClosed');
  await anna.client.notification('participantUpdated', (params) => JSON.stringify(params).includes('"away":false'));
  t.equal(await ben.client.codeOf('sendPreviewText', { text: 'Still there?' }), 'not-found');
  t.notMatch(ben.client.frames.join(), /anna/i, 'who waits learns the name of that host alone');
  t.notMatch(anna.client.frames.join(), new RegExp(`ben|${ben.id}`), 'the group learns nothing of who was checked');
});

t.test('until a host opens the circle, clients see the hosts alone', async (t) => {
  const session = await startSession(t, { reveal: 'together', meetingNoticeSeconds: 1 });
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enterAdmitted(host, 'ben');
  await ben.client.request('sendChat', { to: 'group', text: 'good evening' });
  await anna.client.request('ping');
  t.notMatch(anna.client.frames.join(), new RegExp(`ben|${ben.id}|good evening`));
  t.equal(await anna.client.codeOf('openCircle'), 'not-allowed');
  t.equal(await host.client.codeOf('openCircle'), 'ok');
  await anna.client.notification('roomUpdated', includes('"circleOpening":{"at":'));
  t.match(await anna.client.notification('participantJoined'), { participant: { id: ben.id, name: 'ben' } });
});

t.test('an observer receives no media of a client who came later, until that client agrees', async (t) => {
  const session = await startSession(t, { observerConsent: 'all' });
  const host = await session.enter('weber', therapist);
  const olga = await session.enter('olga', { role: 'observer' });
  t.equal(await host.client.codeOf('admit', await session.entryOf(olga)), 'ok', 'no client is there to be asked');
  t.equal(await openMedia(olga), 'ok');
  t.equal(await openMedia(host), 'ok');
  const anna = await session.enterAdmitted(host, 'anna');
  t.equal(await openMedia(anna), 'ok');
  t.equal(await anna.client.codeOf('publishTrack', microphone), 'ok');
  await host.client.notification('consumersAdded', (params) => JSON.stringify(params).includes(anna.id));
  t.equal(await olga.client.codeOf('ping'), 'ok');
  t.notOk(JSON.stringify(olga.client.notifications).includes(anna.id), 'and learns nothing of them');

  const answer = (consent: boolean) => anna.client.codeOf('answerConsent', { participantId: olga.id, consent });
  t.equal(await answer(true), 'ok');
  await olga.client.notification('participantJoined', (params) => JSON.stringify(params).includes(anna.id));
  await olga.client.notification('consumersAdded', (params) => JSON.stringify(params).includes(anna.id));
  t.equal(await answer(false), 'ok');
  await olga.client.notification('consumersClosed');
});

t.test('an observer comes in when every client agreed, and goes when one changes their mind', async (t) => {
  const session = await startSession(t, { observerConsent: 'all' });
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const olga = await session.enter('olga', { role: 'observer' });
  t.equal(await host.client.codeOf('admit', await session.entryOf(olga)), 'consent-required');
  t.equal(await host.client.codeOf('askConsent', await session.entryOf(olga)), 'ok');
  const { room } = await anna.client.notification('roomUpdated', (params) => JSON.stringify(params).includes(olga.id));
  t.match((room as AdmittedSnapshot['room']).consents, [{ participantId: olga.id, name: 'olga', answer: null }]);
  const answer = (consent: boolean) => anna.client.codeOf('answerConsent', { participantId: olga.id, consent });
  t.equal(await answer(true), 'ok');
  t.equal(await host.client.codeOf('admit', await session.entryOf(olga)), 'ok');
  await anna.client.notification('participantJoined', (params) => JSON.stringify(params).includes('observer'));
  t.equal(await answer(false), 'ok');
  t.equal((await session.state()).seats[olga.id]?.state, 'waiting');
  await olga.client.notification('snapshotReplaced', (params) => JSON.stringify(params).includes('"waiting"'));
});
