/** The server's settings as the code sees them: validated, deeply frozen, passed in. Read from HEARTHROOM_… variables. */
import { join } from 'node:path';
import { type Files, isOnDisk } from './parse.ts';
import { fileVariableOf } from './secret-file.ts';
import { readVariables, variables } from './variables.ts';

export interface Config {
  readonly mode: 'production' | 'demo';
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null;
  /** Web origins that may connect and call; empty = same origin only. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks of the reverse proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Token that /metrics requires; null: only requests from this machine are answered. */
  readonly metricsToken: string | null;
  readonly dataDir: string;
  /** Where copies of the store are written, and how many stay; 0 = all. */
  readonly backup: { readonly directory: string; readonly kept: number };
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** API keys by id. Secrets are raw strings of at least 32 bytes. Empty only in demo mode before one is made. */
  readonly keys: ReadonlyMap<string, string>;
  /** Path of the file with more keys, read at the start and on request; null: there is none. */
  readonly keysFile: string | null;
  readonly api: ApiConfig;
  readonly media: MediaConfig;
  /** How long entries of the audit log are kept; 0 = for good. */
  readonly auditRetentionDays: number;
  /** Whether reads of data of people, and tokens made, are in the audit log. */
  readonly auditAccess: boolean;
  /** How long records of what became of media are kept; 0 = none are made. */
  readonly mediaJournalDays: number;
  readonly auditCheckpoints: AuditCheckpointsConfig;
  readonly webhook: WebhookConfig | null;
  /** How long sessions run on after the server was told to go down; 0 = not at all. */
  readonly drainLimitSeconds: number;
  /** The relay that clients behind strict firewalls use; null: there is none. */
  readonly turn: TurnConfig | null;
}

export interface AuditCheckpointsConfig {
  /** Private keys in PEM; null: the server's own in the data directory. */
  readonly key: string | null;
  /** 0 = none between start and end. */
  readonly intervalMinutes: number;
  readonly directory: string;
  readonly toWebhook: boolean;
}

export interface WebhookConfig {
  readonly url: string;
  /** Signs deliveries; at least 32 bytes. */
  readonly secret: string;
}

export interface TurnConfig {
  /** RFC 7065: turn:host:port?transport=udp */
  readonly urls: readonly string[];
  /** Shared with the relay (coturn's static-auth-secret); at least 32 bytes. */
  readonly secret: string;
  /** How long credentials are valid from when they are handed out. */
  readonly ttlSeconds: number;
}

export interface ApiConfig {
  /** REST requests a minute from one address. */
  readonly requestsPerMinute: number;
}

export interface MediaConfig {
  /** Path of the mediasoup-worker binary; null = mediasoup's own. */
  readonly workerBin: string | null;
  readonly workers: number;
  /** Local address that workers bind. */
  readonly listenIp: string;
  /** Address told to clients, when it differs (NAT, containers). */
  readonly announcedAddress: string | null;
  /** First media port: worker n listens on UDP and TCP at portBase + n; 0 = any free port. */
  readonly portBase: number;
  readonly maxTransportsPerSeat: number;
  readonly maxTracksPerSeat: number;
  /** Upper bound of what one seat may send, bits per second. */
  readonly maxIncomingBitrateBps: number;
  /** What senders are asked for first; they fall back to VP8. */
  readonly videoCodec: 'vp8' | 'vp9';
  /** RTP packets a second, received and sent, that one worker may come to before new people are refused; 0: nobody is. */
  readonly maxPacketsPerSecond: number;
  /** People of one room on one worker, before the room goes on at another one. */
  readonly peoplePerWorker: number;
}

/** Everything that is wrong with the variables, one line each. Never quotes a secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration is not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export interface LoadConfigOptions {
  /** Which files there are and what they hold; the disk's, unless a test says otherwise. */
  files?: Files;
}

/**
 * @param env variables by name, usually process.env; those that don't begin with HEARTHROOM_ are ignored
 * @throws ConfigError that names every variable that is wrong, what is wrong with it, and the mend
 */
export function loadConfig(env: Record<string, string | undefined>, options: LoadConfigOptions = {}): Config {
  const { values, problems } = readVariables(env, options.files ?? isOnDisk);
  if (values === null) throw new ConfigError(problems);
  return deepFreeze({
    mode: values.demo ? 'demo' : 'production',
    listen: { host: values.host, port: values.port },
    tls: values.tlsCert && values.tlsKey ? { certificateFile: values.tlsCert, keyFile: values.tlsKey } : null,
    allowedOrigins: values.allowedOrigins,
    trustedProxies: values.trustedProxies,
    metricsToken: values.metricsToken,
    dataDir: values.dataDir,
    backup: { directory: values.backupDir ?? join(values.dataDir, 'backups'), kept: values.backupsKept },
    logLevel: values.logLevel,
    keys: values.keys,
    keysFile: values.keysFile,
    auditRetentionDays: values.auditRetentionDays,
    auditAccess: values.auditAccess,
    mediaJournalDays: values.mediaJournalDays,
    auditCheckpoints: {
      key: values.auditKey,
      intervalMinutes: values.auditCheckpointMinutes,
      directory: values.auditCheckpointDir ?? values.dataDir,
      toWebhook: values.auditCheckpointWebhook,
    },
    drainLimitSeconds: values.drainLimitSeconds,
    webhook:
      values.webhookUrl && values.webhookSecret ? { url: values.webhookUrl, secret: values.webhookSecret } : null,
    turn:
      values.turnUrls && values.turnSecret
        ? { urls: values.turnUrls, secret: values.turnSecret, ttlSeconds: values.turnTtlSeconds }
        : null,
    api: { requestsPerMinute: values.apiRequestsPerMinute },
    media: {
      workerBin: values.workerBin,
      workers: values.workers,
      listenIp: values.mediaListenIp ?? values.host,
      announcedAddress: values.publicAddress,
      portBase: values.mediaPort,
      maxTransportsPerSeat: values.maxTransportsPerSeat,
      maxTracksPerSeat: values.maxTracksPerSeat,
      maxIncomingBitrateBps: values.maxBitrateKbps * 1_000,
      videoCodec: values.videoCodec,
      maxPacketsPerSecond: values.workerMaxPacketsPerSecond,
      peoplePerWorker: values.roomPeoplePerWorker,
    },
  });
}

/** The variables with default and meaning, for `--help`. */
export function describeConfig(): string {
  const rows = Object.values(variables).map(({ name, shownDefault, meaning, isSecret }) => {
    const names = isSecret ? `${name}, or a file with it: ${fileVariableOf(name)}` : name;
    return `  ${names}\n      ${meaning} (default: ${shownDefault})`;
  });
  return ['Hearthroom is set up by environment variables:', '', ...rows].join('\n');
}

/** A Map can't be frozen; the type keeps its users from writing to it. */
function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
