/** Explains why the server could not start, in one line that says how to fix it. */
import type { Config } from '../config/config.ts';
import { isRefusedByFileSystem, UnwritableDirectory } from '../store/sqlite/files/unwritable.ts';
import { findDatabaseMend } from './database-start-errors.ts';

export function findMend(error: unknown, config: Config): string {
  const { host, port, portSetting, hostSetting } = listenerOf(error, config);
  if (error instanceof UnwritableDirectory) return error.message;
  const ofDatabase = config.cluster && findDatabaseMend(error, config.cluster);
  if (ofDatabase !== null) return ofDatabase;
  if (codeOf(error) === 'EACCES' && isOfListening(error))
    return `Port ${port} may not be used by this user. Set ${portSetting} above 1023, or give the process CAP_NET_BIND_SERVICE.`;
  if (isRefusedByFileSystem(error)) return new UnwritableDirectory(config.dataDir).message;
  switch (codeOf(error)) {
    case 'EINVAL':
      return host.includes('%')
        ? `This machine has no interface ${host.replace(/^.*%/, '')}. Set ${hostSetting} to an address of its own, with the interface that it is on.`
        : unforeseen(error);
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Stop what uses it, or set ${portSetting} to another port.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}. Set ${hostSetting} to one of its own, or to 0.0.0.0.`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `HEARTHROOM_DATA_DIR (${config.dataDir}) is a file, or lies below one. Name a directory.`;
    case 'ENOENT':
      return `A file is missing: ${messageOf(error)}. HEARTHROOM_TLS_CERT, HEARTHROOM_TLS_KEY and HEARTHROOM_WORKER_BIN name files.`;
    case 'ENOSPC':
      return `The disk of the data directory ${config.dataDir} is full. Free some space, or set HEARTHROOM_DATA_DIR.`;
    default:
      if (isPemError(error)) {
        return 'HEARTHROOM_TLS_CERT or HEARTHROOM_TLS_KEY is not what it should be: two PEM files, a certificate chain and its own private key.';
      }
      return unforeseen(error);
  }
}

/** What the server listened on when this happened: for clients, or for other nodes. */
function listenerOf(error: unknown, { listen, cluster }: Config) {
  const isOfNodes =
    cluster !== null &&
    isOfListening(error) &&
    error instanceof Error &&
    'port' in error &&
    error.port === cluster.listen.port &&
    error.port !== listen.port;
  return isOfNodes
    ? { ...cluster.listen, hostSetting: 'HEARTHROOM_NODE_HOST', portSetting: 'HEARTHROOM_NODE_PORT' }
    : { ...listen, hostSetting: 'HEARTHROOM_HOST', portSetting: 'HEARTHROOM_PORT' };
}

const unforeseen = (error: unknown): string => `Hearthroom could not start: ${messageOf(error)}`;

const isOfListening = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && /^(listen|bind)$/.test(String(error.syscall));

/** OpenSSL's errors for a certificate or key that is not PEM, or for two that don't belong together. */
const isPemError = (error: unknown): boolean => /^ERR_OSSL_/.test(codeOf(error) ?? '');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
