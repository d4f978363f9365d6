/** Prometheus metrics for operators: backups, certificate, clock, checkpoints of the audit log, public host name. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { ServerObserver } from '../../core/events/observer.ts';

/** Absent while there is no backup: 0 would mean one from 1970. */
export function addBackupMetrics(registry: Registry, newestBackupAt: () => Promise<number | null>): void {
  new Gauge({
    name: 'hearthroom_backup_last_timestamp_seconds',
    help: 'When the newest backup in HEARTHROOM_BACKUP_DIR was written, seconds since 1970',
    registers: [registry],
    async collect() {
      const at = await newestBackupAt();
      if (at === null) this.remove();
      else this.set(at / 1_000);
    },
  });
}

/** Absent while there is no certificate: 0 would mean one that expired in 1970. */
export function addCertificateMetrics(registry: Registry, observer: ServerObserver): void {
  let expires: Gauge | undefined;
  observer.on('certificateLoaded', ({ expiresAt }) => {
    expires ??= new Gauge({
      name: 'hearthroom_tls_certificate_expires_timestamp_seconds',
      help: 'When the certificate that is served expires, seconds since 1970',
      registers: [registry],
    });
    expires.set(expiresAt / 1_000);
  });
  const refusals = new Counter({
    name: 'hearthroom_tls_certificate_refusals_total',
    help: 'Times that renewed certificate files were not right and the certificate there was stayed',
    registers: [registry],
  });
  observer.on('certificateRefused', () => refusals.inc());
}

export function addClockMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  const steps = new Counter({
    name: 'hearthroom_clock_steps_total',
    help: 'Times that the clock of the machine was set by more than a second while the server ran',
    registers,
  });
  const lastStep = new Gauge({
    name: 'hearthroom_clock_last_step_seconds',
    help: 'By how many seconds the clock of the machine was set the last time; negative: back. 0: never',
    registers,
  });
  observer.on('clockStepped', ({ stepMs }) => {
    steps.inc();
    lastStep.set(stepMs / 1_000);
  });
}

/** Absent until there is one: 0 would mean one from 1970. */
export function addCheckpointMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  let last: Gauge | undefined;
  observer.on('auditCheckpointWritten', ({ at }) => {
    last ??= new Gauge({
      name: 'hearthroom_audit_checkpoint_last_timestamp_seconds',
      help: 'When the last checkpoint of the audit log was written to its file, seconds since 1970',
      registers,
    });
    last.set(at / 1_000);
  });
  const failures = new Counter({
    name: 'hearthroom_audit_checkpoint_failures_total',
    help: 'Checkpoints of the audit log that could not be signed, stored for the webhook or written to their file',
    registers,
  });
  observer.on('auditCheckpointFailed', () => failures.inc());
}

/** Absent if clients get an IP address. */
export function addPublicNameMetrics(registry: Registry, observer: ServerObserver): void {
  let resolved: Gauge | undefined;
  observer.on('publicNameChecked', ({ isResolved }) => {
    resolved ??= new Gauge({
      name: 'hearthroom_public_name_resolved',
      help: 'Whether the host name in HEARTHROOM_PUBLIC_ADDRESS can be resolved on this machine (1) or not (0)',
      registers: [registry],
    });
    resolved.set(isResolved ? 1 : 0);
  });
}
