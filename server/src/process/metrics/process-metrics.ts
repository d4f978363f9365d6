/**
 * Event-loop delay, memory, garbage collection, file descriptors and CPU of this process, as prom-client collects them.
 */
import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * Gauges with names of counters, each the sum of another metric's values. Prometheus' conventions forbid such names.
 */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/**
 * Interval in milliseconds at which the delay of the event loop is measured; the metrics contain it. The default of 10 ms
 * wakes an idle server a hundred times a second.
 */
const eventLoopMonitoringPrecision = 100;

export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision });
  for (const name of misnamed) registry.removeSingleMetric(name);
}
