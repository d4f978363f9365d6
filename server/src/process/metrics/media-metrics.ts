/** Prometheus metrics about media: by cause, never by room or seat. All values of each label exist from the start. */

import { Counter, Histogram, type Registry } from 'prom-client';
import {
  type MediaEvent,
  mediaEndings,
  mediaPaths,
  muters,
  pauseCauses,
  trackEndings,
} from '../../core/events/media-events.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { gapCauses } from '../../journal/records.ts';
import { forwardingRules } from '../../rooms/machine/index.ts';

/** Seconds. ICE takes a few round trips; after ten seconds the transport counts as failed. */
const connectBuckets = [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20];

type Handler = (event: MediaEvent) => void;
type EventOf<W extends MediaEvent['what']> = Extract<MediaEvent, { what: W }>;

/** Listens as long as the observer exists, which is as long as the server. */
export function addMediaMetrics(registry: Registry, observer: ServerObserver): void {
  const handlers = [...pathMetrics(registry), ...trackMetrics(registry), ...consumerMetrics(registry)];
  observer.on('mediaEvent', ({ event }) => {
    for (const handle of handlers) handle(event);
  });
  const dropped = counterOf(registry, 'media_journal_dropped_total', 'cause', {
    help: 'Records of what became of media that are not kept, by cause',
    values: gapCauses,
  });
  observer.on('journalDropped', ({ cause, records }) => dropped.inc({ cause }, records));
}

function pathMetrics(registry: Registry): Handler[] {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'hearthroom_media_connect_seconds',
    help: 'From when a client begins to connect a media transport until it is connected, by path',
    buckets: connectBuckets,
    labelNames: ['path'],
    registers,
  });
  for (const path of mediaPaths) seconds.zero({ path });
  const plain = (name: string, help: string) => new Counter({ name: `hearthroom_media_${name}`, help, registers });
  const lost = plain('lost_total', 'Media transports that lost their path');
  const restored = plain('restored_total', 'Media transports that found a path again');
  const ended = counterOf(registry, 'media_ended_total', 'cause', {
    help: 'Media of seats that ended, by cause',
    values: mediaEndings,
  });
  return [
    on('path.connected', ({ path, afterMs }) => seconds.observe({ path }, afterMs / 1_000)),
    on('path.lost', () => lost.inc()),
    on('path.restored', () => restored.inc()),
    on('media.closed', ({ cause }) => ended.inc({ cause })),
  ];
}

function trackMetrics(registry: Registry): Handler[] {
  const published = counterOf(registry, 'tracks_published_total', 'source', {
    help: 'Tracks published, by source',
    values: ['microphone', 'camera', 'screen', 'screen-audio'],
  });
  const muted = counterOf(registry, 'tracks_muted_total', 'by', { help: 'Tracks muted, by whom', values: muters });
  const ended = counterOf(registry, 'tracks_ended_total', 'cause', {
    help: 'Tracks that ended, by cause',
    values: trackEndings,
  });
  return [
    on('track.published', ({ source }) => published.inc({ source })),
    on('track.muted', ({ by }) => muted.inc({ by })),
    on('track.ended', ({ cause }) => ended.inc({ cause })),
  ];
}

function consumerMetrics(registry: Registry): Handler[] {
  const opened = new Counter({
    name: 'hearthroom_consumers_opened_total',
    help: 'Tracks offered to a receiver',
    registers: [registry],
  });
  const withheld = counterOf(registry, 'consumers_withheld_total', 'rule', {
    help: 'Tracks kept from a receiver, by rule',
    values: [...forwardingRules, 'undecodable'],
  });
  const paused = counterOf(registry, 'consumers_paused_total', 'cause', {
    help: 'Tracks that a receiver did not get for a time, by cause',
    values: pauseCauses,
  });
  return [
    on('consumer.opened', () => opened.inc()),
    on('consumer.withheld', ({ rule }) => withheld.inc({ rule })),
    on('consumer.undecodable', () => withheld.inc({ rule: 'undecodable' })),
    on('consumer.paused', ({ cause }) => paused.inc({ cause })),
  ];
}

/** A counter with one label, whose values all exist from the start. */
function counterOf<L extends string>(
  registry: Registry,
  name: string,
  label: L,
  { help, values }: { help: string; values: readonly string[] },
): Counter<L> {
  const counter = new Counter({ name: `hearthroom_${name}`, help, registers: [registry], labelNames: [label] });
  for (const value of values) counter.labels(value).inc(0);
  return counter;
}

function on<W extends MediaEvent['what']>(what: W, handle: (event: EventOf<W>) => void): Handler {
  const isMeant = (event: MediaEvent): event is EventOf<W> => event.what === what;
  return (event) => {
    if (isMeant(event)) handle(event);
  };
}
