/** Explains why a node could not use its database, in one line that says how to fix it. Never contains the password. */
import { NodeNameInUseError } from '../cluster/ports.ts';
import type { ClusterConfig } from '../config/config.ts';
import { type DatabaseUrl, parseDatabaseUrl } from '../core/addresses/database-url.ts';
import { UnfitDatabaseError } from '../store/postgres/connection/check-database.ts';
import { TlsFileProblem } from '../store/postgres/connection/connection-options.ts';
import { sqlStateOf } from '../store/postgres/connection/database-loss.ts';
import { NewerSchemaError } from '../store/postgres/schema/migrate.ts';

const setting = 'HEARTHROOM_DATABASE_URL';

/** @returns null: the error is not about the database */
export function findDatabaseMend(error: unknown, { databaseUrl, nodeName }: DatabaseSettings): string | null {
  const url = parseDatabaseUrl(databaseUrl);
  if (error instanceof NodeNameInUseError)
    return `Another node that runs has the name ${nodeName}. Set HEARTHROOM_NODE_NAME to a name that no other node has, or stop that node; one that crashed frees its name after a few seconds.`;
  if (error instanceof UnfitDatabaseError) return `${nameOf(url)} ${error.message}.`;
  if (error instanceof NewerSchemaError)
    return `${nameOf(url)} ${error.message}. Start that version, or set ${setting} to another database.`;
  if (error instanceof TlsFileProblem)
    return `A file that ${setting} names (sslrootcert, sslcert or sslkey) ${error.message}. Name PEM files that this user may read.`;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const mend = ofState(sqlStateOf(cause), url) ?? ofConnection(cause, url) ?? ofTls(cause, url);
    if (mend !== null) return mend;
  }
  return null;
}

export type DatabaseSettings = Pick<ClusterConfig, 'databaseUrl' | 'nodeName'>;

const nameOf = ({ database, ...server }: DatabaseUrl): string => `The database ${database} at ${serverOf(server)}`;

const serverOf = ({ host, port }: Pick<DatabaseUrl, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** What the database answered. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function ofState(state: string | null, url: DatabaseUrl): string | null {
  const { user, database } = url;
  const server = `The database server at ${serverOf(url)}`;
  switch (state) {
    case null:
      return null;
    case '28P01':
      return `${server} refuses the password of the user ${user}. Correct it in ${setting}, with special characters as % (@ as %40).`;
    case '28000':
      return `${server} does not let the user ${user} in from this machine. Create the user, and allow it in pg_hba.conf${url.sslMode === 'disable' ? ' (the connection is not encrypted: some servers require sslmode=verify-full)' : ''}.`;
    case '3D000':
      return `${server} has no database ${database}. Create it (createdb --encoding=UTF8 ${database}), or correct ${setting}.`;
    case '42501':
      return `${nameOf(url)} does not let the user ${user} connect or create tables. Make the user its owner: ALTER DATABASE ${database} OWNER TO ${user}.`;
    case '25006':
      return `${nameOf(url)} takes no writes. Name the primary server in ${setting}, or the address that follows it.`;
    case '53300':
      return `${server} has no connection left. Raise its max_connections, or stop what uses them; a node needs about 12.`;
    case '53100':
      return `The disk of the database server at ${serverOf(url)} is full. Free some space.`;
    case '57P03':
      return `${server} is starting up or shutting down. Start this node again when it is ready.`;
    default:
      return null;
  }
}

function ofConnection(error: Error, url: DatabaseUrl): string | null {
  const server = serverOf(url);
  switch (connectionCodeOf(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host ${url.host} in ${setting} can't be resolved. Correct the name, or the DNS of this machine.`;
    case 'ECONNREFUSED':
      return `Nothing accepts connections at ${server}. Start the database, or correct host and port in ${setting}.`;
    case 'ENOENT':
      return `There is no socket of a database in ${url.host} for port ${url.port}. Start the database, or correct ${setting}.`;
    case 'EACCES':
      return `This user may not use the socket of the database in ${url.host}. Change its permissions, or set a host name in ${setting}.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'timeout':
      return `The database at ${server} does not answer. Check that it runs, and that no firewall is between it and this machine.`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ended':
      return `The database at ${server} ended the connection. Check host and port in ${setting}, and the log of the database.`;
    default:
      return null;
  }
}

/** pg reports some failures by their message alone. */
const messages: readonly (readonly [RegExp, 'timeout' | 'ended'])[] = [
  [
    /^(timeout expired|timeout exceeded when trying to connect|Query read timeout|Connection terminated due to)/,
    'timeout',
  ],
  [/^Connection terminated/, 'ended'],
];

function connectionCodeOf(error: Error): string | null {
  const known = messages.find(([pattern]) => pattern.test(error.message));
  if (known) return known[1];
  const isOfConnection = 'syscall' in error && /^(connect|getaddrinfo|read|write)$/.test(String(error.syscall));
  if (isOfConnection && 'code' in error) return String(error.code);
  // A name with several addresses, none of which could be connected to.
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? connectionCodeOf(first) : null;
}

function ofTls(error: Error, url: DatabaseUrl): string | null {
  const server = `The database server at ${serverOf(url)}`;
  const code = 'code' in error ? String(error.code) : '';
  if (error.message === 'The server does not support SSL connections')
    return `${server} does not offer TLS. Turn it on there (ssl = on); sslmode=disable in ${setting} does without, for a network that nobody else uses.`;
  if (/client password must be a string|SASL.*password/i.test(error.message))
    return `${server} asks for a password, and ${setting} has none. Add it: postgres://user:password@….`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of the database server is not for ${url.host}. Set the name that it has in ${setting}, or have one made for this name.`;
  if (/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/.test(code))
    return `The certificate of the database server at ${serverOf(url)} is not valid at this time (${code}). Renew it, or correct the clock of this machine.`;
  if (/CERT|ISSUER|SIGNATURE/.test(code))
    return `The certificate of the database server at ${serverOf(url)} is signed by nobody that this machine trusts (${code}). Name the file of its authority: sslrootcert=/path/ca.pem in ${setting}.`;
  if (/^(ERR_SSL_|EPROTO$)/.test(code) || /SSL connection|secure TLS connection/.test(error.message))
    return `No encrypted connection to the database server at ${serverOf(url)} could be made (${code || 'ended during the handshake'}). Check its TLS settings and whether it requires a client certificate (sslcert, sslkey).`;
  return null;
}
