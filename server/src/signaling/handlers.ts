/**
 * The method table: what each request of a seated connection does. Parameters are checked against their schema first.
 */
import { type Method, type PreflightMethod, requests } from '@hearthroom/sdk/protocol';
import { AppError } from '../core/errors/errors.ts';
import { checkInRoutes } from './handlers/check-in-handlers.ts';
import { encryptionRoutes } from './handlers/encryption-handlers.ts';
import { groupWorkRoutes } from './handlers/group-work-handlers.ts';
import { mediaRoutes } from './handlers/media-handlers.ts';
import { moderationRoutes } from './handlers/moderation-handlers.ts';
import { type Caller, type Route, route } from './handlers/route.ts';
import { safetyRoutes } from './handlers/safety-handlers.ts';
import { waitingRoomRoutes } from './handlers/waiting-room-handlers.ts';

const routes: Record<Exclude<Method, 'authenticate' | PreflightMethod>, Route> = {
  ping: route(requests.ping, ({ room }) => ({ serverTime: room.now })),
  leave: route(requests.leave, async ({ room, connectionId }, { quickly = false }) => {
    await room.apply({ type: 'left', connectionId, quickly });
    return {};
  }),
  ...mediaRoutes,
  ...waitingRoomRoutes,
  ...moderationRoutes,
  ...safetyRoutes,
  ...groupWorkRoutes,
  ...checkInRoutes,
  ...encryptionRoutes,
};

/** Handles a request by name. Rejects with `unknown-method`, `invalid-params` or the code of a rule. */
export function dispatch(caller: Caller, method: string, params: unknown): Promise<unknown> {
  if (!isRoute(method)) throw new AppError(Object.hasOwn(requests, method) ? 'not-allowed' : 'unknown-method');
  return routes[method](caller, params);
}

const isRoute = (method: string): method is keyof typeof routes => Object.hasOwn(routes, method);
