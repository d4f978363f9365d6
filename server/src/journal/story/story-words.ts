/** Describes one record or decision in a plain sentence. The caller names the seats. */

import type { TrackSource } from '@hearthroom/sdk/protocol';
import type {
  Direction,
  MediaEnding,
  MediaEvent,
  MediaPath,
  Muter,
  PauseCause,
  TrackEnding,
} from '../../core/events/media-events.ts';
import type { ForwardingRule } from '../../rooms/machine/index.ts';
import type { JournalRecord } from '../records.ts';
import type { Decision } from './evidence.ts';

export type NameSeat = (seatId: string) => string;

export const ruleTexts: Record<ForwardingRule, string> = {
  'own-track': 'it is their own',
  'room-not-live': 'the session was not live',
  'room-held': 'the session was held, because no host was there',
  'not-in-room': 'one of the two was not in the session',
  waiting: 'one of the two was in the waiting room',
  'in-preview': 'one of the two was in a preview',
  'in-side-room': 'one of the two was in a side room',
  'other-breakout-group': 'they were in different breakout groups',
  'circle-closed': 'neither is a host, and the circle was not opened yet',
  'not-consented': 'the two were not shown to each other',
  'no-subscribe-grant': "the receiver's token does not allow receiving",
  'no-publish-grant': "the sender's token does not allow this",
};

/** `not-consented` is never recorded; if it were, the story would not reveal it. */
export const nameRule = (rule: ForwardingRule): string => (rule === 'not-consented' ? 'not-shown-to-each-other' : rule);

export const stageTexts = {
  ice: 'no packet of theirs reached the server (ice)',
  dtls: 'packets reached the server, but the handshake was not completed (dtls)',
};

export const pauseTexts: Record<PauseCause, string> = {
  'not-shown': "the receiver's client did not show it (not-shown)",
  receiver: "the receiver's client asked for it to be paused (receiver)",
  line: "the receiver's line was too weak for any layer of it (line)",
  'no-packets': 'no packets of it came from the sender (no-packets)',
};

const pathTexts: Record<MediaPath, string> = { udp: 'UDP', tcp: 'TCP', relay: 'the relay' };
const directionTexts: Record<Direction, string> = { send: 'sending', receive: 'receiving' };

const mediaEndingTexts: Record<MediaEnding, string> = {
  reopened: 'its client sets it up anew',
  left: 'the seat left, was taken out or connected anew',
  'too-much-media': 'it sent more than it may',
  'worker-died': 'a media worker died',
};

export const trackEndingTexts: Record<TrackEnding, string> = {
  owner: 'its client ended it',
  'not-allowed': 'the seat was not allowed to publish it any more',
  'media-closed': "the seat's media ended",
  failed: 'it could not be muted',
};

export const muterText = (by: Muter, self: string): string =>
  ({
    self: `by ${self}`,
    host: 'by a host',
    server: 'by the server, because too much was sent',
  })[by];

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export function describeRecord({ event, count }: JournalRecord, name: NameSeat): string {
  const text = event.what.startsWith('journal.') ? describeJournal(event) : describeMedia(event, name);
  return count === 1 ? text : `${text} (the last of ${count} changes since the record before)`;
}

function describeMedia(event: JournalRecord['event'], name: NameSeat): string {
  if (!('seatId' in event)) return describeJournal(event);
  const self = name(event.seatId);
  if ('from' in event) return describeConsumer(event, self, name(event.from));
  if ('source' in event) return `${self}: ${event.source} ${describeTrack(event, self)}`;
  if ('direction' in event) return `${self}: ${describePath(event)} (${directionTexts[event.direction]})`;
  switch (event.what) {
    case 'media.opened':
      return `${self}: media is set up, not connected yet`;
    case 'media.refused':
      return `${self}: no media: ${event.cause === 'capacity' ? 'the server is full' : 'no media worker runs'} (${event.cause})`;
    case 'media.closed':
      return `${self}: media ended: ${mediaEndingTexts[event.cause]}`;
  }
}

