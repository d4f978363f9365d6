/** Prometheus metrics about preflights. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { mediaPaths } from '../../core/events/media-events.ts';
import { preflightRefusals, type ServerObserver } from '../../core/events/observer.ts';

/** Listens as long as the observer exists, which is as long as the server. */
export function addPreflightMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  const running = new Gauge({
    name: 'hearthroom_preflights',
    help: 'Preflights (tests of the line before a session) that run now',
    registers,
  });
  const begun = new Counter({ name: 'hearthroom_preflights_total', help: 'Preflights that began', registers });
  const refused = new Counter({
    name: 'hearthroom_preflights_refused_total',
    help: 'Preflights refused, by reason',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of preflightRefusals) refused.inc({ reason }, 0);
  const paths = new Counter({
    name: 'hearthroom_preflight_paths_total',
    help: 'Transports of preflights that were connected, by path',
    labelNames: ['path'],
    registers,
  });
  for (const path of mediaPaths) paths.inc({ path }, 0);
  observer.on('preflightBegun', () => begun.inc());
  observer.on('preflightsChanged', (now) => running.set(now.running));
  observer.on('preflightRefused', ({ reason }) => refused.inc({ reason }));
  observer.on('preflightPathConnected', ({ path }) => paths.inc({ path }));
}
