/** Converts the URL of a database to the options of a connection. */
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, createSecureContext, type SecureContext } from 'node:tls';
import { type DatabaseUrl, parseDatabaseUrl } from '../../../core/addresses/database-url.ts';
import { FileProblem, readRegularFile } from '../../../core/files/read-file.ts';
import type { DatabaseOptions } from './database.ts';

/** A file that the URL names can't be used. The message is the second half of a sentence. */
export class TlsFileProblem extends Error {}

/**
 * The files that the URL names are read now and for each new connection, so that renewed certificates need no restart.
 * @param text valid for parseDatabaseUrl
 * @throws TlsFileProblem
 */
export function connectionOptions(text: string): DatabaseOptions {
  const url = parseDatabaseUrl(text);
  const { host, port, user, password, database } = url;
  // Never undefined: pg would read PGSSLMODE instead.
  const ssl = url.sslMode === 'disable' ? false : tlsOptions(url);
  return { host, port, user, database, ssl, ...(password !== null && { password }) };
}

function tlsOptions({ host, sslMode, caFile, clientCertificate }: DatabaseUrl): ConnectionOptions {
  const readContext = () => readFiles(caFile, clientCertificate);
  let latest = readContext();
  return {
    // `require` does not check the certificate: it protects against passive eavesdropping, not against a forged server.
    rejectUnauthorized: sslMode !== 'require',
    // Called for certificates that an authority has certified.
    checkServerIdentity:
      sslMode === 'verify-full' ? (_name, certificate) => checkServerIdentity(host, certificate) : () => undefined,
    ...(isIP(host) === 0 && { servername: host }),
    // Evaluated when pg copies these options for a connection.
    get secureContext() {
      try {
        latest = readContext();
      } catch {
        // They are being replaced, or are gone: what was read before may still be valid.
      }
      return latest;
    },
  };
}

function readFiles(caFile: string | null, client: DatabaseUrl['clientCertificate']): SecureContext {
  const files = {
    ...(caFile !== null && { ca: readFile(caFile) }),
    ...(client !== null && { cert: readFile(client.certificateFile), key: readFile(client.keyFile) }),
  };
  try {
    return createSecureContext(files);
  } catch (error) {
    throw new TlsFileProblem("is no PEM file of its kind, or certificate and key don't belong together", {
      cause: error,
    });
  }
}

function readFile(path: string): Buffer {
  try {
    return readRegularFile(path);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw new TlsFileProblem(error.message);
  }
}
