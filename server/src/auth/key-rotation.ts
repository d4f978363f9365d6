/** Takes other keys from the key file while the server runs. A broken file changes nothing. */

import type { AuditStore } from '../audit/audit-log.ts';
import { nameOfKey } from '../core/domain-events.ts';
import { AppError } from '../core/errors.ts';
import type { ServerObserver } from '../core/observer.ts';
import { KeyFileError, type KeySources, loadKeys } from './keys/key-file.ts';
import type { Key, KeyChanges, KeyRing } from './keys/keys.ts';
import type { TokenGuard } from './token-guard.ts';

export interface KeyRotationOptions {
  sources: KeySources;
  keys: KeyRing;
  tokens: TokenGuard;
  audit: AuditStore;
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC. */
  now: () => number;
}

export interface Rotation extends KeyChanges {
  /** Connections that were let in with a key that is gone. */
  connectionsClosed: number;
}

export class KeyRotation {
  readonly #options: KeyRotationOptions;

  constructor(options: KeyRotationOptions) {
    this.#options = options;
  }

  /**
   * Tokens of a key that is gone are refused from here on, and the connections they opened are closed.
   * @param apiKeyId who asked over the API; left out it was a signal
   * @throws AppError `key-file-invalid` that says what is wrong; the keys there were stay
   */
  reload(apiKeyId?: string): Rotation {
    const { keys, tokens, observer } = this.#options;
    const changes = keys.replace(this.#load());
    this.#note(changes, apiKeyId);
    const connectionsClosed = tokens.withdraw();
    observer.emit('keysReloaded', { ...changes, connectionsClosed });
    return { ...changes, connectionsClosed };
  }

  #load(): Key[] {
    const { sources, observer } = this.#options;
    try {
      if (sources.keysFile === null)
        throw new KeyFileError(['There is no key file to read: HEARTHROOM_KEYS_FILE is not set.']);
      return loadKeys(sources);
    } catch (error) {
      if (!(error instanceof KeyFileError)) throw error;
      observer.emit('keysRefused', { problems: error.problems });
      throw new AppError('key-file-invalid', error.message);
    }
  }

  /** A disk that refuses the entry must not keep a leaked key alive. */
  #note({ added, removed, changed }: KeyChanges, apiKeyId: string | undefined): void {
    if (added.length + removed.length + changed.length === 0) return;
    const { audit, observer, now } = this.#options;
    const detail = { added, removed, changed };
    const by = nameOfKey(apiKeyId);
    try {
      audit.append([{ what: 'keys.changed', roomId: null, by, seatId: null, at: now(), detail }]);
    } catch (error) {
      observer.emit('storeFailed', { roomId: '', error });
    }
  }
}
