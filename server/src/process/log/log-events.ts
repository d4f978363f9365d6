/**
 * One log line for each change of a lifecycle. Events of the observer, and therefore the log, contain only opaque ids.
 */

import type { ServerObserver } from '../../core/events/observer.ts';
import type { Log } from './log.ts';
import { logRefusals } from './refusal-log.ts';
import { logRequests } from './request-log.ts';

/** On a full disk every write fails; not every failure is logged. */
const storeFailureIntervalMs = 60_000;
const refusalIntervalMs = 60_000;

/** Closing the result writes counts that are not logged yet. */
export function logEvents(observer: ServerObserver, log: Log): { close(): void } {
  observer.on('roomCreated', (ids) => log.info(ids, 'room created'));
  observer.on('roomDeleted', (ids) => log.info(ids, 'room deleted'));
  observer.on('phaseChanged', (change) => log.info(change, 'room phase changed'));
  observer.on('seatChanged', (change) => log.info(change, 'seat changed'));
  observer.on('connectionClosed', (reason) => log.debug(reason, 'connection closed'));
  observer.on('requestBrokenOff', (request) => log.debug(request, 'client disconnected during the request'));
  observer.on('drainStarted', (drain) => log.info(drain, 'draining'));
  observer.on('drainFinished', (drain) => log.info(drain, 'drained'));
  observer.on('sendingCapExceeded', (sender) => log.warn(sender, 'a seat exceeds the media bitrate limit'));
  logMediaPaths(observer, log);
  logPublicName(observer, log);
  observer.on('sdkMissing', (sdk) => log.warn(sdk, sdkMissingWarning));
  observer.on('workerStarted', (worker) => log.info(worker, 'media worker started'));
  observer.on('workerDied', (worker) => log.error(worker, 'media worker died'));
  logCluster(observer, log);
  logStoreFailures(observer, log);
  logStoreLoss(observer, log);
  logDatabaseLoss(observer, log);
  logCapacityRefusals(observer, log);
  observer.on('roomUnreadable', ({ error }) => log.error({ err: error }, 'a stored room cannot be read'));
  observer.on('keysReloaded', (changes) => log.info(changes, 'API keys reloaded'));
  observer.on('keysRefused', ({ problems }) =>
    log.error({ problems }, 'key file is invalid; the previous keys stay in use'),
  );
  observer.on('tokensRevoked', (revocation) => log.info(revocation, 'tokens revoked'));
  observer.on('webhookFailed', (failure) => log.warn(failure, 'webhook not delivered'));
  observer.on('certificateLoaded', ({ expiresAt }) =>
    log.info({ expiresAt: new Date(expiresAt).toISOString() }, 'certificate loaded'),
  );
  observer.on('certificateRefused', (refusal) =>
    log.error(refusal, 'certificate files are invalid; the previous certificate stays in use'),
  );
  observer.on('backupWritten', (backup) => log.info(backup, 'backup written'));
  observer.on('oldBackupsStayed', (event) => log.error(event, 'old backups not removed'));
  observer.on('backupFailed', ({ error }) => log.error({ err: error }, 'backup not written'));
  observer.on('clockStepped', (step) => log.warn(step, 'system clock was changed; server times were adjusted'));
  observer.on('auditKeysLoaded', ({ keyIds, isNew }) =>
    log.info({ keyIds }, isNew ? 'audit signing key generated' : 'audit keys loaded'),
  );
  observer.on('auditCheckpointFailed', ({ error }) =>
    log.error({ err: error }, 'checkpoint of the audit log not written'),
  );
  observer.on('internalError', ({ correlationId, error }) =>
    log.error({ correlationId, err: error }, 'internal error'),
  );
  const counted = [logRefusals(observer, log), logRequests(observer, log)];
  return {
    close: () => {
      for (const lines of counted) lines.close();
    },
  };
}

/** A blocked client tries again every half a minute: only its first failure is logged, and its success afterwards. */
function logMediaPaths(observer: ServerObserver, log: Log): void {
  observer.on('transportFailed', ({ seatId, stage, wasFailing }) => {
    if (!wasFailing) log.info({ seatId, stage }, 'media transport of a seat failed to connect');
  });
  observer.on('transportConnected', ({ seatId, wasFailing }) => {
    if (wasFailing) log.info({ seatId }, 'media transport of a seat connected after failing');
  });
  observer.on('mediaUnreached', (reach) =>
    log.warn(reach, reach.wasReached ? mediaUnreachedLaterWarning : mediaUnreachedWarning),
  );
}

const mediaUnreachedWarning =
  'no media reaches this server: check that HEARTHROOM_PUBLIC_ADDRESS is the address at which clients reach this machine, and that the UDP and TCP ports from HEARTHROOM_MEDIA_PORT on, one per worker, are open to them (docs/troubleshooting.md, "When no media connects")';

