/** Reads the environment variables of the table, and checks rules about several of them. */
import { findNodeProblems } from './node-rules.ts';
import * as parse from './parse.ts';
import { fileVariableOf, parseSecretFile } from './secret-file.ts';
import { suggest } from './suggest.ts';
import { prefix, type Values, type Variable, variables } from './variables.ts';

/** @returns the values, or null with all problems found, each a sentence that begins with the variable's name */
export function readVariables(
  env: Record<string, string | undefined>,
  files: parse.Files,
): { values: Values | null; problems: string[] } {
  const problems = findUnknown(env);
  // Containers often pass unset variables as empty texts, so empty means "not set".
  const textOf = (name: string): string => env[name]?.trim() ?? '';
  const attempt = <T>(name: string, fallback: T, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof parse.Problem)) throw error;
      problems.push(`${name} ${error.message}.`);
      return fallback;
    }
  };
  const read = <T>({ name, fallback, parse: parser, isSecret }: Variable<T>): T => {
    const fileVariable = fileVariableOf(name);
    const path = isSecret ? textOf(fileVariable) : '';
    const text = textOf(name);
    if (text === '' && path === '') return fallback;
    if (path === '') return attempt(name, fallback, () => parser(text, files));
    return attempt(fileVariable, fallback, () => {
      if (text !== '') throw new parse.Problem(`is set beside ${name}; set one of the two`);
      return parseSecretFile(path, parser, files);
    });
  };
  const values: Values = {
    host: read(variables.host),
    port: read(variables.port),
    publicAddress: read(variables.publicAddress),
    mediaListenIp: read(variables.mediaListenIp),
    mediaPort: read(variables.mediaPort),
    workers: read(variables.workers),
    workerBin: read(variables.workerBin),
    tlsCert: read(variables.tlsCert),
    tlsKey: read(variables.tlsKey),
    keys: read(variables.keys),
    keysFile: read(variables.keysFile),
    allowedOrigins: read(variables.allowedOrigins),
    trustedProxies: read(variables.trustedProxies),
    metricsToken: read(variables.metricsToken),
    dataDir: read(variables.dataDir),
    backupDir: read(variables.backupDir),
    backupsKept: read(variables.backupsKept),
    logLevel: read(variables.logLevel),
    demo: read(variables.demo),
    serveSdk: read(variables.serveSdk),
    pages: read(variables.pages),
    docs: read(variables.docs),
    maxBitrateKbps: read(variables.maxBitrateKbps),
    videoCodec: read(variables.videoCodec),
    workerMaxPacketsPerSecond: read(variables.workerMaxPacketsPerSecond),
    roomPeoplePerWorker: read(variables.roomPeoplePerWorker),
    maxTransportsPerSeat: read(variables.maxTransportsPerSeat),
    maxTracksPerSeat: read(variables.maxTracksPerSeat),
    preflights: read(variables.preflights),
    apiRequestsPerMinute: read(variables.apiRequestsPerMinute),
    auditRetentionDays: read(variables.auditRetentionDays),
    auditAccess: read(variables.auditAccess),
    mediaJournalDays: read(variables.mediaJournalDays),
    auditKey: read(variables.auditKey),
    auditCheckpointMinutes: read(variables.auditCheckpointMinutes),
    auditCheckpointDir: read(variables.auditCheckpointDir),
    auditCheckpointWebhook: read(variables.auditCheckpointWebhook),
    drainLimitSeconds: read(variables.drainLimitSeconds),
    webhookUrl: read(variables.webhookUrl),
    webhookSecret: read(variables.webhookSecret),
    turnUrls: read(variables.turnUrls),
    turnSecret: read(variables.turnSecret),
    turnTtlSeconds: read(variables.turnTtlSeconds),
    databaseUrl: read(variables.databaseUrl),
    databaseAsyncStandby: read(variables.databaseAsyncStandby),
    databaseLoss: read(variables.databaseLoss),
    nodeName: read(variables.nodeName),
    region: read(variables.region),
    nodeHost: read(variables.nodeHost),
    nodePort: read(variables.nodePort),
    nodeAddress: read(variables.nodeAddress),
  };
  // Rules about several variables are checked only if each of them is valid.
  if (problems.length === 0) {
    problems.push(...findContradictions(values));
    problems.push(...findNodeProblems(values, (name) => textOf(name) !== ''));
  }
  return { values: problems.length === 0 ? values : null, problems };
}

function findContradictions(values: Values): string[] {
  const problems: string[] = [];
  const { tlsCert, tlsKey, mediaPort, workers, keys, demo } = values;
  if (tlsCert !== null && tlsKey === null)
    problems.push('HEARTHROOM_TLS_KEY is missing; set it beside HEARTHROOM_TLS_CERT.');
  if (tlsKey !== null && tlsCert === null)
    problems.push('HEARTHROOM_TLS_CERT is missing; set it beside HEARTHROOM_TLS_KEY.');
  if (values.webhookUrl !== null && values.webhookSecret === null)
    problems.push(
      'HEARTHROOM_WEBHOOK_SECRET is missing; set one beside HEARTHROOM_WEBHOOK_URL, from `openssl rand -base64 32`.',
    );
  if (values.webhookSecret !== null && values.webhookUrl === null)
    problems.push('HEARTHROOM_WEBHOOK_URL is missing; set it beside HEARTHROOM_WEBHOOK_SECRET.');
  if (values.turnUrls !== null && values.turnSecret === null)
    problems.push(
      'HEARTHROOM_TURN_SECRET is missing; set the static-auth-secret of the relay in HEARTHROOM_TURN_URLS.',
    );
  if (values.turnSecret !== null && values.turnUrls === null)
    problems.push('HEARTHROOM_TURN_URLS is missing; set it beside HEARTHROOM_TURN_SECRET.');
  if ((values.pages || demo) && !values.serveSdk)
    problems.push(
      'HEARTHROOM_SERVE_SDK is false; the pages of HEARTHROOM_PAGES and of the demo load the SDK from this server, so remove it.',
    );
  if (mediaPort + workers - 1 > 65_535) {
    problems.push(`HEARTHROOM_MEDIA_PORT leaves no port for ${workers} workers; set ${65_536 - workers} or less.`);
  }
  if (parse.isUnspecified(values.mediaListenIp ?? values.host) && values.publicAddress === null) {
    problems.push(
      'HEARTHROOM_PUBLIC_ADDRESS is missing; media listens on every address, so set the one at which clients reach this machine (in a container that of the host: `docker run -e HEARTHROOM_PUBLIC_ADDRESS=203.0.113.7 …`; 127.0.0.1 to try it out on the host itself).',
    );
  }
  if (parse.isLinkLocal(values.host) && values.mediaListenIp === null) {
    problems.push(
      'HEARTHROOM_MEDIA_LISTEN_IP is missing; browsers send no media to the link-local address in HEARTHROOM_HOST, so set another address of this machine.',
    );
  }
  if (keys.size === 0 && values.keysFile === null && !demo) {
    problems.push(
      'HEARTHROOM_KEYS is missing; set id:secret, with a secret from `openssl rand -base64 32` (or HEARTHROOM_KEYS_FILE, or HEARTHROOM_DEMO=true to try it out).',
    );
  }
  return problems;
}

function findUnknown(env: Record<string, string | undefined>): string[] {
  const known = Object.values(variables).flatMap(({ name, isSecret }) =>
    isSecret ? [name, fileVariableOf(name)] : [name],
  );
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && env[name] !== undefined && !known.includes(name))
    .map((name) => `${name} is not a setting; ${suggest(name, known)}`);
}