function describePath(event: Extract<MediaEvent, { direction: Direction }>): string {
  switch (event.what) {
    case 'path.connected':
      return `media connected over ${pathTexts[event.path]} after ${seconds(event.afterMs)}`;
    case 'path.failed':
      return `no path for media after ${seconds(event.afterMs)}: ${stageTexts[event.stage]}`;
    case 'path.lost':
      return 'media lost: nothing came from the client any more';
    case 'path.restored':
      return `media back over ${pathTexts[event.path]} after ${seconds(event.afterMs)}`;
    case 'path.changed':
      return `media goes over ${pathTexts[event.path]} now`;
  }
}

type TrackEvent = Extract<MediaEvent, { what: `track.${string}` }>;

function describeTrack(event: TrackEvent, self: string): string {
  switch (event.what) {
    case 'track.published':
      return event.muted ? 'published, muted' : 'published';
    case 'track.muted':
      return `muted ${muterText(event.by, self)}`;
    case 'track.unmuted':
      return `unmuted by ${self}`;
    case 'track.ended':
      return `ended: ${trackEndingTexts[event.cause]}`;
  }
}

type ConsumerEvent = Extract<MediaEvent, { from: string }>;

function describeConsumer(event: ConsumerEvent, to: string, from: string): string {
  const what = trackOf(from, event.source);
  switch (event.what) {
    case 'consumer.opened':
      return `${to} is offered ${what}`;
    case 'consumer.withheld':
      return `${to} does not receive ${what}: ${ruleTexts[event.rule]} (rule ${nameRule(event.rule)})`;
    case 'consumer.undecodable':
      return `${to} does not receive ${what}: ${to}'s browser cannot decode it`;
    case 'consumer.resumed':
      return `${to} receives ${what}`;
    case 'consumer.paused':
      return `${to} does not receive ${what}: ${pauseTexts[event.cause]}`;
  }
}

export const trackOf = (owner: string, source: TrackSource): string => `${owner}'s ${source}`;

function describeJournal(event: JournalRecord['event']): string {
  switch (event.what) {
    case 'journal.started':
      return 'the first record of this room since the server was started';
    case 'journal.stopped':
      return 'no more records: the room ended, or the server was stopped';
    case 'journal.gap':
      return event.cause === 'limit'
        ? `records of ${seconds(event.missingMs)} up to here were removed: the room had as many as it may (limit)`
        : `records of ${seconds(event.missingMs)} up to here are missing: the store refused them (store)`;
    case 'journal.clock-stepped':
      return stepText(event.stepMs);
    case 'journal.unreadable':
      return 'a record that this version of the server cannot read';
    default:
      return event.what;
  }
}

export const stepText = (stepMs: number): string =>
  `the clock of the server was set ${stepMs < 0 ? 'back' : 'forward'} by ${seconds(Math.abs(stepMs))}; what stands before this has its time by the clock as it was`;

const decisionTexts: Record<string, string> = {
  'room.live': 'the session is live',
  'room.held': 'the session is held: no host is there',
  'room.ended': 'the session ended',
  'circle.opened': 'the circle was opened',
  'breakout.started': 'breakout groups started',
  'breakout.ended': 'breakout groups ended',
  'seat.waiting': 'in the waiting room',
  'seat.admitted': 'admitted',
  'seat.resumed': 'its connection to the server is back',
  'seat.dropped': 'its connection to the server was lost; media may go on',
  'seat.left': 'left',
  'seat.expired': 'did not come back in time',
  'seat.denied': 'denied',
  'seat.removed': 'removed',
  'preview.opened': 'a preview with a host began',
  'preview.closed': 'the preview ended',
  'side-room.opened': 'a side room with a host began',
  'side-room.closed': 'the side room ended',
};

/** Null: not relevant to who hears whom. */
export function describeDecision({ what, seatId, by, detail }: Decision, name: NameSeat): string | null {
  if (what === 'seat.muted' && seatId !== null)
    return `${name(seatId)}: ${String(detail.source)} muted by ${nameActor(by, name)}`;
  if (what === 'clock.stepped') return stepText(Number(detail.stepMs));
  const text = decisionTexts[what];
  if (text === undefined) return null;
  return seatId === null ? text : `${name(seatId)}: ${text}`;
}

function nameActor(by: string | null, name: NameSeat): string {
  if (by === null) return "the room's rules";
  return by.startsWith('seat:') ? name(by.slice('seat:'.length)) : `the API key ${by.slice('api:'.length)}`;
}
