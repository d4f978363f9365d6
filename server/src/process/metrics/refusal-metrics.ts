/** Prometheus metrics about refusals before authentication. */
import { Counter, type Registry } from 'prom-client';
import { connectionRefusals, type ServerObserver } from '../../core/events/observer.ts';

/** Listens as long as the observer exists, which is as long as the server. */
export function addRefusalMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  const refused = new Counter({
    name: 'hearthroom_connections_refused_total',
    help: 'Connections refused before their token was looked at, by reason',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of connectionRefusals) refused.inc({ reason }, 0);
  const forwarded = new Counter({
    name: 'hearthroom_untrusted_forwarded_requests_total',
    help: 'Requests that name a client address, from a sender that is not in HEARTHROOM_TRUSTED_PROXIES',
    registers,
  });
  observer.on('connectionRefused', ({ reason }) => refused.inc({ reason }));
  observer.on('addressForwarded', () => forwarded.inc());
}
