/**
 * Uses a renewed certificate without a restart: new connections get it, open ones continue. Invalid files change
 * nothing.
 */
import { unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:tls';
import type { ServerObserver } from '../../core/events/observer.ts';
import { type Certificate, CertificateError, readCertificate, type TlsFiles } from './certificate.ts';

export interface RenewalTimings {
  /** How often the files are checked for changes. */
  lookIntervalMs: number;
  /** Certificate and key are written one after the other: they are read when neither has changed for this long. */
  settleMs: number;
}

export interface RenewalOptions {
  server: Pick<Server, 'setSecureContext'>;
  files: TlsFiles;
  observer: ServerObserver;
  timings?: Partial<RenewalTimings>;
}

const defaultTimings: RenewalTimings = { lookIntervalMs: 5_000, settleMs: 6_000 };

export class CertificateRenewal {
  readonly #options: RenewalOptions;
  readonly #timings: RenewalTimings;
  #current: Certificate;
  #settling: NodeJS.Timeout | undefined;
  /** A problem is reported once, until it changes or is fixed. */
  #saidProblem: string | null = null;

  /** Throws CertificateError. */
  constructor(options: RenewalOptions) {
    this.#options = options;
    this.#timings = { ...defaultTimings, ...options.timings };
    this.#current = readCertificate(options.files);
    this.#tell();
    // Polling and not inotify, which does not notice changed links above the directory, bind mounts or network file
    // systems.
    const interval = this.#timings.lookIntervalMs;
    for (const path of Object.values(options.files))
      watchFile(path, { persistent: false, interval }, this.#handleChange);
  }

  readonly #handleChange = (): void => {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#renew(), this.#timings.settleMs).unref();
  };

  /** Reads the files now, on an operator's request; problems are logged even if they were reported before. */
  reload(): void {
    this.#saidProblem = null;
    this.#renew();
  }

  #renew(): void {
    clearTimeout(this.#settling);
    const { files, server, observer } = this.#options;
    try {
      const found = readCertificate(files);
      this.#requireLife(found);
      this.#saidProblem = null;
      if (found.cert.equals(this.#current.cert) && found.key.equals(this.#current.key)) return;
      server.setSecureContext({ cert: found.cert, key: found.key });
      this.#current = found;
      this.#tell();
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      if (error.message === this.#saidProblem) return;
      this.#saidProblem = error.message;
      observer.emit('certificateRefused', { problem: error.message });
    }
  }

  #requireLife({ expiresAt }: Certificate): void {
    const now = Date.now();
    if (expiresAt <= now && this.#current.expiresAt > now)
      throw new CertificateError('HEARTHROOM_TLS_CERT has expired; the one in use has not.');
  }

  #tell(): void {
    this.#options.observer.emit('certificateLoaded', { expiresAt: this.#current.expiresAt });
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#settling);
    for (const path of Object.values(this.#options.files)) unwatchFile(path, this.#handleChange);
  }
}
