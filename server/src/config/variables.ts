/** The table of environment variables, one row each. They are read, and rules about several of them checked, in read-variables.ts. */
import { availableParallelism, hostname } from 'node:os';
import * as parse from './parse.ts';

export const prefix = 'HEARTHROOM_';

export interface Variable<T> {
  readonly name: string;
  readonly fallback: T;
  readonly shownDefault: string;
  readonly meaning: string;
  readonly parse: parse.Parse<T>;
  /** May be read from a file instead, named by the variable with the suffix _FILE. */
  readonly isSecret: boolean;
}

const row = <T>(
  name: string,
  fallback: T,
  meaning: string,
  parser: parse.Parse<T>,
  shownDefault = String(fallback),
): Variable<T> => ({ name: prefix + name, fallback, meaning, parse: parser, shownDefault, isSecret: false });

const optional = <T>(name: string, meaning: string, parser: parse.Parse<T>, shownDefault = 'none') =>
  row<T | null>(name, null, meaning, parser, shownDefault);

const secret = (name: string, meaning: string, parser: parse.Parse<string>): Variable<string | null> => ({
  ...optional(name, meaning, parser),
  isSecret: true,
});

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

const videoCodecs = ['vp8', 'vp9'] as const;
type VideoCodec = (typeof videoCodecs)[number];

const asyncStandbyChoices = ['refuse', 'accept'] as const;
type AsyncStandby = (typeof asyncStandbyChoices)[number];

const databaseLossChoices = ['hold', 'cut'] as const;
type DatabaseLossChoice = (typeof databaseLossChoices)[number];

