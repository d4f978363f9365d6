import { type Method, requests } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const server = await startTestServer();
t.teardown(() => server.close());
const room = await server.createRoom();
const join = async (sub: string, role: 'therapist' | 'client', grants = {}) =>
  RawClient.join(server.url, { token: await server.tokenFor(room, { sub, role, name: sub, grants }) });

const idOf = (arrival: Record<string, unknown>) => (arrival.snapshot as { self: { id: string } }).self.id;
const opus = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_234 }],
};
const dtls = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }] };

const inBase64 = (bytes: number) => Buffer.alloc(bytes).toString('base64');

/** A valid request of each method about somebody else. */
const paramsFor = (target: string): Record<Exclude<Method, 'authenticate'>, object> => ({
  ping: {},
  leave: {},
  startCheckIn: { question: { text: 'How are you?', scale: { min: 0, max: 10 } } },
  shareCheckIn: {
    checkInId: 'q-1',
    sealed: { cipher: inBase64(30), items: [{ to: target, stay: 1, box: inBase64(48), sig: inBase64(64) }] },
  },
  answerCheckIn: { checkInId: 'q-1', value: 3 },
  endCheckIn: { checkInId: 'q-1' },
  openMedia: { rtpCapabilities: { codecs: [], headerExtensions: [] } },
  connectTransport: { transportId: 't-1', dtlsParameters: dtls },
  beginPreflight: { token: 'none' },
  openPreflightTransport: {},
  echoTrack: {
    sendTransportId: 't-1',
    receiveTransportId: 't-2',
    kind: 'audio',
    rtpParameters: opus,
    rtpCapabilities: { codecs: [] },
  },
  restartIce: { transportId: 't-1' },
  publishTrack: { source: 'microphone', kind: 'audio', rtpParameters: opus },
  acceptSources: { sources: ['screen-audio'] },
  closeTrack: { trackId: 'k-1' },
  pauseTrack: { trackId: 'k-1' },
  resumeTrack: { trackId: 'k-1' },
  pauseConsumers: { consumerIds: ['c-1'] },
  resumeConsumers: { consumerIds: ['c-1'] },
  showVideos: { videos: [{ consumerId: 'c-1', spatialLayer: 0 }] },
  setPreferredLayers: { consumerId: 'c-1', spatialLayer: 0 },
  admit: { participantId: target, epoch: 1 },
  admitAll: { entries: [{ participantId: target, epoch: 1 }] },
  deny: { participantId: target, epoch: 1 },
  putInWaitingRoom: { participantId: target },
  remove: { participantId: target },
  mute: { participantId: target, source: 'microphone' },
  askToUnmute: { participantId: target, source: 'microphone' },
  lock: {},
  unlock: {},
  messageWaiting: { text: 'hello' },
  endRoom: {},
  extendRoom: { minutes: 5 },
  undoExtension: {},
  acceptAgreement: { version: '1' },
  withdrawAgreement: {},
  openPreview: { participantId: target, epoch: 1 },
  closePreview: {},
  answerMeeting: { participantId: 'p-nobody', accept: true },
  sendPreviewText: { text: 'hello' },
  openCircle: {},
  cancelCircle: {},
  askConsent: { participantId: target, epoch: 1 },
  answerConsent: { participantId: target, consent: true },
  requestHelp: {},
  closeHelp: { participantId: target },
  markDepartureSeen: { participantId: target },
  answerHelp: { participantId: target, text: 'hello' },
  openSideRoom: { participantId: target },
  closeSideRoom: {},
  sendChat: { to: 'group', text: 'hello' },
  raiseHand: {},
  lowerHand: { participantId: target },
  react: { reaction: 'heart' },
  rename: { name: 'Somebody' },
  setSpotlight: { participantId: target },
  startGoRound: {},
  nextTurn: {},
  pauseGoRound: {},
  resumeGoRound: {},
  stopGoRound: {},
  giveTurn: { when: 'end' },
  undoTurn: {},
  startBreakout: { groups: [{ name: 'A', participantIds: [target] }] },
  moveToGroup: { participantId: target, groupId: 'g-1' },
  messageGroups: { text: 'hello' },
  endBreakout: {},
  sendKeys: {
    keyEpoch: 1,
    audienceHash: inBase64(32),
    items: [{ to: target, stay: 1, box: inBase64(48), sig: inBase64(64) }],
  },
  acknowledgeKeys: { participantId: target, keyEpoch: 1 },
  requestKeys: { participantId: target },
});

const hostMethods: Method[] = [
  'admit',
  'admitAll',
  'deny',
  'putInWaitingRoom',
  'remove',
  'mute',
  'askToUnmute',
  'lock',
  'unlock',
  'messageWaiting',
  'endRoom',
  'extendRoom',
  'undoExtension',
  'openPreview',
  'closePreview',
  'openCircle',
  'cancelCircle',
  'askConsent',
  'answerHelp',
  'openSideRoom',
  'lowerHand',
  'setSpotlight',
  'startGoRound',
  'pauseGoRound',
  'resumeGoRound',
  'stopGoRound',
  'undoTurn',
  'startBreakout',
  'moveToGroup',
  'messageGroups',
  'endBreakout',
  'startCheckIn',
  'shareCheckIn',
  'endCheckIn',
];
/** Methods for all participants inside, hosts or not. */
const groupMethods: Method[] = [
  'sendChat',
  'raiseHand',
  'react',
  'requestHelp',
  'answerCheckIn',
  'closeSideRoom',
  'answerConsent',
  'sendKeys',
  'acknowledgeKeys',
  'requestKeys',
];

