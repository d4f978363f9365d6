/**
 * Events about media, stored to answer "why could this seat not hear that one?". Only opaque ids, fixed words and
 * milliseconds: no names, addresses or texts, not who spoke when, and nothing that reveals a client's answer about an
 * observer.
 */
import { TrackSource } from '@hearthroom/sdk/protocol';
import { type Static, type TProperties, Type } from 'typebox';

/** How packets reach the server. `relay`: from an address of the TURN relay. */
export const mediaPaths = ['udp', 'tcp', 'relay'] as const;
export type MediaPath = (typeof mediaPaths)[number];

/** The two transports of a seat. */
export const directions = ['send', 'receive'] as const;
export type Direction = (typeof directions)[number];

/**
 * Why media of a seat ended: `reopened` by its client, `left` the room or closed its media, sent `too-much-media`, or
 * its worker died.
 */
export const mediaEndings = ['reopened', 'left', 'too-much-media', 'worker-died'] as const;
/** `host`: also by a go-round that mutes the others. `server`: the seat sent more than it may. */
export const muters = ['self', 'host', 'server'] as const;
export type Muter = (typeof muters)[number];
/**
 * `owner`: closed by its client. `not-allowed`: its seat may not publish any more. `media-closed`: closed with its
 * transports. `failed`: it could not be muted.
 */
export const trackEndings = ['owner', 'not-allowed', 'media-closed', 'failed'] as const;
export type TrackEnding = (typeof trackEndings)[number];
/**
 * `not-shown`, `receiver`: the receiver's client doesn't want the video or audio now. `line`: no layer fits the
 * receiver's bandwidth. `no-packets`: none arrive from the sender.
 */
export const pauseCauses = ['not-shown', 'receiver', 'line', 'no-packets'] as const;
export type PauseCause = (typeof pauseCauses)[number];

/** The rules that can keep a track from a seat; they are in rooms/machine/visibility/forward.ts. */
export const withholdingRules = [
  'own-track',
  'room-not-live',
  'room-held',
  'not-in-room',
  'in-preview',
  'in-side-room',
  'waiting',
  'other-breakout-group',
  'circle-closed',
  'not-consented',
  'no-subscribe-grant',
  'no-publish-grant',
] as const;
export type WithholdingRule = (typeof withholdingRules)[number];

export const connectStages = ['ice', 'dtls'] as const;
/**
 * The failed stage of a transport that did not connect: no ICE check reached the server, or the DTLS handshake was not
 * completed.
 */
export type ConnectStage = (typeof connectStages)[number];

const Milliseconds = Type.Integer({ minimum: 0 });
const closed = { additionalProperties: false } as const;

const event = <const W extends string, P extends TProperties>(what: W, properties: P) =>
  Type.Object({ what: Type.Literal(what), ...properties }, closed);

const seatId = Type.String();
const ofSeat = <const W extends string, P extends TProperties>(what: W, properties: P) =>
  event(what, { seatId, ...properties });
const ofPath = <const W extends string, P extends TProperties>(what: W, properties: P) =>
  ofSeat(what, { direction: Type.Enum([...directions]), ...properties });
const ofTrack = <const W extends string, P extends TProperties>(what: W, properties: P) =>
  ofSeat(what, { source: TrackSource, ...properties });
/** Events about another seat's track on its way to this seat; `from` is the owner of the track. */
const ofConsumer = <const W extends string, P extends TProperties>(what: W, properties: P) =>
  ofTrack(what, { from: Type.String(), ...properties });

export const MediaEvent = Type.Union([
  ofSeat('media.opened', {}),
  ofSeat('media.refused', { cause: Type.Enum(['capacity', 'media-unavailable']) }),
  ofSeat('media.closed', { cause: Type.Enum([...mediaEndings]) }),
  ofPath('path.connected', { path: Type.Enum([...mediaPaths]), afterMs: Milliseconds }),
  ofPath('path.failed', { stage: Type.Enum([...connectStages]), afterMs: Milliseconds }),
  ofPath('path.lost', {}),
  ofPath('path.restored', { path: Type.Enum([...mediaPaths]), afterMs: Milliseconds }),
  ofPath('path.changed', { path: Type.Enum([...mediaPaths]) }),
  ofTrack('track.published', { muted: Type.Boolean() }),
  ofTrack('track.muted', { by: Type.Enum([...muters]) }),
  ofTrack('track.unmuted', {}),
  ofTrack('track.ended', { cause: Type.Enum([...trackEndings]) }),
  ofConsumer('consumer.opened', {}),
  ofConsumer('consumer.withheld', { rule: Type.Enum([...withholdingRules]) }),
  ofConsumer('consumer.undecodable', {}),
  ofConsumer('consumer.resumed', {}),
  ofConsumer('consumer.paused', { cause: Type.Enum([...pauseCauses]) }),
]);
export type MediaEvent = Static<typeof MediaEvent>;
export type MediaEventType = MediaEvent['what'];
export type MediaEnding = (typeof mediaEndings)[number];
