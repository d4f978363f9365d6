/** The server's settings: validated, deeply frozen, passed in. Read from HEARTHROOM_… variables. */
import { join } from 'node:path';
import { type Files, isOnDisk } from './parse.ts';
import { readVariables } from './read-variables.ts';
import { fileVariableOf } from './secret-file.ts';
import { type Values, variables } from './variables.ts';

export interface Config {
  readonly mode: 'production' | 'demo';
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null;
  /** Web origins that may connect and call; empty = same origin only. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks of the reverse proxies whose X-Forwarded-For is trusted. */
  readonly trustedProxies: readonly string[];
  /** Token required for /metrics; null: only requests from this machine are answered. */
  readonly metricsToken: string | null;
  readonly dataDir: string;
  /** Where copies of the store are written, and how many are kept; 0 = all. */
  readonly backup: { readonly directory: string; readonly kept: number };
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** API keys by id. Secrets are raw strings of at least 32 bytes. Empty only in demo mode before one is made. */
  readonly keys: ReadonlyMap<string, string>;
  /** Path of the file with more keys, read at the start and on reload; null: there is none. */
  readonly keysFile: string | null;
  /** Are the scripts and the package of the SDK served under /sdk/? */
  readonly serveSdk: boolean;
  readonly api: ApiConfig;
  /** Are the pages of personal links served? */
  readonly pages: boolean;
  /** Is the documentation served, if it is built? */
  readonly docs: boolean;
  readonly media: MediaConfig;
  /** Days that entries of the audit log are kept; 0 = forever. */
  readonly auditRetentionDays: number;
  /** Are reads of personal data and created tokens recorded in the audit log? */
  readonly auditAccess: boolean;
  /** Days that records about media are kept; 0 = none are written. */
  readonly mediaJournalDays: number;
  readonly auditCheckpoints: AuditCheckpointsConfig;
  readonly webhook: WebhookConfig | null;
  /** How long sessions may continue after the server was told to shut down; 0 = not at all. */
  readonly drainLimitSeconds: number;
  /** The relay for clients behind strict firewalls; null: there is none. */
  readonly turn: TurnConfig | null;
  /** This server is a node, one of several that share a database; null: it is the only one, and has its own store. */
  readonly cluster: ClusterConfig | null;
}

export interface ClusterConfig {
  /** Valid for `parseDatabaseUrl`. Contains a password. */
  readonly databaseUrl: string;
  /** Whether the server starts although a failover of the database may lose acknowledged writes. */
  readonly asyncStandby: 'refuse' | 'accept';
  readonly nodeName: string;
  readonly region: string;
  /** Where this node listens for other nodes; port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Where other nodes reach this one; null: at `listen`. A port of null: that of `listen`. */
  readonly address: { readonly host: string; readonly port: number | null } | null;
  /** What becomes of sessions while the database is away. */
  readonly onDatabaseLoss: 'hold' | 'cut';
}

export interface AuditCheckpointsConfig {
  /** Private keys in PEM; null: the server's own key in the data directory. */
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
  /** How long credentials are valid after they are created. */
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
  /** Address sent to clients, if it differs (NAT, containers). */
  readonly announcedAddress: string | null;
  /** First media port: worker n listens on UDP and TCP at portBase + n; 0 = any free port. */
  readonly portBase: number;
  readonly maxTransportsPerSeat: number;
  readonly maxTracksPerSeat: number;
  /** Upper limit of what one seat may send, in bits per second. */
  readonly maxIncomingBitrateBps: number;
  /** The preferred codec; senders that don't support it use VP8. */
  readonly videoCodec: 'vp8' | 'vp9';
  /** RTP packets a second, received and sent, of one worker before new people are refused; 0: never. */
  readonly maxPacketsPerSecond: number;
  /** People of one room on one worker, before the room continues on another one. */
  readonly peoplePerWorker: number;
  /** Preflights at the same time; 0: none. */
  readonly preflights: number;
}

/** All problems of the variables, one line each. Never quotes a secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration is not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export interface LoadConfigOptions {
  /** Checks and reads files; those on disk by default, replaced in tests. */
  files?: Files;
}

/**
 * @param env variables by name, usually process.env; those that don't begin with HEARTHROOM_ are ignored
 * @throws ConfigError that names every invalid variable, what is wrong with it, and how to fix it
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
    cluster: clusterOf(values),
    serveSdk: values.serveSdk,
    api: { requestsPerMinute: values.apiRequestsPerMinute },
    // The demo's links lead to them.
    pages: values.pages || values.demo,
    docs: values.docs,
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
      preflights: values.preflights,
    },
  });
}

function clusterOf(values: Values): ClusterConfig | null {
  if (values.databaseUrl === null) return null;
  return {
    databaseUrl: values.databaseUrl,
    asyncStandby: values.databaseAsyncStandby,
    nodeName: values.nodeName,
    region: values.region,
    listen: { host: values.nodeHost ?? values.host, port: values.nodePort },
    address: values.nodeAddress,
    onDatabaseLoss: values.databaseLoss,
  };
}

/** The variables with default and meaning, for `--help`. */
export function describeConfig(): string {
  const rows = Object.values(variables).map(({ name, shownDefault, meaning, isSecret }) => {
    const names = isSecret ? `${name}, or a file with it: ${fileVariableOf(name)}` : name;
    return `  ${names}\n      ${meaning} (default: ${shownDefault})`;
  });
  return ['Hearthroom is set up by environment variables:', '', ...rows].join('\n');
}

/** A Map can't be frozen; its type is read-only. */
function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
