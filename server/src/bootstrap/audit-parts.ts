/** The keys and checkpoints of the audit log, as this server is set up. */
import { Checkpoints, serverIdOf } from '../audit/checkpoints.ts';
import { provideSigningKeys } from '../audit/signing-key.ts';
import type { Config } from '../config/config.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { SigningKey } from '../core/secrets/signing-keys.ts';
import type { Store } from '../store/store.ts';

/** Generating a key is recorded in the audit log. */
export async function provideAuditKeys(
  config: Config,
  { audit }: Pick<Store, 'audit'>,
  observer: ServerObserver,
  now: () => number,
): Promise<SigningKey[]> {
  const { keys, isNew } = provideSigningKeys(config.dataDir, config.auditCheckpoints.key);
  const keyIds = keys.map(({ id }) => id);
  observer.emit('auditKeysLoaded', { keyIds, isNew });
  if (!isNew) return keys;
  try {
    const entry = { what: 'audit.key-made', roomId: null, by: null, seatId: null, at: now() } as const;
    await audit.append([{ ...entry, detail: { keys: keyIds } }]);
  } catch (error) {
    observer.emit('storeFailed', { roomId: '', error });
  }
  return keys;
}

export function startCheckpoints(
  { auditCheckpoints: { directory, intervalMinutes, toWebhook }, webhook }: Config,
  store: Store,
  observer: ServerObserver,
  keys: readonly SigningKey[],
  now: () => number,
): Checkpoints {
  const addToOutbox = webhook && toWebhook ? store.outbox.addCheckpoint.bind(store.outbox) : null;
  const serverId = serverIdOf(store.serverSecret);
  return new Checkpoints({
    store: store.audit,
    keys,
    serverId,
    observer,
    now,
    directory,
    intervalMinutes,
    addToOutbox,
  });
}
