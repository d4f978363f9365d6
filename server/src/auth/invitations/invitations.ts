/** Personal links: creates them, revokes them, and exchanges their codes for access tokens. */
import { type MintToken, mayHoldGrants } from '@hearthroom/sdk/protocol';
import type { AccessLog } from '../../audit/access-log.ts';
import { AppError } from '../../core/errors/errors.ts';
import { attemptAsyncWrite } from '../../core/errors/store-write.ts';
import { type Change, type ChangeType, nameOfKey } from '../../core/events/domain-events.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { hashSecret, newId, newSecret } from '../../core/secrets/random.ts';
import type { KeyRing } from '../keys/keys.ts';
import type { RevocationTarget } from '../revocation/revocation-store.ts';
import { mintAccessToken } from '../tokens/mint.ts';
import {
  type Invitation,
  type InvitationKind,
  type InvitationStore,
  type InvitationTarget,
  isOfKind,
} from './invitation-store.ts';

export { type Invitation, type InvitationTarget, isOfKind };

export interface InvitationsOptions {
  store: InvitationStore;
  keys: KeyRing;
  access: Pick<AccessLog, 'noteUse'>;
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC. */
  now: () => number;
}

export interface NewInvitation<K extends InvitationKind> {
  target: Invitation<K>['target'];
  person: Invitation<K>['person'];
  /** The API key of the request, which signs the tokens; left out: made by the server itself, with its first secret. */
  apiKeyId?: string;
}

/** A page asks for a new token at each connect, so a leaked one, and one of a revoked link, is of use for minutes only. */
const tokenLifetimeSeconds = 300;
/** Later than the creation of any invitation, whatever the clock of its node. */
const whenever = Number.MAX_SAFE_INTEGER;

export class Invitations {
  readonly #options: InvitationsOptions;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /**
   * Replaces the person's earlier invitation, whose code is not valid any more.
   * @returns the invitation and its code, of which only a hash is stored. Rejects with AppError `invalid-params`,
   *   `room-ended`, `not-found` (the series, or its member), `storage-unavailable`, or `not-allowed` for a public key, with which the server can't sign tokens
   */
  async create<K extends InvitationKind>({
    target,
    person,
    apiKeyId,
  }: NewInvitation<K>): Promise<{ invitation: Invitation<K>; code: string }> {
    const { store, keys, now } = this.#options;
    if ('role' in person && !mayHoldGrants(person.role, person.grants))
      throw new AppError('invalid-params', 'grants.canAdmit: only a therapist or a cotherapist can have it');
    const key = keys.signingKey(apiKeyId);
    if (key === null)
      throw new AppError(
        'not-allowed',
        'The server has only the public key, so it can’t sign tokens for personal links; create them with an API key of which it has the secret',
      );
    const invitation: Invitation<K> = { id: newId('i'), target, person, keyId: key.id, createdAt: now() };
    const code = newSecret();
    const isStored = await this.#attempt(target, () =>
      store.put(invitation, hashSecret(code), (replaced) =>
        this.#changeOf('invitation.created', invitation, apiKeyId, replaced === null ? {} : { replaced }),
      ),
    );
    if (!isStored) throw new AppError(target.kind === 'room' ? 'room-ended' : 'not-found');
    return { invitation, code };
  }

  async list<K extends InvitationKind>(target: InvitationTarget<K>): Promise<Invitation<K>[]> {
    const found: Invitation[] = await this.#attempt(target, () => this.#options.store.list(target));
    return found.filter((one): one is Invitation<K> => one.target.kind === target.kind);
  }

  /** Tokens that were given for it are valid until they expire. @returns whether there was such an invitation */
  async revoke(target: InvitationTarget, id: string, apiKeyId: string): Promise<boolean> {
    const change = this.#changeOf('invitation.revoked', { id, target }, apiKeyId);
    return await this.#attempt(target, () => this.#options.store.delete(target, id, change));
  }

  /**
   * Call before such a revocation of tokens is added: otherwise links would give new tokens in place of the revoked
   * ones.
   * @param issuedBefore as of the revocation; of an identity all are revoked
   */
  async revokeWithTokens(target: RevocationTarget, issuedBefore: number, apiKeyId: string): Promise<void> {
    if (target.kind === 'token') return;
    const before = target.kind === 'identity' ? whenever : issuedBefore;
    await this.#attempt('roomId' in target ? { kind: 'room', roomId: target.roomId } : null, () =>
      this.#options.store.deleteRevoked(target, before, (invitation) =>
        this.#changeOf('invitation.revoked', invitation, apiKeyId),
      ),
    );
  }

  /**
   * The invitation with this code. Rejects with `storage-unavailable`, and with the same `not-found` for every code that is
   * not valid: unknown, of a room that has ended, revoked, replaced, or of an API key that is not in use any more.
   */
  async find(code: string): Promise<Invitation> {
    const { store, keys } = this.#options;
    const invitation = await this.#attempt(null, () => store.find(hashSecret(code)));
    if (!invitation || keys.signingKey(invitation.keyId) === null) throw linkInvalid();
    return invitation;
  }

  /**
   * An access token for a person with this invitation, and its expiry, milliseconds since 1970-01-01 UTC. Recorded in the
   * audit log before it resolves. Rejects with `storage-unavailable`.
   */
  async mint(
    { id, keyId }: Pick<Invitation, 'id' | 'keyId'>,
    roomId: string,
    person: Omit<MintToken, 'ttlSeconds'>,
  ): Promise<{ token: string; expiresAt: number }> {
    const { keys, access } = this.#options;
    const noteToken = () => access.noteUse({ roomId, invitation: id });
    const body = { ...person, ttlSeconds: tokenLifetimeSeconds };
    return await mintAccessToken({ keys, access: { noteToken } }, roomId, body, keyId);
  }

  #changeOf(
    what: Extract<ChangeType, `invitation.${string}`>,
    { id, target }: Pick<Invitation, 'id' | 'target'>,
    apiKeyId: string | undefined,
    detail: Record<string, string> = {},
  ): Change {
    const roomId = target.kind === 'room' ? target.roomId : null;
    const about = { invitation: id, ...(target.kind === 'series' && { series: target.seriesId }), ...detail };
    return { what, roomId, by: nameOfKey(apiKeyId), seatId: null, at: this.#options.now(), detail: about };
  }

  #attempt<T>(target: InvitationTarget | null, work: () => Promise<T>): Promise<T> {
    return attemptAsyncWrite(this.#options.observer, target?.kind === 'room' ? target.roomId : '', work);
  }
}

/** What every code that is not valid is answered with. */
export const linkInvalid = (): AppError => new AppError('not-found', 'This link is not valid, or not any more');
