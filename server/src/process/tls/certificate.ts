/** Reads a certificate chain and its key, and checks them as a TLS server would. */
import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { FileProblem, readRegularFile } from '../../core/files/read-file.ts';

export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly expiresAt: number;
}

/** What is wrong with the files, as one sentence that quotes nothing of them. */
export class CertificateError extends Error {}

/** Throws CertificateError: unreadable, not PEM, incomplete, or not a pair. */
export function readCertificate({ certificateFile, keyFile }: TlsFiles): Certificate {
  const cert = read('HEARTHROOM_TLS_CERT', certificateFile);
  const key = read('HEARTHROOM_TLS_KEY', keyFile);
  try {
    createSecureContext({ cert, key });
    return { cert, key, expiresAt: Date.parse(new X509Certificate(cert).validTo) };
  } catch (error) {
    const isMismatch = codeOf(error) === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';
    throw new CertificateError(
      isMismatch
        ? 'HEARTHROOM_TLS_KEY is not the key of the certificate in HEARTHROOM_TLS_CERT.'
        : 'HEARTHROOM_TLS_CERT or HEARTHROOM_TLS_KEY is not a whole PEM file of a certificate chain and its private key.',
    );
  }
}

function read(variable: string, path: string): Buffer {
  try {
    return readRegularFile(path);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw new CertificateError(`${variable} names a file that ${error.message}.`);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'without a code';
