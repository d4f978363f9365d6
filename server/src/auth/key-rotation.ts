/** Reloads the keys from the key file while the server runs. An invalid file changes nothing. */

import type { AuditStore } from '../audit/audit-log.ts';
import { AppError } from '../core/errors/errors.ts';
import { nameOfKey } from '../core/events/domain-events.ts';
import type { ServerObserver } from '../core/events/observer.ts';
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
  /** Connections closed because their token's key was removed. */
  connectionsClosed: number;
}

export class KeyRotation {
  readonly #options: KeyRotationOptions;

  constructor(options: KeyRotationOptions) {
    this.#options = options;
  }

  /**
   * Tokens of a removed key are refused from now on, and connections that used them are closed in this call. Resolves
   * when the change is in the audit log, or could not be written there.
   * @param apiKeyId the key of the API request; without it, the reload was caused by a signal
   * @throws AppError `key-file-invalid` with a description of the problem; the present keys stay
   */
  async reload(apiKeyId?: string): Promise<Rotation> {
    const { keys, tokens, observer } = this.#options;
    const changes = keys.replace(this.#load());
    const noted = this.#note(changes, apiKeyId);
    const connectionsClosed = tokens.withdraw();
    observer.emit('keysReloaded', { ...changes, connectionsClosed });
    await noted;
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

  /** A failing write of the entry must not keep a leaked key in use. */
  async #note({ added, removed, changed }: KeyChanges, apiKeyId: string | undefined): Promise<void> {
    if (added.length + removed.length + changed.length === 0) return;
    const { audit, observer, now } = this.#options;
    const detail = { added, removed, changed };
    const by = nameOfKey(apiKeyId);
    try {
      await audit.append([{ what: 'keys.changed', roomId: null, by, seatId: null, at: now(), detail }]);
    } catch (error) {
      observer.emit('storeFailed', { roomId: '', error });
    }
  }
}
