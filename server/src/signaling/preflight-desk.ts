/** The connections that test the way to the server. They have no seat, and no room knows of them. */
import { type IceServer, type Params, type Result, requests } from '@hearthroom/sdk/protocol';
import type { TokenGuard } from '../auth/token-guard.ts';
import type { AccessTokenClaims } from '../auth/tokens/access-token.ts';
import { AppError } from '../core/errors/errors.ts';
import { TokenRefusal } from '../core/errors/token-refusal.ts';
import type { Echo } from '../preflight/ports.ts';
import { type Preflight, type PreflightEnding, type Preflights, relayMarginMs } from '../preflight/preflights.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import type { SignalingConnection } from './connection.ts';
import { createCheck } from './handlers/route.ts';

export interface PreflightDeskOptions {
  preflights?: Preflights;
  registry: Pick<RoomRegistry, 'takesPreflight'>;
  tokens: Pick<TokenGuard, 'verifyForPreflight' | 'isStillValid' | 'isWithdrawn'>;
  createIceServers: (maxSeconds: number) => IceServer[];
}

type Visitor = Pick<SignalingConnection, 'isClosed' | 'close'>;

interface Visit {
  readonly preflight: Preflight;
  readonly token: AccessTokenClaims;
}

const checkConnect = createCheck(requests.connectTransport.params);
const checkEcho = createCheck(requests.echoTrack.params);
const checkNothing = createCheck(requests.openPreflightTransport.params);

const handlers: Readonly<Record<string, (echo: Echo, params: unknown) => Promise<unknown>>> = {
  ping: async (_, params) => checkNothing(params),
  openPreflightTransport: async (echo, params) => {
    checkNothing(params);
    return { transport: await echo.openTransport() };
  },
  connectTransport: async (echo, params) => {
    const { transportId, dtlsParameters } = checkConnect(params);
    await echo.connectTransport(transportId, dtlsParameters);
    return {};
  },
  echoTrack: async (echo, params) => await echo.echoTrack(checkEcho(params)),
};

export class PreflightDesk {
  readonly #options: PreflightDeskOptions;
  readonly #visits = new Map<Visitor, Visit>();

  constructor(options: PreflightDeskOptions) {
    this.#options = options;
  }

  /** Rejects with TokenRefusal, with `server-draining`, or with the code of the limit that refuses. */
  async begin(connection: Visitor, { token }: Params<'beginPreflight'>): Promise<Result<'beginPreflight'>> {
    const { preflights, registry, tokens, createIceServers } = this.#options;
    if (!preflights) throw new AppError('preflight-off');
    const verified = await tokens.verifyForPreflight(token);
    if (!registry.takesPreflight(verified.roomId)) throw new AppError('server-draining');
    const identity = `${verified.roomId} ${verified.claims.sub}`;
    const preflight = await preflights.begin(identity, (why) => connection.close(reasonOf(why)));
    try {
      if (connection.isClosed) throw new AppError('connection-lost');
      if (!tokens.isStillValid(verified)) throw new TokenRefusal('token-invalid', 'revoked');
    } catch (error) {
      preflight.close();
      throw error;
    }
    this.#visits.set(connection, { preflight, token: verified });
    const { endsInMs } = preflight;
    return { iceServers: createIceServers(Math.ceil((endsInMs + relayMarginMs) / 1_000)), endsInMs };
  }

  has(connection: Visitor): boolean {
    return this.#visits.has(connection);
  }

  /** Handles a request of a connection that has begun a preflight. */
  async dispatch(connection: Visitor, method: string, params: unknown): Promise<unknown> {
    const visit = this.#visits.get(connection);
    if (!visit) throw new AppError('not-admitted');
    if (Object.hasOwn(handlers, method)) return await handlers[method]?.(visit.preflight.echo, params);
    throw new AppError(Object.hasOwn(requests, method) ? 'not-allowed' : 'unknown-method');
  }

  /** The connection is closed. Idempotent. */
  forget(connection: Visitor): void {
    this.#visits.get(connection)?.preflight.close();
    this.#visits.delete(connection);
  }

  /** @returns how many connections were closed */
  closeWithdrawn(): number {
    const { tokens } = this.#options;
    const withdrawn = [...this.#visits].filter(([, { token }]) => tokens.isWithdrawn(token));
    for (const [connection] of withdrawn) connection.close('token-revoked');
    return withdrawn.length;
  }

  sweep(): void {
    this.#options.preflights?.sweep();
  }
}

const reasonOf = (why: PreflightEnding) => (why === 'media-unavailable' ? ('internal' as const) : why);
