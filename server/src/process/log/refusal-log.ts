/** Refusals before authentication: one line a minute per reason, with the count and what to do about it. */

import type { ConnectionRefusal, ServerObserver } from '../../core/events/observer.ts';
import type { Schedule } from '../../core/time/schedule.ts';
import { CountedLine } from './counted-line.ts';
import type { Log } from './log.ts';

type Reason = ConnectionRefusal | 'rate-limited' | 'untrusted-proxy';

interface Kind {
  level: 'warn' | 'error';
  message: string;
  /** The field with the counts by detail. */
  field?: 'origins' | 'peers';
}

const kinds: Record<Reason, Kind> = {
  'origin-not-allowed': {
    level: 'warn',
    message:
      'connections from web pages of other origins refused: if one of them is yours, add it to HEARTHROOM_ALLOWED_ORIGINS',
    field: 'origins',
  },
  'too-many-connections': {
    level: 'warn',
    message:
      'connections refused, too many a second from one address: behind a reverse proxy, name it in HEARTHROOM_TRUSTED_PROXIES and have it send X-Forwarded-For',
  },
  'subprotocol-not-offered': {
    level: 'warn',
    message:
      'WebSockets refused that do not offer the subprotocol hearthroom.v1: have the reverse proxy pass Sec-WebSocket-Protocol on, and use an SDK of this version',
  },
  'descriptor-limit': {
    level: 'error',
    message:
      'connections refused: file descriptor limit reached: raise the limit of open files (LimitNOFILE= in systemd, --ulimit nofile= in Docker, ulimit -n)',
  },
  'rate-limited': {
    level: 'warn',
    message:
      'REST requests refused, too many a minute from one address: raise HEARTHROOM_API_REQUESTS_PER_MINUTE; behind a reverse proxy, name it in HEARTHROOM_TRUSTED_PROXIES',
  },
  'untrusted-proxy': {
    level: 'warn',
    message:
      'requests forward a client address and it is not used: if they come through your reverse proxy, name it in HEARTHROOM_TRUSTED_PROXIES; until then all its clients share one rate limit',
    field: 'peers',
  },
};

/** Closing the result writes counts that are not logged yet. */
export function logRefusals(observer: ServerObserver, log: Log, schedule?: Schedule): { close(): void } {
  const lineOf = (reason: Reason): CountedLine => {
    const { level, message, field } = kinds[reason];
    return new CountedLine(({ count, details }) => {
      const byDetail = field && Object.keys(details).length > 0 && { [field]: details };
      log[level]({ reason, count, ...byDetail }, message);
    }, schedule);
  };
  const lines: Record<Reason, CountedLine> = {
    'origin-not-allowed': lineOf('origin-not-allowed'),
    'too-many-connections': lineOf('too-many-connections'),
    'subprotocol-not-offered': lineOf('subprotocol-not-offered'),
    'descriptor-limit': lineOf('descriptor-limit'),
    'rate-limited': lineOf('rate-limited'),
    'untrusted-proxy': lineOf('untrusted-proxy'),
  };
  observer.on('connectionRefused', ({ reason, origin }) => lines[reason].add(origin));
  observer.on('addressForwarded', ({ peer }) => lines['untrusted-proxy'].add(peer));
  observer.on('requestAnswered', ({ status }) => {
    if (status === 429) lines['rate-limited'].add();
  });
  return {
    close: () => {
      for (const line of Object.values(lines)) line.close();
    },
  };
}