const mediaUnreachedLaterWarning =
  'the media of several people in a row does not reach this server: they may share a firewall, or a port was closed (docs/troubleshooting.md, "When no media connects")';

const sdkMissingWarning =
  'the SDK is not built, so requests below /sdk/ are answered with 404: run `npm run build`, or set HEARTHROOM_SERVE_SDK=false where pages load it from elsewhere';

function logPublicName(observer: ServerObserver, log: Log): void {
  let wasUnresolved = false;
  observer.on('publicNameChecked', ({ isResolved, code }) => {
    if (!isResolved) log.warn({ code }, unresolvedWarning);
    else if (wasUnresolved) log.info({}, 'the host name in HEARTHROOM_PUBLIC_ADDRESS can be resolved now');
    wasUnresolved = !isResolved;
  });
}

const unresolvedWarning =
  'the host name in HEARTHROOM_PUBLIC_ADDRESS cannot be resolved here: clients that cannot resolve it either get no media; correct the name or its DNS record, or set the IP address; it is looked up every 30 s';

const roomsOutdatedError =
  'the database has lost what it had acknowledged, as after the promotion of an asynchronous standby server: these rooms continue as they are stored, and what was decided since is lost';

function logCluster(observer: ServerObserver, log: Log): void {
  observer.on('holdModeChanged', ({ isOn }) => {
    if (isOn) log.error({}, holdModeError);
    else log.info({}, 'the database is reachable again; writes resume');
  });
  observer.on('takeover', (takeover) => log.warn(takeover, 'rooms without an owner were adopted'));
  observer.on('roomsOutdated', (outdated) => log.error(outdated, roomsOutdatedError));
  observer.on('peerGone', () =>
    log.warn({}, 'another node does not renew its lease any more; its rooms are taken over'),
  );
  observer.on('leaseLost', (lost) => log.error(lost, leaseLostError));
  observer.on('peerChanged', ({ peer, cause }) => {
    if (cause === null) log.info({ peer }, 'connections to another node work again');
    else log.warn({ peer, cause }, peerWarning);
  });
  observer.on('guardDied', () => log.error({}, 'the guard process of the media workers ended; another one is started'));
  observer.on('guardLost', ({ error }) => log.error({ err: error }, guardLostError));
  observer.on('guardKilled', (killed) => log.error(killed, guardKilledError));
}

const holdModeError =
  'the database is not reachable: sessions continue, but joins and decisions are refused until it is';

const peerWarning =
  'connections to another node fail: requests and people for its rooms are refused here until another node takes them over; check that the nodes reach each other at HEARTHROOM_NODE_ADDRESS';

const leaseLostError =
  'this node lost its lease, so that other nodes may take over its rooms: its media and connections are closed, and the process ends';

const guardLostError =
  'the guard process of the media workers cannot be started again: nothing would end them if this process were stopped, so this node ends';

const guardKilledError =
  'the guard process ended the media workers: the lease of this node was not renewed in time, so another node may have taken over its rooms';

/** Logs the first failure; those of the following minute are counted, and the number is added to the next line. */
function logStoreFailures(observer: ServerObserver, log: Log): void {
  let loggedAt = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  observer.on('storeFailed', ({ roomId, error }) => {
    if (performance.now() - loggedAt < storeFailureIntervalMs) {
      unlogged += 1;
      return;
    }
    log.error({ roomId, unlogged, err: error }, 'a write to the store failed');
    loggedAt = performance.now();
    unlogged = 0;
  });
}

function logStoreLoss(observer: ServerObserver, log: Log): void {
  observer.on('storeLossChanged', ({ loss }) => {
    if (loss === null) log.info({}, "the store's files are back; writes resume");
    else
      log.error(loss, 'a file of the store was moved, removed or overwritten; nothing is stored until this is fixed');
  });
}

function logDatabaseLoss(observer: ServerObserver, log: Log): void {
  observer.on('databaseLossChanged', ({ loss }) => {
    if (loss === null) log.info({}, 'the database is as it should be again');
    else if (loss === 'clock-wrong')
      log.error({ loss }, 'the clocks of this machine and of the database differ by more than 10 s');
    else log.error({ loss }, 'the database cannot be used, or may lose what is decided');
  });
}

/** Refused clients ask again every few seconds, so one line a minute is enough. */
function logCapacityRefusals(observer: ServerObserver, log: Log): void {
  let loggedAt = Number.NEGATIVE_INFINITY;
  observer.on('capacityRefused', () => {
    if (performance.now() - loggedAt < refusalIntervalMs) return;
    loggedAt = performance.now();
    log.warn({}, 'media refused: every worker is full');
  });
}
