/** A page that sends and receives encrypted media over a real server, with keys that each page makes by itself. */

import type { ConsumerDescription, Result, Snapshot } from '../../../sdk/protocol/messages/messages.ts';
import type { TrackSource } from '../../../sdk/protocol/schemas/room-schemas.ts';
import { ConnectionLoop, connectionLoopOptionsOf } from '../../../sdk/src/connection/connection-loop.ts';
import { ServerClock } from '../../../sdk/src/connection/server-clock.ts';
import type { SessionNotification } from '../../../sdk/src/connection/signaling.ts';
import { createEnvironment } from '../../../sdk/src/core/environment.ts';
import { createMediaEncryption, type MediaEncryption, prepareWorker } from '../../../sdk/src/e2ee/index.ts';
import type { MediaCipher } from '../../../sdk/src/media/media-cipher.ts';
import { SessionMedia } from '../../../sdk/src/media/session-media.ts';
import { sharingOf } from '../../../sdk/src/people/roster-changes.ts';
import { peerConnections } from '../../support/browser/peer-connections.ts';

declare global {
  var mediaPage: typeof page;
}

export interface Entering {
  url: string;
  token: string;
  /** `none`: a client that can't encrypt. `late`: its transforms are attached with `attach`. */
  transforms: 'all' | 'late' | 'none';
  /** Whether others' secrets are added as soon as their tracks are offered; otherwise with `giveKeys`. */
  keys: 'at once' | 'later';
}

/** A received video. */
export interface Picture {
  source: string;
  framesDecoded: number;
  heightPx: number;
}

const workers: Worker[] = [];
const NativeWorker = globalThis.Worker;
globalThis.Worker = class extends NativeWorker {
  constructor(address: string | URL) {
    super(address);
    workers.push(this);
  }
};

const told: { event: string; detail: unknown }[] = [];
const received = new Map<string, { description: ConsumerDescription; track: MediaStreamTrack }>();
const wanted = new Map<TrackSource, MediaStreamTrack>();
const keysToGive: string[] = [];
const attachments: { source: TrackSource; attach: () => void }[] = [];
let encryption: MediaEncryption | null = null;
let loop: ConnectionLoop | null = null;
let media: SessionMedia | null = null;
let entering: Entering | null = null;

async function secretOf(participantId: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(participantId)));
}

async function giveKey(from: string): Promise<void> {
  encryption?.tell({ type: 'add', from, keyEpoch: 1, secret: await secretOf(from) });
}

function noteSenders(consumers: readonly ConsumerDescription[]): void {
  for (const { participantId } of consumers) {
    if (entering?.keys === 'at once') void giveKey(participantId);
    else keysToGive.push(participantId);
  }
}

function encrypt(participantId: string): MediaEncryption {
  const made = createMediaEncryption({ participantId, appSecret: null });
  made.on('dropped', (track, reason) => told.push({ event: 'dropped', detail: `${track.source} ${reason}` }));
  made.on('failed', (source) => told.push({ event: 'failed', detail: source }));
  void secretOf(participantId).then((secret) => made.tell({ type: 'use', keyEpoch: 1, secret }));
  return made;
}

/** Attaches each transform when the test says so, as a page does that was written wrongly. */
const lateCipher = (cipher: MediaCipher): MediaCipher => ({
  attachSender: (sender, source, mimeType) =>
    void attachments.push({ source, attach: () => cipher.attachSender(sender, source, mimeType) }),
  detachSender: (sender) => cipher.detachSender(sender),
  attachReceiver: (...args) => cipher.attachReceiver(...args),
  on: (event, listener) => cipher.on(event, listener),
});

let late: { of: MediaCipher; cipher: MediaCipher } | null = null;

/** The same one as long as the encryption is the same: for another one the transports are opened again. */
function findCipher(): MediaCipher | null {
  if (!encryption || entering?.transforms !== 'late') return encryption;
  if (late?.of !== encryption) late = { of: encryption, cipher: lateCipher(encryption) };
  return late.cipher;
}

function show(description: ConsumerDescription, track: MediaStreamTrack): void {
  received.set(description.consumerId, { description, track });
  const element = document.createElement(description.kind);
  Object.assign(element, { autoplay: true, srcObject: new MediaStream([track]) });
  document.body.append(element);
}

function createMedia(): SessionMedia {
  return new SessionMedia({
    environment: createEnvironment(),
    request: (method, params) => (loop as ConnectionLoop).request(method, params),
    wanted: (source) => {
      const track = wanted.get(source);
      return track ? { mediaStreamTrack: track, paused: false, music: source === 'screen-audio' } : null;
    },
    takesScreenAudio: () => true,
    cipher: findCipher,
    handlers: {
      trackReceived: show,
      trackClosed: (consumerId) => void received.delete(consumerId),
      receptionChanged: () => {},
      mutedMeanwhile: () => {},
      failed: ({ code }, source) => told.push({ event: 'mediaFailed', detail: `${source ?? 'all'} ${code}` }),
      restored: () => {},
    },
  });
}

function follow(snapshot: Snapshot): void {
  media?.setSharing(sharingOf(snapshot));
  told.push({ event: 'state', detail: snapshot.state });
}