export const variables = {
  host: row(
    'HOST',
    '127.0.0.1',
    'Address to listen on; 0.0.0.0 or :: for every address of the machine',
    parse.listenAddress,
  ),
  port: row('PORT', 3000, 'Port of pages, REST and signaling; 0 takes any free one', parse.integer(0, 65_535)),
  publicAddress: optional(
    'PUBLIC_ADDRESS',
    'IP address or host name at which clients reach the media ports, when it is not the one that media listens on',
    parse.publicAddress,
  ),
  mediaListenIp: optional('MEDIA_LISTEN_IP', 'Address that media listens on', parse.mediaAddress, `${prefix}HOST`),
  mediaPort: row(
    'MEDIA_PORT',
    40_000,
    'First media port, UDP and TCP; each worker takes one, counting up; 0 takes any free ones',
    parse.integer(0, 65_535),
  ),
  workers: row('WORKERS', availableParallelism(), 'Media workers', parse.integer(1, 256), 'one a core'),
  workerBin: optional('WORKER_BIN', 'Path of the mediasoup-worker program', parse.executableFile, "mediasoup's own"),
  tlsCert: optional(
    'TLS_CERT',
    'PEM file with the certificate chain; with TLS_KEY the server speaks https and wss; read again when it changes, and on SIGHUP',
    parse.pemFile,
  ),
  tlsKey: optional('TLS_KEY', "PEM file with the certificate's private key", parse.pemFile),
  keys: row<ReadonlyMap<string, string>>(
    'KEYS',
    new Map(),
    'API keys as id:secret, with commas between; secrets have at least 32 bytes; several at once, to change them without a stop',
    parse.keys,
    'none; the demo makes one',
  ),
  keysFile: optional(
    'KEYS_FILE',
    'JSON file of API keys, beside KEYS: secrets, and public keys (Ed25519, P-256) of backends that sign alone; read again on SIGHUP',
    parse.keyFile,
  ),
  allowedOrigins: row<readonly string[]>(
    'ALLOWED_ORIGINS',
    [],
    "Web origins whose pages may connect, with commas between, beside the server's own",
    parse.origins,
    'none',
  ),
  trustedProxies: row<readonly string[]>(
    'TRUSTED_PROXIES',
    [],
    'Addresses or networks of reverse proxies in front of this server, with commas between; only theirs is believed which client a request came from',
    parse.networks,
    'none',
  ),
  metricsToken: secret(
    'METRICS_TOKEN',
    'Bearer token that /metrics requires, from any address; without one only this machine can read it',
    parse.bearerToken,
  ),
  dataDir: row('DATA_DIR', './data', 'Directory of the store; made when it is not there', parse.directory),
  backupDir: optional(
    'BACKUP_DIR',
    'Directory of the backups that POST /v1/backup and `npm run backup` write, of this server alone; made when it is not there',
    parse.directory,
    `backups in ${prefix}DATA_DIR`,
  ),
  backupsKept: row(
    'BACKUPS_KEPT',
    7,
    'How many backups stay in BACKUP_DIR: with each new one the oldest are removed; 0 keeps all',
    parse.integer(0, 100_000),
  ),
  logLevel: row<LogLevel>('LOG_LEVEL', 'info', `What is logged: ${logLevels.join(', ')}`, parse.oneOf(logLevels)),
  demo: row('DEMO', false, 'Serve the demo pages, and make an API key where there is none', parse.boolean),
  serveSdk: row(
    'SERVE_SDK',
    true,
    'Serve the scripts and the npm package of the SDK under /sdk/, to pages of any origin',
    parse.boolean,
  ),
  pages: row(
    'PAGES',
    false,
    'Serve the pages of personal links under /j/, for people who join without a frontend of yours; the demo always does',
    parse.boolean,
  ),
  docs: row('DOCS', true, 'Serve the documentation at /docs, if `npm run docs` has built it', parse.boolean),
  maxBitrateKbps: row(
    'MAX_BITRATE_KBPS',
    3_000,
    'Upper bound of what one seat may send, kbit/s',
    parse.integer(100, 100_000),
  ),
  videoCodec: row<VideoCodec>(
    'VIDEO_CODEC',
    'vp8',
    `What video is sent in, where a client can: ${videoCodecs.join(', ')}; vp9 is sharper at the same bitrate, costs senders more CPU, and is seen by those alone who can decode it`,
    parse.oneOf(videoCodecs),
  ),
  workerMaxPacketsPerSecond: row(
    'WORKER_MAX_PACKETS_PER_SECOND',
    100_000,
    'RTP packets a second, received and sent, that one media worker takes before it refuses new people; the default is half of what one core carried in the bench without a loss; 0 refuses nobody, whatever the worker carries',
    parse.integer(0, 10_000_000),
  ),
  roomPeoplePerWorker: row(
    'ROOM_PEOPLE_PER_WORKER',
    20,
    'People of one room on one media worker; a larger room goes on at another worker',
    parse.integer(1, 10_000),
  ),
  maxTransportsPerSeat: row('MAX_TRANSPORTS_PER_SEAT', 2, 'Media transports a seat may have', parse.integer(2, 16)),
  maxTracksPerSeat: row('MAX_TRACKS_PER_SEAT', 4, 'Tracks a seat may publish', parse.integer(1, 16)),
  preflights: row(
    'PREFLIGHTS',
    5,
    'Preflights (tests of the line before a session) at the same time; others are asked to try again later; 0: none, the server offers no preflight',
    parse.integer(0, 1_000),
  ),
  apiRequestsPerMinute: row(
    'API_REQUESTS_PER_MINUTE',
    600,
    'REST requests that one address may make a minute',
    parse.integer(1, 1_000_000),
  ),
  auditRetentionDays: row(
    'AUDIT_RETENTION_DAYS',
    365,
    'How long entries of the audit log are kept; 0 keeps them for good',
    parse.integer(0, 36_500),
  ),
  auditAccess: row(
    'AUDIT_ACCESS',
    true,
    'Record in the audit log who reads data of people over REST, and for which rooms tokens are made; false leaves an entry at each start',
    parse.boolean,
  ),
  mediaJournalDays: row(
    'MEDIA_JOURNAL_DAYS',
    30,
    'How long records of what became of media are kept, by which `npm run explain` says why somebody was not heard; 0 keeps none',
    parse.integer(0, 36_500),
  ),
  auditKey: secret(
    'AUDIT_KEY',
    "Ed25519 private key, PEM, that signs checkpoints of the audit log; without it one of the server's own, audit-key.pem in DATA_DIR",
    parse.signingKeys,
  ),
  auditCheckpointMinutes: row(
    'AUDIT_CHECKPOINT_MINUTES',
    60,
    'How often a signed checkpoint of the audit log is given out, beside the start, a drain and the end; 0: not in between',
    parse.integer(0, 10_080),
  ),
  auditCheckpointDir: optional(
    'AUDIT_CHECKPOINT_DIR',
    'Directory of the file of checkpoints, of this server alone, best on another machine or where files can only grow; made when it is not there',
    parse.directory,
    `${prefix}DATA_DIR`,
  ),
  auditCheckpointWebhook: row(
    'AUDIT_CHECKPOINT_WEBHOOK',
    true,
    'Give checkpoints of the audit log to WEBHOOK_URL too, as audit.checkpoint; false where the receiver has an SDK that does not know it',
    parse.boolean,
  ),
  drainLimitSeconds: row(
    'DRAIN_LIMIT_SECONDS',
    5_400,
    'How long live sessions run on after SIGTERM or POST /v1/drain before they are told to come back later; the default is the length of a group session, 90 minutes; 0 ends them at once',
    parse.integer(0, 86_400),
  ),
  webhookUrl: optional(
    'WEBHOOK_URL',
    'Address that is told of what happens in rooms, by signed POST requests',
    parse.webhookUrl,
  ),
  webhookSecret: secret(
    'WEBHOOK_SECRET',
    'Signs webhooks; at least 32 bytes of text, or whsec_ and base64 as Standard Webhooks has it',
    parse.secret,
  ),
  turnUrls: optional(
    'TURN_URLS',
    'Addresses of the TURN relay that clients behind strict firewalls use, with commas between',
    parse.turnUrls,
  ),
  turnSecret: secret(
    'TURN_SECRET',
    "What the relay checks credentials with (coturn's static-auth-secret); at least 32 bytes",
    parse.secret,
  ),
  turnTtlSeconds: row(
    'TURN_TTL_SECONDS',
    3_600,
    'How long credentials for the relay are valid; clients get fresh ones with every connect and every search for a path',
    parse.integer(10, 86_400),
  ),
  databaseUrl: secret(
    'DATABASE_URL',
    'PostgreSQL database, as postgres://user:password@host:port/database?sslmode=verify-full, that this server shares with other nodes; without it the store is a file in DATA_DIR, and this server is the only one',
    parse.databaseUrl,
  ),
  databaseAsyncStandby: row<AsyncStandby>(
    'DATABASE_ASYNC_STANDBY',
    'refuse',
    'Whether to start if a standby server of the database is asynchronous, so that a failover loses decisions that people were told about: refuse, accept',
    parse.oneOf(asyncStandbyChoices),
  ),
  databaseLoss: row<DatabaseLossChoice>(
    'DATABASE_LOSS',
    'hold',
    'What happens to sessions while the database is away: hold lets them continue without joins and decisions; cut ends their media when this node may have been replaced',
    parse.oneOf(databaseLossChoices),
  ),
  nodeName: row(
    'NODE_NAME',
    hostname(),
    'Name of this node, unique among those that run',
    parse.label,
    'the host name',
  ),
  region: row('REGION', 'default', 'Region of this node; rooms stay at nodes of their region', parse.label),
  nodeHost: optional('NODE_HOST', 'Address to listen on for other nodes', parse.listenAddress, `${prefix}HOST`),
  nodePort: row('NODE_PORT', 3001, 'Port to listen on for other nodes; 0 takes any free one', parse.integer(0, 65_535)),
  nodeAddress: optional(
    'NODE_ADDRESS',
    'IP address or host name, and perhaps :port, at which other nodes reach this one; needed when NODE_HOST is 0.0.0.0 or ::',
    parse.hostAndPort,
    'NODE_HOST and NODE_PORT',
  ),
};

export type Values = { [V in keyof typeof variables]: (typeof variables)[V]['fallback'] };
