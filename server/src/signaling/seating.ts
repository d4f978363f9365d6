/** Gives a connection the seat of its token, and keeps which connection has which: the only place where that changes. */
import type { Params } from '@hearthroom/sdk/protocol';
import type { TokenGuard } from '../auth/token-guard.ts';
import type { AccessTokenClaims } from '../auth/tokens/access-token.ts';
import { AppError } from '../core/errors/errors.ts';
import { TokenRefusal } from '../core/errors/token-refusal.ts';
import { within } from '../core/time/within.ts';
import { PasscodeGate, type PasscodeProof } from '../rooms/passcode-gate.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import type { Arrival, Room } from '../rooms/room.ts';
import type { SignalingConnection } from './connection.ts';
import type { SignalingLimits } from './limits.ts';

/** A connection whose arrival in a room is stored, or being stored. */
export interface SeatedConnection {
  readonly connection: SignalingConnection;
  readonly room: Room;
  /** The connection is closed if this token is revoked. */
  readonly token: AccessTokenClaims;
}

export interface SeatingOptions {
  registry: RoomRegistry;
  tokens: TokenGuard;
  limits: Pick<SignalingLimits, 'arrivalTimeoutMs'>;
}

export class Seating {
  readonly #options: SeatingOptions;
  readonly #passcodes = new PasscodeGate();
  readonly #seated = new Map<SignalingConnection, SeatedConnection>();
  /** Closed connections whose media may continue during the lease of their seat. */
  readonly #lost = new Set<SeatedConnection>();

  constructor(options: SeatingOptions) {
    this.#options = options;
  }

  /**
   * Rejects with TokenRefusal, with the code of the rule that refuses, or with `storage-unavailable` when the arrival is
   * not stored in time.
   */
  async seat(
    connection: SignalingConnection,
    { token, passcode, ...options }: Omit<Params<'authenticate'>, 'rtpCapabilities'>,
  ): Promise<{ room: Room; arrival: Arrival }> {
    const { registry, tokens, limits } = this.#options;
    const verified = await tokens.verifyAccess(token);
    const { roomId, claims } = verified;
    const checked = await this.#checkPasscode(connection, await findRoom(registry, roomId), claims.sub, passcode);
    const room = await findRoom(registry, roomId);
    // While token and passcode were checked, the socket may have closed, the room ended or the token been revoked.
    if (connection.isClosed) throw new AppError('connection-lost');
    if (!tokens.isStillValid(verified)) throw new TokenRefusal('token-invalid', 'revoked');
    if (!registry.mayEnter(room, claims.sub)) throw new AppError('server-draining');
    // Set before awaiting, so that the connection can be closed or its token revoked while its arrival is being stored.
    this.#seated.set(connection, { connection, room, token: verified });
    connection.stopDeadline();
    try {
      const arriving = room.connect(connection, claims, { ...options, ...checked });
      return { room, arrival: await within(limits.arrivalTimeoutMs, arriving, refuseLate) };
    } catch (error) {
      this.unseat(connection);
      throw error;
    }
  }

  /**
   * Checks the passcode before the room's step, since the machine is synchronous. A client with a valid resume secret
   * needs no passcode; the room decides that.
   */
  async #checkPasscode(
    { address }: SignalingConnection,
    room: Room,
    sub: string,
    passcode: string | undefined,
  ): Promise<{ passcode: PasscodeProof; passcodeHash: string | null }> {
    for (;;) {
      const { passcodeHash } = room;
      const proof = await this.#passcodes.check(passcodeHash, { roomId: room.record.id, sub, address, passcode });
      // The passcode was changed meanwhile: check against the new one.
      if (room.passcodeHash === passcodeHash) return { passcode: proof, passcodeHash };
    }
  }

  /** Undefined: it has no seat. */
  of(connection: SignalingConnection): SeatedConnection | undefined {
    return this.#seated.get(connection);
  }

  /** The connection is closed, or was not given its seat. The room notices a lost connection. Idempotent. */
  unseat(connection: SignalingConnection): void {
    const seated = this.#seated.get(connection);
    if (!seated) return;
    this.#seated.delete(connection);
    this.#lost.add(seated);
    seated.room.disconnect(connection.id);
  }

  /**
   * Also closes the media, which would otherwise continue during the lease of the seat: also that of people whose
   * connection is lost.
   * @returns how many connections were closed
   */
  closeWithdrawn(): number {
    const isWithdrawn = ({ token }: SeatedConnection): boolean => this.#options.tokens.isWithdrawn(token);
    this.#forgetLost();
    for (const { connection, room } of [...this.#lost].filter(isWithdrawn)) room.closeMediaOf(connection.id);
    const withdrawn = [...this.#seated.values()].filter(isWithdrawn);
    for (const { connection, room } of withdrawn) {
      room.closeMediaOf(connection.id);
      connection.close('token-revoked');
    }
    return withdrawn.length;
  }

  #forgetLost(): void {
    for (const seated of this.#lost) if (!seated.room.mayHaveMediaOf(seated.connection.id)) this.#lost.delete(seated);
  }

  /** Forgets old attempts at passcodes, and lost connections whose seats are not kept any more. */
  sweep(): void {
    this.#passcodes.sweep();
    this.#forgetLost();
  }
}

/** If the arrival is stored later, its seat is treated as disconnected. */
function refuseLate(): never {
  throw new AppError('storage-unavailable');
}

/** An unknown room gives the same error as any other invalid token. */
async function findRoom(registry: RoomRegistry, roomId: string): Promise<Room> {
  try {
    return await registry.enter(roomId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found')
      throw new TokenRefusal('token-invalid', 'unknown-room');
    throw error;
  }
}
