/** Creates the parts of authentication: keys, revocations, the guard that uses both, and key rotation. */
import type { AuditStore } from '../audit/audit-log.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { KeyRotation } from './key-rotation.ts';
import { type KeySources, loadKeys } from './keys/key-file.ts';
import { KeyRing } from './keys/keys.ts';
import type { RevocationStore } from './revocation/revocation-store.ts';
import { Revocations } from './revocation/revocations.ts';
import { TokenGuard } from './token-guard.ts';

export interface Auth {
  readonly keys: KeyRing;
  readonly revocations: Revocations;
  readonly tokens: TokenGuard;
  readonly rotation: KeyRotation;
}

export interface AuthOptions {
  sources: KeySources;
  store: { readonly revocations: RevocationStore; readonly audit: AuditStore; readonly serverSecret: Uint8Array };
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

/** Throws KeyFileError. */
export function createAuth({ sources, store, observer, now = Date.now }: AuthOptions): Auth {
  const keys = new KeyRing(loadKeys(sources), store.serverSecret);
  const revocations = new Revocations({ store: store.revocations, observer, now });
  const tokens = new TokenGuard({ keys, revocations, now });
  const rotation = new KeyRotation({ sources, keys, tokens, audit: store.audit, observer, now });
  return { keys, revocations, tokens, rotation };
}
