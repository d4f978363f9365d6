/**
 * The URL of a PostgreSQL database: postgres://user:password@host:port/database?sslmode=verify-full. Parameters and
 * their meaning are those of libpq: https://www.postgresql.org/docs/current/libpq-connect.html
 */
import { isIP } from 'node:net';

/** What is wrong with a URL, as the second half of a sentence. Never quotes it: it may contain a password. */
export class DatabaseUrlProblem extends Error {}

/** How a connection is encrypted, as libpq names it; `disable`: not at all. */
const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type SslMode = (typeof sslModes)[number];

export interface DatabaseUrl {
  /** A name, an IP address, or the directory of a Unix socket. */
  host: string;
  port: number;
  user: string;
  password: string | null;
  database: string;
  sslMode: SslMode;
  /** PEM file of the authorities that may certify the server; null: those that Node trusts. */
  caFile: string | null;
  /** PEM files of a certificate for this client and its key. */
  clientCertificate: { certificateFile: string; keyFile: string } | null;
}

const example = 'postgres://user:password@host:5432/database?sslmode=verify-full';
const parameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'port', 'user', 'password'];
/** Tried without TLS as well, or at will of the server: a connection could be unencrypted without notice. */
const opportunisticModes = ['allow', 'prefer'];
const defaultPort = 5_432;

/** @throws DatabaseUrlProblem */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const url = toUrl(text);
  const get = (name: string): string | null => url.searchParams.get(name) || null;
  refuseUnknown([...url.searchParams.keys()]);
  const host = get('host') ?? decode(url.hostname).replace(/^\[(.*)\]$/, '$1');
  const database = decode(url.pathname.slice(1));
  const user = get('user') ?? decode(url.username);
  if (host === '') throw new DatabaseUrlProblem(`names no host; set one such as ${example}`);
  if (host.includes(','))
    throw new DatabaseUrlProblem(
      'names several hosts; set the one address that follows the primary server (a proxy, a virtual address, or the name that your provider gives)',
    );
  if (user === '') throw new DatabaseUrlProblem(`names no user; set one such as ${example}`);
  if (database === '' || database.includes('/'))
    throw new DatabaseUrlProblem(`names no database; set one such as ${example}`);
  return {
    host,
    port: readPort(get('port') ?? url.port),
    user,
    password: get('password') ?? (decode(url.password) || null),
    database,
    ...readTls(get, host),
  };
}

function toUrl(text: string): URL {
  if (!/^postgres(ql)?:\/\//.test(text))
    throw new DatabaseUrlProblem(`is not a URL that begins with postgres://; set one such as ${example}`);
  // Without a host it would be no URL, although `?host=` may name one.
  const whole = text.replace(/^([^/]*\/\/[^/?#]*@)(?=[/?#]|$)/, '$1%20');
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (url?.hostname === '%20' && !url.searchParams.get('host'))
    throw new DatabaseUrlProblem(`names no host; set one such as ${example}`);
  if (url && url.hash === '') return url;
  if (/^[^/]*\/\/[^/?#]*,/.test(text)) return new URL('postgres://several,hosts');
  throw new DatabaseUrlProblem(
    `is not a URL such as ${example}; in user and password write special characters as %, e.g. / as %2F, # as %23, ? as %3F, @ as %40`,
  );
}

function refuseUnknown(names: readonly string[]): void {
  const unknown = names.find((name) => !parameters.includes(name));
  if (unknown === undefined) return;
  const known = `known are ${parameters.join(', ')}`;
  // Something else may be part of a password with an unencoded question mark.
  const shown = /^[a-z_]{1,40}$/.test(unknown) && names.length === new Set(names).size ? ` ${unknown}` : '';
  throw new DatabaseUrlProblem(`has an unknown parameter${shown}; remove it: ${known}`);
}

function readPort(text: string): number {
  if (text === '') return defaultPort;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new DatabaseUrlProblem('has a port that is not a number from 1 to 65535');
}

function readTls(
  get: (name: string) => string | null,
  host: string,
): Pick<DatabaseUrl, 'sslMode' | 'caFile' | 'clientCertificate'> {
  const mode = readMode(get('sslmode'), host);
  const caFile = get('sslrootcert');
  const [certificateFile, keyFile] = [get('sslcert'), get('sslkey')];
  if (mode === 'disable' && (caFile ?? certificateFile ?? keyFile) !== null)
    throw new DatabaseUrlProblem(
      'names files for TLS, and the connection would not use it; add sslmode=verify-full, or remove sslrootcert, sslcert and sslkey',
    );
  if ((certificateFile === null) !== (keyFile === null))
    throw new DatabaseUrlProblem('has one of sslcert and sslkey; set both, or none');
  // `system` is libpq's name for the authorities that the operating system trusts.
  const namesFile = caFile !== null && caFile !== 'system';
  return {
    // As libpq has it: with a file of authorities, `require` checks against them.
    sslMode: mode === 'require' && namesFile ? 'verify-ca' : mode,
    caFile: namesFile ? caFile : null,
    clientCertificate: certificateFile !== null && keyFile !== null ? { certificateFile, keyFile } : null,
  };
}

/**
 * Without `sslmode`, a connection to another machine is encrypted, and the name of the server is checked: what people
 * say in therapy is not sent unencrypted because a parameter was forgotten.
 */
function readMode(text: string | null, host: string): SslMode {
  if (text === null) return isOnThisMachine(host) ? 'disable' : 'verify-full';
  const mode = sslModes.find((one) => one === text);
  if (mode) return mode;
  if (opportunisticModes.includes(text))
    throw new DatabaseUrlProblem(
      `has sslmode=${text}, which would send data unencrypted if the server does not offer TLS; set verify-full, or disable to do without TLS`,
    );
  throw new DatabaseUrlProblem(`has an unknown sslmode; set one of ${sslModes.join(', ')}`);
}

/** A Unix socket, or a loopback address. */
const isOnThisMachine = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new DatabaseUrlProblem('has a % that is not followed by two hexadecimal digits; write a % as %25');
  }
}
