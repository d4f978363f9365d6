/** One valid request for each method, for tests of all methods. */
import type { Method, Params } from '@hearthroom/sdk/protocol';

export type AnyMethod = Exclude<Method, 'authenticate'>;

const inBase64 = (bytes: number): string => Buffer.alloc(bytes).toString('base64');

const sealedFor = (other: string) => ({
  cipher: inBase64(30),
  items: [{ to: other, stay: 1, box: inBase64(48), sig: inBase64(64) }],
});

/** @param other the id of another participant in the room, or of none */
export function everyRequest(other: string): { [M in AnyMethod]: Params<M> } {
  const about = { participantId: other };
  const text = 'Good evening';
  const rtpParameters = {
    codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
    encodings: [{ ssrc: 1 }],
  };
  return {
    ping: {},
    openMedia: { rtpCapabilities: { codecs: [], headerExtensions: [] } },
    connectTransport: {
      transportId: 'none',
      dtlsParameters: {
        role: 'client',
        fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }],
      },
    },
    beginPreflight: { token: 'none' },
    openPreflightTransport: {},
    echoTrack: {
      sendTransportId: 'none',
      receiveTransportId: 'none',
      kind: 'audio',
      rtpParameters,
      rtpCapabilities: { codecs: [] },
    },
    restartIce: { transportId: 'none' },
    publishTrack: { source: 'microphone', kind: 'audio', rtpParameters },
    acceptSources: { sources: ['screen-audio'] },
    closeTrack: { trackId: 'none' },
    pauseTrack: { trackId: 'none' },
    resumeTrack: { trackId: 'none' },
    pauseConsumers: { consumerIds: ['none'] },
    resumeConsumers: { consumerIds: ['none'] },
    showVideos: { videos: [{ consumerId: 'none', spatialLayer: 0 }] },
    setPreferredLayers: { consumerId: 'none', spatialLayer: 0 },
    admit: { ...about, epoch: 1 },
    admitAll: { entries: [{ ...about, epoch: 1 }] },
    deny: { ...about, epoch: 1, ban: true },
    putInWaitingRoom: about,
    messageWaiting: { text },
    openPreview: { ...about, epoch: 1 },
    closePreview: {},
    answerMeeting: { ...about, accept: true },
    sendPreviewText: { text },
    askConsent: { ...about, epoch: 1 },
    answerConsent: { ...about, consent: false },
    remove: { ...about, ban: true },
    mute: { ...about, source: 'microphone' },
    askToUnmute: { ...about, source: 'microphone' },
    lock: {},
    unlock: {},
    openCircle: {},
    cancelCircle: {},
    setSpotlight: about,
    extendRoom: { minutes: 5 },
    undoExtension: {},
    endRoom: {},
    acceptAgreement: { version: '1' },
    requestHelp: { note: text },
    closeHelp: {},
    markDepartureSeen: { participantId: 'p-nobody' },
    answerHelp: { ...about, text },
    openSideRoom: about,
    closeSideRoom: {},
    sendChat: { to: 'group', text },
    raiseHand: {},
    lowerHand: {},
    react: { reaction: 'heart' },
    rename: { name: text },
    startGoRound: {},
    nextTurn: {},
    pauseGoRound: {},
    resumeGoRound: {},
    stopGoRound: {},
    giveTurn: { ...about, when: 'end' },
    undoTurn: {},
    startBreakout: {
      groups: [
        { name: 'One', participantIds: [other] },
        { name: 'Two', participantIds: [] },
      ],
    },
    moveToGroup: { groupId: null },
    messageGroups: { text },
    endBreakout: {},
    startCheckIn: { question: { text, scale: { min: 0, max: 10 } } },
    shareCheckIn: { checkInId: 'c-none', sealed: sealedFor(other) },
    answerCheckIn: { checkInId: 'c-none', value: 3 },
    endCheckIn: { checkInId: 'c-none' },
    sendKeys: {
      keyEpoch: 1,
      audienceHash: inBase64(32),
      items: sealedFor(other).items,
    },
    acknowledgeKeys: { ...about, keyEpoch: 1 },
    requestKeys: about,
    withdrawAgreement: {},
    leave: {},
  };
}