t.test('every method is in this test', async (t) => {
  t.same(
    Object.keys(paramsFor('p')).sort(),
    Object.keys(requests)
      .filter((name) => name !== 'authenticate')
      .sort(),
  );
});

t.test('grants', async (t) => {
  const host = await join('host', 'therapist');
  const anna = await join('anna', 'client');
  const target = idOf(host.arrival);

  await t.test('a person who waits may do nothing to anybody, and learns nothing by trying', async (t) => {
    for (const method of [...hostMethods, ...groupMethods, 'rename', 'nextTurn', 'giveTurn'] as const) {
      const known = await anna.client.codeOf(method, paramsFor(target)[method as 'admit']);
      const unknown = await anna.client.codeOf(method, paramsFor('p-nobody')[method as 'admit']);
      t.equal(known, 'not-admitted', method);
      t.equal(unknown, known, `${method} about nobody`);
    }
  });

  await t.test('a person who waits can’t publish', async (t) => {
    t.equal(await anna.client.codeOf('publishTrack', paramsFor(target).publishTrack), 'not-admitted');
  });

  const entry = (await host.client.notification('waitingAdded')).entry as { id: string; epoch: number };
  t.equal(await host.client.codeOf('admit', { participantId: entry.id, epoch: entry.epoch }), 'ok');
  await anna.client.notification('snapshotReplaced');

  await t.test('a client inside may do none of what hosts may', async (t) => {
    for (const method of hostMethods) {
      t.equal(await anna.client.codeOf(method, paramsFor(target)[method as 'admit']), 'not-allowed', method);
    }
  });

  await t.test(
    'a client renames themselves only where the token grants it, and only to what a token could say',
    async (t) => {
      t.equal(await anna.client.codeOf('rename', { name: 'Anna M.' }), 'not-allowed');
      const bea = await join('bea', 'therapist', { canAdmit: false, canRename: true });
      t.equal(await bea.client.codeOf('rename', { name: 'Bea\u202e' }), 'invalid-params');
      t.equal(await bea.client.codeOf('rename', { name: ' ' }), 'invalid-params');
      bea.client.close();
    },
  );

  await t.test(
    'a client without the grant can’t publish the screen; ids of others and of nobody get the same answer',
    async (t) => {
      const screen = {
        source: 'screen',
        kind: 'video',
        rtpParameters: { ...opus, codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }] },
      };
      t.equal(await anna.client.codeOf('openMedia', { rtpCapabilities: { codecs: [] } }), 'ok');
      t.equal(await anna.client.codeOf('publishTrack', screen), 'not-allowed');
      const sound = { source: 'screen-audio', kind: 'audio', rtpParameters: opus };
      t.equal(await anna.client.codeOf('publishTrack', sound), 'not-allowed', 'nor its sound');
      t.equal(await host.client.codeOf('openMedia', { rtpCapabilities: { codecs: [] } }), 'ok');
      t.equal(await host.client.codeOf('publishTrack', { ...sound, kind: 'video' }), 'invalid-params');
      t.equal(await host.client.codeOf('publishTrack', { ...sound, replaces: 'k-1' }), 'not-found');
      t.equal(await host.client.codeOf('publishTrack', sound), 'ok');
      for (const method of [
        'closeTrack',
        'pauseTrack',
        'resumeTrack',
        'restartIce',
        'connectTransport',
        'showVideos',
        'setPreferredLayers',
      ] as const) {
        t.equal(await anna.client.codeOf(method, paramsFor(target)[method]), 'not-found', method);
      }
    },
  );

  await t.test('a host without canEnd doesn’t end, without canModerate doesn’t mute', async (t) => {
    const cohost = await join('cohost', 'therapist', { canEnd: false, canModerate: false });
    for (const method of [
      'endRoom',
      'extendRoom',
      'undoExtension',
      'mute',
      'remove',
      'lock',
      'unlock',
      'askToUnmute',
    ] as const) {
      t.equal(await cohost.client.codeOf(method, paramsFor(idOf(anna.arrival))[method]), 'not-allowed', method);
    }
    cohost.client.close();
  });

  await t.test('a host may', async (t) => {
    for (const method of ['lock', 'unlock', 'messageWaiting', 'mute', 'askToUnmute', 'putInWaitingRoom'] as const) {
      t.equal(await host.client.codeOf(method, paramsFor(idOf(anna.arrival))[method]), 'ok', method);
    }
    t.equal(await host.client.codeOf('remove', { participantId: target }), 'last-host');
    t.equal(await host.client.codeOf('endRoom'), 'ok', 'is answered before it closes');
    t.same(await host.client.closed, { code: 4412, reason: 'room-ended' });
    t.same(await anna.client.closed, { code: 4412, reason: 'room-ended' });
  });
});