function handleOpened(arrival: Result<'authenticate'>): void {
  const { snapshot } = arrival;
  if (entering?.transforms !== 'none') encryption ??= encrypt(snapshot.self.id);
  noteSenders(arrival.media?.consumers ?? []);
  media?.handleConnected(arrival, sharingOf(snapshot));
  follow(snapshot);
}

function handleNotified({ method, params }: SessionNotification): void {
  if (method === 'snapshotReplaced') follow(params.snapshot);
  if (method === 'waitingAdded')
    void loop?.request('admit', { participantId: params.entry.id, epoch: params.entry.epoch });
  if (method === 'consumersAdded') {
    noteSenders(params.consumers);
    media?.handleConsumersAdded(params.consumers);
  }
  if (method === 'consumersClosed') media?.handleConsumersClosed(params.consumerIds);
  if (method === 'wantedLayersChanged') media?.handleWantedLayers(params);
}

/** A picture that changes: browsers send nothing of one that does not. */
function movingPicture(widthPx: number, heightPx: number): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: widthPx, height: heightPx });
  const context = canvas.getContext('2d');
  setInterval(() => {
    if (!context) return;
    context.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
    context.fillRect(0, 0, widthPx, heightPx);
  }, 60);
  const [track] = canvas.captureStream(15).getVideoTracks();
  if (!track) throw new Error('no track');
  return track;
}

async function openMicrophone(): Promise<MediaStreamTrack> {
  const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
  if (!track) throw new Error('no track');
  return track;
}

async function statistics(): Promise<RTCStatsReport[]> {
  const open = peerConnections.filter(({ connectionState }) => connectionState !== 'closed');
  return await Promise.all(open.map((connection) => connection.getStats()));
}

const page = {
  told: () => told,
  /** Resolves when the server has answered: the person is in, or waits. Others who wait are admitted. */
  enter: async (options: Entering): Promise<void> => {
    entering = options;
    await prepareWorker();
    media = createMedia();
    const { promise, resolve } = Promise.withResolvers<void>();
    const link = connectionLoopOptionsOf({ url: options.url, getToken: () => options.token }, createEnvironment());
    loop = new ConnectionLoop(
      { ...link, clock: new ServerClock() },
      {
        opened: (arrival) => {
          handleOpened(arrival);
          resolve();
        },
        notified: handleNotified,
        interrupted: () => {},
        closed: ({ code }) => told.push({ event: 'closed', detail: code }),
        findCapabilities: (capabilities) => (media as SessionMedia).findCapabilities(capabilities),
        hasMedia: () => media?.hasTransports ?? false,
        lastChatSeq: () => undefined,
        // Keys are given by this page, not through the server.
        findIdentity: () => Promise.resolve(null),
        isIdentityWanted: () => false,
      },
    );
    void loop.run();
    await promise;
  },
  publish: async (source: TrackSource, widthPx = 960, heightPx = 540): Promise<void> => {
    const isSound = source === 'microphone' || source === 'screen-audio';
    wanted.set(source, isSound ? await openMicrophone() : movingPicture(widthPx, heightPx));
    await media?.sync(source);
  },
  unpublish: async (source: TrackSource): Promise<void> => {
    wanted.delete(source);
    await media?.sync(source);
  },
  setMode: (mode: 'e2e' | 'none'): void => encryption?.setMode(mode),
  giveKeys: async (): Promise<void> => {
    for (const from of keysToGive.splice(0)) await giveKey(from);
  },
  attach: (source: TrackSource): void => attachments.find((one) => one.source === source)?.attach(),
  killWorkers: (): void => {
    for (const worker of workers) worker.terminate();
  },
  showAt: (heightPx: number): void => {
    for (const { description } of received.values())
      if (description.kind === 'video') media?.handleShownHeight(description.consumerId, heightPx);
  },
  pictures: async (): Promise<Picture[]> => {
    const sourceOf = new Map([...received.values()].map(({ description, track }) => [track.id, description.source]));
    const reports = (await statistics()).flatMap((report) => [...report.values()]);
    return reports.flatMap(({ type, kind, trackIdentifier, framesDecoded = 0, frameHeight = 0 }) => {
      const source = sourceOf.get(trackIdentifier);
      const isPicture = type === 'inbound-rtp' && kind === 'video' && source !== undefined;
      return isPicture ? [{ source, framesDecoded, heightPx: frameHeight }] : [];
    });
  },
  audioEnergy: async (): Promise<number> => {
    const reports = (await statistics()).flatMap((report) => [...report.values()]);
    return reports.reduce(
      (sum, { type, totalAudioEnergy = 0 }) => (type === 'inbound-rtp' ? sum + totalAudioEnergy : sum),
      0,
    );
  },
  /** Bytes of pictures, without padding. */
  videoBytesSent: async (): Promise<number> => {
    const reports = (await statistics()).flatMap((report) => [...report.values()]);
    return reports.reduce(
      (sum, { type, kind, bytesSent = 0 }) => (type === 'outbound-rtp' && kind === 'video' ? sum + bytesSent : sum),
      0,
    );
  },
  isConnected: (): boolean => peerConnections.some(({ connectionState }) => connectionState === 'connected'),
};
globalThis.mediaPage = page;
