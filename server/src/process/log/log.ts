/**
 * Structured logs, one JSON object per line. Callers must only log opaque ids; redaction is an additional protection.
 */
import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../../config/config.ts';

/** The interface for code that logs. `err` among the fields is written with its stack. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Fields with content that must not be logged, at any of three levels. */
const secretFields = [
  'token',
  'secret',
  'resumeSecret',
  'passcode',
  'passcodeHash',
  'agreement',
  'note',
  'authorization',
  'password',
  'credential',
  'name',
  'label',
  'title',
  'sub',
  'text',
  'waitingMessage',
  'sdp',
  'candidate',
  'iceCandidates',
  'iceParameters',
  'dtlsParameters',
  'ip',
  'address',
  'remoteAddress',
  'claims',
  'settings',
];

/** @param destination for the lines; standard output by default */
export function createLogger(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Log {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
