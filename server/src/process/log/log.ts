/** Structured logs, one JSON object a line. Who logs passes opaque ids; redaction is the net below, not the plan. */
import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../../config/config.ts';

/** What those are given who may log. `err` among the fields is written with its stack. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Fields that hold what must not be logged, wherever they stand (down to three levels). */
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

/** @param destination where lines go; standard output when left out */
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
